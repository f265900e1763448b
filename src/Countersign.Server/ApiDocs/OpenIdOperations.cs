using Countersign.Server.OpenId;
using Microsoft.OpenApi;

namespace Countersign.Server.ApiDocs;

/// <summary>
/// OpenID Connect in the description: the library answers there, by specifications that say more than a description could; the document
/// at <see cref="OpenIdPaths.Configuration"/> says what of them holds here.
/// </summary>
internal static class OpenIdOperations
{
    private const string Tag = "openid";

    private static readonly (HttpMethod Method, string Path, string Summary)[] All =
    [
        (HttpMethod.Get, OpenIdPaths.Configuration, "What this provider can do, and where (OpenID Connect Discovery 1.0, section 4)."),
        (HttpMethod.Get, OpenIdPaths.Metadata, "The same for clients of OAuth 2.0 (RFC 8414)."),
        (HttpMethod.Get, OpenIdPaths.Keys, "The public keys by which its tokens are checked (RFC 7517)."),
        (HttpMethod.Get, OpenIdPaths.Authorize, "Begins a sign-in in the person's browser (OpenID Connect Core 1.0, section 3.1.2)."),
        (HttpMethod.Post, OpenIdPaths.Authorize, "The same by a form."),
        (HttpMethod.Post, OpenIdPaths.Token, "Takes a code or a refresh token and gives tokens (section 3.1.3; RFC 6749, section 6)."),
        (HttpMethod.Get, OpenIdPaths.UserInfo, "Who the person of an access token is (section 5.3)."),
        (HttpMethod.Post, OpenIdPaths.UserInfo, "The same by a form."),
        (HttpMethod.Post, OpenIdPaths.Introspect, "Whether a token is good, and for what (RFC 7662)."),
        (HttpMethod.Post, OpenIdPaths.Revoke, "Ends a token (RFC 7009)."),
        (HttpMethod.Get, OpenIdPaths.SignOut, "Signs the person out (OpenID Connect RP-Initiated Logout 1.0)."),
        (HttpMethod.Post, OpenIdPaths.SignOut, "The same by a form."),
    ];

    public static void Add(OpenApiDocument document)
    {
        foreach (var (method, path, summary) in All)
        {
            if (!document.Paths.TryGetValue(path, out var item)) document.Paths[path] = item = new OpenApiPathItem();

            ((OpenApiPathItem)item).AddOperation(method, new()
            {
                OperationId = $"{method.Method.ToLowerInvariant()}{path.Replace('/', '_').Replace('.', '_').Replace('-', '_')}",
                Tags = new HashSet<OpenApiTagReference> { new(Tag, document) },
                Summary = summary,
                Description = "As the specification says.",
                Responses = new() { ["default"] = new OpenApiResponse { Description = "As the specification says." } },
            });
        }
    }
}
