using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Verification;

namespace Countersign.Server.Pages.Entry;

/// <summary>What the page for a new password shows.</summary>
public sealed record ResetForm(Token Link, Refused? Refused = null);

/// <summary>A forgotten password: the mail, and the link in it. Opening the link changes nothing; its button does.</summary>
public static class ResetRoutes
{
    public static IResult Ask(PageCall call) => call.Show<ForgotPage>();

    public static async Task<IResult> Send(PageCall call, AskForReset ask, CancellationToken ct)
    {
        if (EmailAddress.TryParse(call.Field("email"), out var email)) await ask.Run(email, call.Source, ct);
        return call.GoTo($"{PagePaths.Forgot}/sent");
    }

    public static IResult Sent(PageCall call) => call.Show<ForgotSentPage>();

    public static async Task<IResult> Show(PageCall call, ResetPassword reset, CancellationToken ct) =>
        Token.TryParse(call.Query("token"), out var link) && await reset.IsOpen(link, ct)
            ? call.Show<ResetPage>(new ResetForm(link))
            : call.Show<LinkOverPage>(status: StatusCodes.Status404NotFound);

    public static async Task<IResult> Submit(PageCall call, ResetPassword reset, CancellationToken ct)
    {
        if (!Token.TryParse(call.Field("token"), out var link)) return call.Show<LinkOverPage>(status: StatusCodes.Status404NotFound);

        var answer = await reset.Run(link, call.Secret("password"), call.Source, ct);
        return answer.Refused switch
        {
            null => call.GoTo(PagePaths.SignIn, Said.PasswordReset),
            { Why: Refusal.InvalidLink } => call.Show<LinkOverPage>(status: StatusCodes.Status404NotFound),
            var refused => call.Show<ResetPage>(new ResetForm(link, refused), StatusCodes.Status422UnprocessableEntity),
        };
    }
}
