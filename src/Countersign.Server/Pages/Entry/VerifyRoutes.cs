using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Verification;

namespace Countersign.Server.Pages.Entry;

/// <summary>What the page that confirms an address works with: the link's token, or an address and its code.</summary>
public sealed record VerifyForm(Token? Link, string Email);

/// <summary>Confirming an address. Opening the link changes nothing; its button does.</summary>
public static class VerifyRoutes
{
    public static IResult Show(PageCall call) =>
        call.Show<VerifyPage>(new VerifyForm(Token.TryParse(call.Query("token"), out var link) ? link : null, call.Query("email")));

    public static async Task<IResult> Submit(PageCall call, VerifyEmail verify, CancellationToken ct)
    {
        var answer = Token.TryParse(call.Field("token"), out var link)
            ? await verify.Run(link, call.Source, ct)
            : await verify.Run(call.Field("email"), Code.TryParse(call.Field("code"), out var code) ? code : null, call.Source, ct);

        if (answer.Given is not null) return call.GoTo(call.SignedIn is null ? PagePaths.SignIn : PagePaths.Security, Said.EmailConfirmed);
        return call.GoTo($"{PagePaths.VerifyEmail}?email={Uri.EscapeDataString(call.Field("email"))}", answer.Refused!.Why is Refusal.InvalidLink ? Said.LinkOver : Said.CodeWrong);
    }

    public static async Task<IResult> Again(PageCall call, AskForVerification verification, CancellationToken ct)
    {
        if (EmailAddress.TryParse(call.Field("email"), out var email)) await verification.Run(email, call.Source, ct);
        return call.GoTo($"{PagePaths.VerifyEmail}?email={Uri.EscapeDataString(call.Field("email"))}", Said.MailSent);
    }
}
