using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaRegenCodes
{
    private static readonly ProofOptions Offered = new("-id");
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask first" };

    public static Command Verb(string name, string what) => Offered.AddTo(new Command(name, what) { Yes }).Does(Run);

    public static async Task Resume(Invocation call, Pending pending, CancellationToken ct) =>
        await PutAway(call, await Proving.Resume(call, pending, proof => Regenerate(call, proof, ct)));

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var proof = Offered.Read(call);
        await SessionNeeded.Check(call, proof, ct);
        if (!call.Value(Yes) && !await call.Ask.YesNo("Make new recovery codes? All the old ones will stop working.", "--yes"))
            throw new Stop(ExitCode.Failed, "Nothing was changed.");

        await PutAway(
            call, await Proving.With(call, proof, PendingStep.RegenerateCodes, targetId: null, given => Regenerate(call, given, ct), ct));
    }

    private static Task<RegenerateCodesAnswer> Regenerate(Invocation call, Proof proof, CancellationToken ct) =>
        call.Client.RegenerateCodes(proof.In(new RegenerateCodesRequest()), ct);

    private static async Task PutAway(Invocation call, RegenerateCodesAnswer answer)
    {
        Unshown.Tells(
            () => call.Screen.Show(answer, _ => call.Screen.Note("The old recovery codes no longer work.")), CodesOffer.Unseen,
            call.Command("tfa regen-codes"));
        if (!call.Screen.Raw) await CodesOffer.PutAway(call, answer.BackupCodes);
    }
}
