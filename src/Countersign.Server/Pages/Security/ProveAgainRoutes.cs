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

    public static Task<IResult> Submit(PageCall call, ChangeProofs proofs, ProveAgain prove, CancellationToken ct) =>
        Submit(call, PagePaths.ProveAgain, null, proofs, prove, ct);

    /// <summary>Where something is wanted for which a passkey alone will do.</summary>
    public static Task<IResult> ShowPasskey(PageCall call, ChangeProofs proofs, CancellationToken ct) =>
        proofs.Ask(call, PasskeyOf(call), ct);

    public static Task<IResult> SubmitPasskey(PageCall call, ChangeProofs proofs, ProveAgain prove, CancellationToken ct) =>
        Submit(call, PagePaths.ProvePasskey, ProofKind.Passkey, proofs, prove, ct);

    private static async Task<IResult> Submit(
        PageCall call, string path, ProofKind? only, ChangeProofs proofs, ProveAgain prove, CancellationToken ct)
    {
        if (await proofs.Read(call, ct) is not var (way, proof) || (only is { } kind && way.Kind != kind))
            return call.GoTo(path, Said.BeginAgain);

        var answer = await prove.Run(call.Caller, proof, ct);
        if (answer.Given is not { } proven)
            return answer.Refused!.Why is Refusal.Proof
                ? call.GoTo($"{path}?way={way.Key}", Prompt.ProofSaid.Of(answer.Refused))
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

    private static Change PasskeyOf(PageCall call) => new(
        PagePaths.ProvePasskey, call.Texts.Prompt.ProvePasskeyTitle, call.Texts.Prompt.ProvePasskeyLead, call.Texts.Prompt.UsePasskey)
    {
        IsProofAlone = true,
        Here = "",
        Only = ProofKind.Passkey,
        Below = new(typeof(AnotherPasskey), ""),
    };
}
