namespace Countersign.Server.OpenId;

/// <summary>The addresses at which applications and their people find us (OpenID Connect Discovery §4).</summary>
public static class OpenIdPaths
{
    public const string Configuration = "/.well-known/openid-configuration";
    public const string Metadata = "/.well-known/oauth-authorization-server";
    public const string Keys = "/openid/keys";
    public const string Authorize = "/openid/authorize";
    public const string Token = "/openid/token";
    public const string UserInfo = "/openid/userinfo";
    public const string Introspect = "/openid/introspect";
    public const string Revoke = "/openid/revoke";
    public const string SignOut = "/openid/sign-out";

    private static readonly HashSet<string> All = new(StringComparer.Ordinal)
    {
        Configuration, Metadata, Keys, Authorize, Token, UserInfo, Introspect, Revoke, SignOut,
    };

    /// <summary>Whether a request is for the library; all others never meet it.</summary>
    public static bool Holds(PathString path) => path.Value is { } text && All.Contains(text);
}
