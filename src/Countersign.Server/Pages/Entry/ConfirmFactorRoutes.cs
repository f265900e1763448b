using Countersign.Server.Enrollment;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;

namespace Countersign.Server.Pages.Entry;

/// <summary>What the page behind the link that vouches for a second factor works with; null: the link is over.</summary>
public sealed record ConfirmFactorForm(Token? Link);

/// <summary>
/// The mailbox vouches for a second factor that was set up with the password alone. Opening the link changes nothing, its button does;
/// an admin with such a factor has a link sent first.
/// </summary>
public static class ConfirmFactorRoutes
{
    public static async Task<IResult> Show(PageCall call, ConfirmFactor confirm, CancellationToken ct) =>
        Token.TryParse(call.Query("token"), out var link) && await confirm.Works(link, ct)
            ? call.Show<ConfirmFactorPage>(new ConfirmFactorForm(link))
            : Over(call);

    public static async Task<IResult> Submit(PageCall call, ConfirmFactor confirm, FalseCredentials falses, CancellationToken ct)
    {
        if (!falses.TryRead(call.Field("token"), call.Source, out var link) || (await confirm.Run(link, call.Source, ct)).Given is not { } done)
            return Over(call);

        return done.TurnedOn
            ? call.GoTo(PagePaths.SignIn, Said.FactorConfirmed)
            : call.GoTo(call.SignedIn is null ? PagePaths.SignIn : PagePaths.Security, Said.FactorVouched);
    }

    public static IResult ShowAsk(PageCall call) => call.Show<AskConfirmFactorPage>();

    public static async Task<IResult> Ask(PageCall call, ConfirmFactor confirm, CancellationToken ct) =>
        call.GoTo(
            PagePaths.ConfirmFactor, (await confirm.Ask(call.Caller, ct)).Refused is { } refused ? ProofSaid.Of(refused) : Said.LinkSent);

    private static IResult Over(PageCall call) =>
        call.Show<ConfirmFactorPage>(new ConfirmFactorForm(null), StatusCodes.Status404NotFound);
}
