using System.Globalization;
using System.Text;
using Countersign.Server.Pages.Applications;
using Countersign.Server.Pages.Frame;
using Countersign.Server.Requests;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages;

/// <summary>A request for a page that <see cref="PageGate"/> has let through, with what every page needs.</summary>
/// <param name="SignedIn">The caller; null for a visitor.</param>
/// <param name="FormToken">What <see cref="FormTokens"/> made for the forms of this page.</param>
/// <param name="Form">The fields of a posted form, else none.</param>
public sealed record PageCall(
    HttpContext Http,
    PageCookies Cookies, Caller? SignedIn, CultureInfo Culture, DateTimeOffset Now, string FormToken, IFormCollection Form)
{
    /// <summary>Instead of a token: this page shows no forms.</summary>
    public const string NoForms = "";

    /// <summary>
    /// Where this page can be opened again: what loading it again and the language switch lead to. A page that answers a form
    /// names another place where its own address takes forms only, or knows less than the form did.
    /// </summary>
    public string At { get; private init; } = Http.Request.Path + Http.Request.QueryString;

    /// <summary>Everything the pages say, in the person's language.</summary>
    public Texts Texts { get; } = Texts.In(Culture, Now);

    /// <summary>The caller, on pages that need one.</summary>
    public Caller Caller => SignedIn ?? throw new InvalidOperationException("This page lets visitors in.");

    /// <summary>Where the request came from.</summary>
    public Source Source => SignedIn?.Source ?? Http.Source();

    /// <summary>The handle of the sign-in that waits, on pages that need one.</summary>
    public Token Pending =>
        Cookies.ReadToken(Http.Request, PageCookie.Pending) ?? throw new InvalidOperationException("This page lets everybody in.");

    /// <summary>What the page before this one wants said, or null.</summary>
    public Said? Said => Enum.TryParse<Said>(Query("said"), ignoreCase: true, out var said) && Enum.IsDefined(said) ? said : null;

    /// <summary>Hands the call to the page's handler.</summary>
    public static ValueTask<PageCall> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<PageCall>() ?? throw new InvalidOperationException("This page names no access."));

    /// <summary>A field of the posted form, without the blanks around it; empty when it is not there.</summary>
    public string Field(string name) => Form[name].ToString().Trim();

    /// <summary>A secret field, as it was typed.</summary>
    public string Secret(string name) => Form[name].ToString();

    /// <summary>A part of the address; empty when it is not there.</summary>
    public string Query(string name) => Http.Request.Query[name].ToString();

    // What is counted from it must not end beyond what a number can be.
    private const long LargestNumber = long.MaxValue / 4;

    /// <summary>A number as our own addresses and forms write it; null for anything else.</summary>
    public static long? NumberOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= LargestNumber ? number : null;

    /// <summary>A number as our own addresses and forms write it.</summary>
    public static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Shows a page.</summary>
    /// <param name="at">Where it can be opened again; without it, where it is.</param>
    public IResult Show<TPage>(object? model = null, int status = StatusCodes.Status200OK, string? at = null)
        where TPage : PageBody => new PageResult(at is null ? this : this with { At = at }, typeof(TPage), model, status);

    /// <summary>Leads on after a change, so that neither reload nor the back button repeats it (303, RFC 9110 §15.4.4).</summary>
    public IResult GoTo(string path, Said? said = null)
    {
        Http.Response.Headers.Location = InAscii(said is { } words ? PathTo(path, words) : path);
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>Leads whoever has just signed in to the page they asked for before, or to their account.</summary>
    public IResult GoToWanted()
    {
        if (Cookies.Read(Http.Request, PageCookie.Wanted) is not { } wanted) return GoTo(PagePaths.Account);
        if (WantedApp.IsOne(wanted)) return GoTo(PagePaths.AuthorizeOn);

        Cookies.Take(Http.Response, PageCookie.Wanted);
        return GoTo(LanguageRoute.Local(wanted));
    }

    /// <summary>The address of a page that says something first.</summary>
    public static string PathTo(string path, Said said) =>
        $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}said={said.ToString().ToLowerInvariant()}";

    // A header is ASCII, and where a form leads may have been typed by anybody (RFC 3987 §3.1).
    private static string InAscii(string path) => Ascii.IsValid(path)
        ? path
        : string.Concat(path.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    /// <summary>Gives the browser its session's new key, if it has one.</summary>
    public void Renew(Token? key)
    {
        if (key is not null) Cookies.Session.Give(Http.Response, key);
    }

    /// <summary>Without anything that came with the request.</summary>
    public override string ToString() => $"{Source.Route} by {SignedIn?.Credential.Word ?? "nobody"}";
}
