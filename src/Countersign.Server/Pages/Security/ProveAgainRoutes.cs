using Countersign.Core;
using Countersign.Server.SignIn;

namespace Countersign.Server.Pages.Security;

/// <summary>A code once more, for pages that want a fresh one; it leads back to the page that was wanted.</summary>
public static class ProveAgainRoutes
{
    public static async Task<IResult> Show(PageCall call, ChangeProofs proofs, CancellationToken ct) =>
        call.Caller.AccountHasSecondFactor ? await proofs.Ask(call, ChangeOf(call), ct) : call.GoTo(PagePaths.Security);

    public static Task<IResult> Send(PageCall call, ChangeProofs proofs, CancellationToken ct) =>
        proofs.Send(call, PagePaths.ProveAgain, ct);

    public static async Task<IResult> Submit(PageCall call, ChangeProofs proofs, ProveAgain prove, CancellationToken ct)
    {
        if (await proofs.Read(call, ct) is not var (way, proof)) return call.GoTo(PagePaths.ProveAgain, Said.BeginAgain);

        var answer = await prove.Run(call.Caller, proof, ct);
        if (answer.Given is not { } proven)
            return answer.Refused!.Why is Refusal.Proof
                ? call.GoTo($"{PagePaths.ProveAgain}?way={way.Key}", Prompt.ProofSaid.Of(answer.Refused))
                : call.GoTo(PagePaths.Security);

        call.Renew(proven.NewKey);
        return call.GoToWanted();
    }

    private static Change ChangeOf(PageCall call) => new(
        PagePaths.ProveAgain, call.Texts.Prompt.ProveAgainTitle, call.Texts.Prompt.ProveAgainLead, call.Texts.Prompt.Verify)
    {
        IsProofAlone = true,
        Here = "",
    };
}
