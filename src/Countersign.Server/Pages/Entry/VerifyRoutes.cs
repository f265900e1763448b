using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Verification;

namespace Countersign.Server.Pages.Entry;

/// <summary>What the page that confirms an address works with: the link's token, or an address to send another to; neither: it asks for one.</summary>
public sealed record VerifyForm(Token? Link, EmailAddress? Email);

/// <summary>
/// Confirming an address. Opening the link changes nothing; its button does. The mail's code is only for somebody who is signed in.
/// </summary>
public static class VerifyRoutes
{
    public static IResult Show(PageCall call) =>
        call.Show<VerifyPage>(new VerifyForm(Token.TryParse(call.Query("token"), out var link) ? link : null, call.SignedIn?.Account.Email ?? Named(call)));

    public static async Task<IResult> Submit(PageCall call, VerifyEmail verify, CancellationToken ct)
    {
        var answer = (call.SignedIn, Token.TryParse(call.Field("token"), out var link)) switch
        {
            (_, true) => await verify.Run(link!, call.Source, ct),
            ({ } caller, false) => await verify.Run(caller, Code.TryParse(call.Field("code"), out var code) ? code : null, ct),
            (null, false) => Refusal.InvalidLink,
        };
        if (answer.Given is not null) return call.GoTo(call.SignedIn is null ? PagePaths.SignIn : PagePaths.Security, Said.EmailConfirmed);

        return call.GoTo(PathFor(call), answer.Refused!.Why is Refusal.WrongFirstCode ? Said.CodeWrong : Said.LinkOver);
    }

    public static async Task<IResult> Again(PageCall call, AskForVerification verification, CancellationToken ct)
    {
        if (EmailAddress.TryParse(call.Field("email"), out var email)) await verification.Run(email, call.Source, ct);
        return call.GoTo(PathFor(call), Said.MailSent);
    }

    private static EmailAddress? Named(PageCall call) => EmailAddress.TryParse(call.Query("email"), out var email) ? email : null;

    private static string PathFor(PageCall call) => $"{PagePaths.VerifyEmail}?email={Uri.EscapeDataString(call.Field("email"))}";
}
