using System.Text.Encodings.Web;
using Countersign.Server.Hosting;
using Countersign.Server.Recovery;
using Countersign.Server.SignIn;
using Countersign.Server.Verification;

namespace Countersign.Server.VssApi;

/// <summary>
/// The page behind the mailed link. Opening it, however often and by whomever, changes nothing and tells nothing: it looks
/// the same for any token. Its button sends the token together with user name and password.
/// </summary>
public static class DisablePage
{
    /// <summary>Where the button leads.</summary>
    public const string Path = "/disable-2fa";

    private const string Html = "text/html; charset=utf-8";

    /// <summary>The page.</summary>
    public static IResult Show(string token, HttpContext context) => Page(context, Form(token, fault: ""));

    /// <summary>The button was pressed.</summary>
    public static async Task<IResult> Press(VssCall call, HttpContext context, CheckBasic check, DisableByLink disable, SessionCookie cookie, CancellationToken ct)
    {
        if (!context.Request.HasFormContentType || !SameOrigin.Holds(context.Request, cookie.Origin)) return Results.StatusCode(StatusCodes.Status400BadRequest);

        var form = await context.Request.ReadFormAsync(ct);
        var (token, name, password) = (form["token"].ToString(), form["username"].ToString(), form["password"].ToString());
        var refused = await TurnOff(token, name, password, call.Source, check, disable, ct);
        return refused is null
            ? Page(context, "<h1>Two-factor authentication is off</h1><p>All sign-in methods, recovery codes and sessions of your account are gone.</p>")
            : Page(context, Form(token, VssErrors.SentenceFor(refused)), StatusCodes.Status400BadRequest);
    }

    private static async Task<Refused?> TurnOff(
        string token, string name, string password, Source source, CheckBasic check, DisableByLink disable, CancellationToken ct)
    {
        var entered = await check.Run(name, password, source, ct);
        if (entered.Given is not { } person) return entered.Refused;
        if (!Token.TryParse(token, out var link)) return new(Refusal.InvalidLink);

        return (await disable.Run(person, link, ct)).Refused;
    }

    private static string Form(string token, string fault) => $"""
        <h1>Turn two-factor authentication off?</h1>
        <p>Your account will then be protected by its password alone. All sign-in methods, recovery codes and sessions will be gone.</p>
        {(fault.Length == 0 ? "" : $"<p role=\"alert\"><strong>{Text(fault)}</strong></p>")}
        <form method="post" action="{Path}">
        <input type="hidden" name="token" value="{Text(token)}">
        <p><label>User name or e-mail address<br><input name="username" autocomplete="username" required></label></p>
        <p><label>Password<br><input name="password" type="password" autocomplete="current-password" required></label></p>
        <p><button>Turn it off</button></p>
        </form>
        """;

    private static IResult Page(HttpContext context, string body, int status = StatusCodes.Status200OK)
    {
        // Asking for the nonce makes the answer a page, whose form may be sent.
        context.PageNonce();
        return Results.Content($"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Two-factor authentication</title></head>
            <body><main>
            {body}
            </main></body>
            </html>

            """, Html, statusCode: status);
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
