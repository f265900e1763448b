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

    public static async Task Resume(Desk desk, Pending pending, CancellationToken ct) =>
        await PutAway(desk, await Proving.Resume(desk, pending, proof => Regenerate(desk, proof, ct)));

    private static async Task Run(Desk desk, CancellationToken ct)
    {
        var proof = Offered.Read(desk);
        if (!desk.Value(Yes) && !await desk.Ask.YesNo("Make new recovery codes? All the old ones will stop working."))
            throw new Stop(ExitCode.Failed, "Nothing was changed.");

        await PutAway(
            desk, await Proving.With(desk, proof, PendingStep.RegenerateCodes, targetId: null, given => Regenerate(desk, given, ct), ct));
    }

    private static Task<RegenerateCodesAnswer> Regenerate(Desk desk, Proof proof, CancellationToken ct) => desk.Client.RegenerateCodes(
        new RegenerateCodesRequest
        {
            TfaMethod = proof.Method,
            TfaMethodId = proof.MethodId,
            Code = proof.Code,
            Secret = proof.Secret,
            BackupCode = proof.BackupCode,
        },
        ct);

    private static async Task PutAway(Desk desk, RegenerateCodesAnswer answer)
    {
        desk.Screen.Show(answer, _ => desk.Screen.Note("The old recovery codes no longer work."));
        if (!desk.Screen.Raw) await CodesOffer.PutAway(desk, answer.BackupCodes);
    }
}
