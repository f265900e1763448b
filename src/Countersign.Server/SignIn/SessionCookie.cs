using Countersign.Server.Secrets;

namespace Countersign.Server.SignIn;

/// <summary>
/// The cookie a browser's session travels in. Over https it has the <c>__Host-</c> name that browsers accept only with
/// Secure, Path=/ and no domain; the plain name is for a server that people reach by http on their own machine.
/// </summary>
public sealed class SessionCookie(Uri baseUrl)
{
    /// <summary>Whether people reach the server by https.</summary>
    public bool IsSecure { get; } = baseUrl.Scheme == Uri.UriSchemeHttps;

    /// <summary>The only origin whose pages may use the cookie.</summary>
    public string Origin { get; } = baseUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>The cookie's name.</summary>
    public string Name => IsSecure ? "__Host-tfa_session" : "tfa_session";

    /// <summary>The session key in a request's cookie, or null.</summary>
    public string? Read(HttpRequest request) => request.Cookies[Name];

    /// <summary>Gives the browser a session; it lasts until the browser closes or the session ends.</summary>
    public void Give(HttpResponse response, Token key) => response.Cookies.Append(Name, key.Reveal(), Options());

    /// <summary>Takes the session off the browser.</summary>
    public void Take(HttpResponse response) => response.Cookies.Delete(Name, Options());

    private CookieOptions Options() => new()
    {
        HttpOnly = true,
        Secure = IsSecure,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        IsEssential = true,
    };
}
