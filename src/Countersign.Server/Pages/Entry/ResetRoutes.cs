using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Entry;

/// <summary>What the page for a new password shows.</summary>
/// <param name="Owner">Whose password it is: also for a password manager, which must know what to keep it under.</param>
public sealed record ResetForm(Token Link, EmailAddress Owner, Refused? Refused = null)
{
    /// <summary>So many places were let in that the password can only be set anew.</summary>
    public bool HasKeptTooOften { get; init; }
}

/// <summary>What a page that asks for an address shows: what was typed, and what is wrong with it.</summary>
public sealed record AddressForm(string Typed = "", Refused? Refused = null);

/// <summary>A forgotten password: the mail, and the link in it. Opening the link changes nothing; its button does.</summary>
public static class ResetRoutes
{
    public static IResult Ask(PageCall call) => call.Show<ForgotPage>(new AddressForm());

    public static async Task<IResult> Send(PageCall call, AskForReset ask, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(call.Field("email"), out var email))
            return call.Show<ForgotPage>(
                new AddressForm(call.Field("email"), new(Refusal.InvalidEmail)), StatusCodes.Status422UnprocessableEntity);

        await ask.Run(email, call.Source, ct);
        return call.GoTo($"{PagePaths.Forgot}/sent");
    }

    public static IResult Sent(PageCall call) => call.Show<ForgotSentPage>();

    public static async Task<IResult> Show(PageCall call, ResetPassword reset, CancellationToken ct) =>
        Token.TryParse(call.Query("token"), out var link) && await reset.FindOwner(link, ct) is { } owner
            ? call.Show<ResetPage>(new ResetForm(link, owner))
            : Over(call);

    public static async Task<IResult> Submit(PageCall call, ResetPassword reset, FalseCredentials falses, CancellationToken ct)
    {
        if (!falses.TryRead(call.Field("token"), call.Source, out var link)) return Over(call);
        if (await reset.FindOwner(link, ct) is not { } owner)
        {
            falses.Note(call.Source);
            return Over(call);
        }

        var answer = await reset.Run(link, call.Secret("password"), call.Source, ct);
        return answer.Refused switch
        {
            null => call.GoTo(PagePaths.SignIn, Said.PasswordReset),
            { Why: Refusal.InvalidLink } => Over(call),
            var refused =>
                call.Show<ResetPage>(new ResetForm(link, owner, refused), StatusCodes.Status422UnprocessableEntity, at: PathOf(link)),
        };
    }

    public static async Task<IResult> Keep(PageCall call, ResetPassword reset, FalseCredentials falses, CancellationToken ct)
    {
        if (!falses.TryRead(call.Field("token"), call.Source, out var link)) return Over(call);

        var answer = await reset.KeepPassword(link, call.Source, ct);
        return answer.Refused switch
        {
            null => call.GoTo(PagePaths.SignIn, Said.PlaceLetIn),
            { Why: Refusal.TryLater } when await reset.FindOwner(link, ct) is { } owner =>
                call.Show<ResetPage>(
                    new ResetForm(link, owner) { HasKeptTooOften = true }, StatusCodes.Status422UnprocessableEntity, at: PathOf(link)),
            _ => Over(call),
        };
    }

    private static IResult Over(PageCall call) => call.Show<LinkOverPage>(status: StatusCodes.Status404NotFound);

    /// <summary>The address of the page for a new password: what the link in the mail leads to.</summary>
    public static string PathOf(Token link) => $"{PagePaths.Reset}?token={link.Reveal()}";
}
