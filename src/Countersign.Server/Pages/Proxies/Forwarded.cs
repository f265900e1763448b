using Countersign.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Server.Pages.Proxies;

/// <summary>
/// What a configured proxy says that a browser asks for. Proxies say it in two ways, and pass on what the browser says itself in the way
/// they do not use; so where more than one is said, all of it must be the same.
/// </summary>
/// <param name="IsPassedOn">Whether the proxy shows our answer to the browser as it is; else it has one of its own for each status.</param>
internal sealed record Forwarded(AppAddress Address, string Method, bool IsPassedOn)
{
    private const string Url = "X-Original-URL";
    private const string Uri = "X-Forwarded-Uri";
    private const string Host = "X-Forwarded-Host";
    private const string Proto = "X-Forwarded-Proto";

    private const string ForwardedMethod = "X-Forwarded-Method";
    private const string OriginalMethod = "X-Original-Method";

    /// <summary>Whether to answer with an address that leads to sign in: a person at a browser looks for a page.</summary>
    public bool IsForPage(HttpRequest request)
    {
        var (headers, accept) = (request.Headers, request.Headers.Accept.ToString());
        return Method is "GET" or "HEAD"
            && !headers.ContainsKey("X-Requested-With") && !headers.ContainsKey("Sec-WebSocket-Key")
            && headers["Sec-Fetch-Mode"].ToString() is "" or "navigate"
            && (accept.Contains("text/html", StringComparison.OrdinalIgnoreCase)
                || !(accept.Contains("json", StringComparison.OrdinalIgnoreCase)
                    || accept.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Reads it; null when it is not whole, or not one thing.</summary>
    /// <param name="target">The path and query, where the proxy says it by its own address; null: it says it by headers.</param>
    public static Forwarded? Read(HttpRequest request, string? target)
    {
        if (request.Headers[Proto] is [{ } proto] ? !IsSame(proto, request.Scheme) : request.Headers[Proto].Count > 1) return null;
        if (One(request, Url) is not { } url || One(request, Uri) is not { } uri || One(request, Host) is not { } host) return null;

        var told = target is { Length: > 0 } ? AppAddress.Find(request.Scheme, host.Length > 0 ? host : request.Host.Value ?? "", target)
            : url.Length > 0 ? AppAddress.Find(url)
            : AppAddress.Find(request.Scheme, host, uri);
        return told is not null && IsOne(told, request, url, uri, host)
            ? new(told, MethodOf(request, target is not null), url.Length == 0)
            : null;
    }

    /// <summary>The path and query of a request as they were sent, behind so much of its beginning.</summary>
    public static string? TargetOf(HttpContext context, string beginning) =>
        context.Features.Get<IHttpRequestFeature>()?.RawTarget is { } raw && raw.StartsWith(beginning, StringComparison.Ordinal)
            ? raw[beginning.Length..]
            : null;

    private static bool IsOne(AppAddress told, HttpRequest request, string url, string uri, string host) =>
        (url.Length == 0 || AppAddress.Find(url) == told)
        && (uri.Length == 0 || uri == told.Target)
        && (host.Length == 0 || AppAddress.Find(request.Scheme, host, "/")?.Origin == told.Origin)
        && told.Origin.StartsWith($"{request.Scheme}://", StringComparison.Ordinal);

    private static bool IsSame(string proto, string scheme) => proto.Equals(scheme, StringComparison.OrdinalIgnoreCase);

    // Empty: it is not there. Null: it is there more than once.
    private static string? One(HttpRequest request, string name) => request.Headers[name] switch
    {
        [] => "",
        [{ } only] => only,
        _ => null,
    };

    // Of two that differ nobody knows: that is no request for a page.
    private static string MethodOf(HttpRequest request, bool isOwn) => (One(request, ForwardedMethod), One(request, OriginalMethod)) switch
    {
        ("", "") => isOwn ? request.Method : "GET",
        ({ } one, "") => one,
        ("", { } other) => other,
        ({ } one, { } other) when one == other => one,
        _ => "", // whatever else is said
    };
}
