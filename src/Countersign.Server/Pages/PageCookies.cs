using Countersign.Server.Secrets;
using Countersign.Server.SignIn;

namespace Countersign.Server.Pages;

/// <summary>The cookies of the pages, beside the session's own.</summary>
public enum PageCookie
{
    /// <summary>The random value behind the form tokens.</summary>
    Form,

    /// <summary>The handle of a sign-in that waits for its second factor; it opens the prompt and nothing else.</summary>
    Pending,

    /// <summary>The handle of the last code sent to confirm a change.</summary>
    Step,

    /// <summary>Where the wizard is, sealed.</summary>
    Wizard,

    /// <summary>The page that somebody asked for before they signed in.</summary>
    Wanted,

    /// <summary>The token of a remembered browser.</summary>
    Browser,

    /// <summary>The language the person chose.</summary>
    Language,
}

/// <summary>Reads, gives and takes the cookies. Over https all have the <c>__Host-</c> name, as the session's has.</summary>
public sealed class PageCookies(SessionCookie session)
{
    private static readonly TimeSpan WantedLife = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan BrowserLife = TimeSpan.FromDays(30);
    private static readonly TimeSpan LanguageLife = TimeSpan.FromDays(365);

    /// <summary>The session's cookie.</summary>
    public SessionCookie Session { get; } = session;

    /// <summary>A cookie's value, or null.</summary>
    public string? Read(HttpRequest request, PageCookie cookie) => request.Cookies[NameOf(cookie)];

    /// <summary>The token in a cookie, or null.</summary>
    public Token? ReadToken(HttpRequest request, PageCookie cookie) => Token.TryParse(Read(request, cookie), out var token) ? token : null;

    /// <summary>Gives the browser a cookie.</summary>
    public void Give(HttpResponse response, PageCookie cookie, string value) =>
        response.Cookies.Append(NameOf(cookie), value, Options(cookie));

    /// <summary>Takes a cookie off the browser.</summary>
    public void Take(HttpResponse response, PageCookie cookie) => response.Cookies.Delete(NameOf(cookie), Options(cookie));

    private string NameOf(PageCookie cookie) => Session.IsSecure ? $"__Host-{PlainName(cookie)}" : PlainName(cookie);

    private static string PlainName(PageCookie cookie) => cookie switch
    {
        PageCookie.Form => "tfa_form",
        PageCookie.Pending => "tfa_pre",
        PageCookie.Step => "tfa_step",
        PageCookie.Wizard => "tfa_wizard",
        PageCookie.Wanted => "tfa_wanted",
        PageCookie.Browser => "tfa_browser",
        PageCookie.Language => "tfa_language",
    };

    private static TimeSpan? LifeOf(PageCookie cookie) => cookie switch
    {
        PageCookie.Form or PageCookie.Pending or PageCookie.Step or PageCookie.Wizard => null,
        PageCookie.Wanted => WantedLife,
        PageCookie.Browser => BrowserLife,
        PageCookie.Language => LanguageLife,
    };

    private CookieOptions Options(PageCookie cookie) => new()
    {
        HttpOnly = true,
        Secure = Session.IsSecure,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        IsEssential = true,
        MaxAge = LifeOf(cookie),
    };
}
