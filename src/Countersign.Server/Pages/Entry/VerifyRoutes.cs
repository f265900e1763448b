using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages.Entry;

/// <summary>
/// What the page that confirms an address works with: the link's token, or an address to send another to; neither: it asks for one.
/// </summary>
/// <param name="About">What the link is about.</param>
public sealed record VerifyForm(Token? Link, EmailAddress? Email, AddressForm Asked, VerifyLink? About = null)
{
    /// <summary>What waits for the account of whoever is signed in.</summary>
    public Deletion? Deletion { get; init; }
}

/// <summary>
/// Confirming an address. Opening the link changes nothing; its button does. The mail's code is only for somebody who is signed in.
/// </summary>
public static class VerifyRoutes
{
    public static async Task<IResult> Show(
        PageCall call, VerifyEmail verify, ShowDeletion deletion, ShowBounce bounce, CancellationToken ct)
    {
        var typed = call.Query("token");
        if (Token.TryParse(typed, out var link) && await verify.Find(link, ct) is { } about)
            return call.Show<VerifyPage>(new VerifyForm(link, null, new(), about));

        if (await IsConfirmed(call, bounce, ct)) return call.GoTo(PagePaths.Security, Said.AddressConfirmed);

        // There is nothing to press behind a link that was used already.
        if (typed is { Length: > 0 }) return call.GoTo(PagePaths.VerifyEmail, Said.ConfirmLinkOver);

        return call.Show<VerifyPage>(new VerifyForm(null, call.SignedIn?.Account.Email ?? Named(call), new())
        {
            Deletion = call.SignedIn is { } caller ? await deletion.Run(caller, ct) : null,
        });
    }

    public static async Task<IResult> Submit(
        PageCall call, VerifyEmail verify, FalseCredentials falses, ShowBounce bounce, CancellationToken ct)
    {
        var wasConfirmed = await IsConfirmed(call, bounce, ct);
        var answer = (call.SignedIn, falses.TryRead(call.Field("token"), call.Source, out var link)) switch
        {
            (_, true) => await verify.Run(link!, call.Source, call.SignedIn, ct),
            ({ } caller, false) => await verify.Run(caller, Code.TryParse(call.Field("code"), out var code) ? code : null, ct),
            (null, false) => Refusal.InvalidLink,
        };
        if (answer.Refused is { Why: var why } && !wasConfirmed) return call.GoTo(PathFor(call), SaidOf(why));

        if (answer.Given is { SignUp.ChooseBy: { } choose }) return call.GoTo(ResetRoutes.PathOf(choose), Said.PasswordToChoose);

        if (call.SignedIn is not null) return call.GoTo(PagePaths.Security, Said.AddressConfirmed);

        return call.GoTo(PagePaths.SignIn, answer.Given is { SignUp.IsNamedAnew: true } ? Said.NamedAnew : Said.EmailConfirmed);
    }

    public static async Task<IResult> Again(PageCall call, AskForVerification verification, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(call.Field("email"), out var email))
        {
            var asked = new AddressForm(call.Field("email"), new(Refusal.InvalidEmail));
            return call.Show<VerifyPage>(
                new VerifyForm(null, null, asked), StatusCodes.Status422UnprocessableEntity, at: PagePaths.VerifyEmail);
        }

        await verification.Run(email, call.Source, call.SignedIn, ct);
        return call.GoTo(PathFor(call), Said.MailSent);
    }

    // An address that mail came back from can be confirmed again.
    private static async Task<bool> IsConfirmed(PageCall call, ShowBounce bounce, CancellationToken ct) =>
        call.SignedIn is { Account.IsEmailVerified: true } caller && await bounce.Run(caller, ct) is null;

    private static Said SaidOf(Refusal why) => why switch
    {
        Refusal.NotACode => Said.NotACode,
        Refusal.WrongFirstCode => Said.CodeWrong,
        Refusal.TryLater => Said.TooManyTries,
        _ => Said.ConfirmLinkOver, // an open list on purpose: whatever else may be refused, a new link helps
    };

    private static EmailAddress? Named(PageCall call) => EmailAddress.TryParse(call.Query("email"), out var email) ? email : null;

    private static string PathFor(PageCall call) =>
        call.Field("email") is { Length: > 0 } email
            ? $"{PagePaths.VerifyEmail}?email={Uri.EscapeDataString(email)}"
            : PagePaths.VerifyEmail;
}
