using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaDelete
{
    // -id is taken by the method to delete, so the proof's own id has no short name here.
    private static readonly ProofOptions Offered = new();
    private static readonly Option<long?> Target = Ids.Option(
        "Which method to remove; if you leave it out, the one that the code comes from", "--id-to-delete", "-id");
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask first" };

    public static Command Verb(string name, string what) => Offered.AddTo(new Command(name, what) { Target, Yes }).Does(Run);

    public static async Task Resume(Desk desk, Pending pending, CancellationToken ct) =>
        Tell(desk, await Proving.Resume(desk, pending, proof => Remove(desk, proof, pending.TargetId, ct)));

    private static async Task Run(Desk desk, CancellationToken ct)
    {
        var proof = Offered.Read(desk);
        var target = desk.Value(Target);
        var what = target is { } id ? $"method {id}" : "this method";
        if (!desk.Value(Yes) && !await desk.Ask.YesNo($"Remove {what} from your account?"))
            throw new Stop(ExitCode.Failed, "Nothing was changed.");

        Tell(desk, await Proving.With(desk, proof, PendingStep.RemoveMethod, target, given => Remove(desk, given, target, ct), ct));
    }

    private static Task<RemoveMethodAnswer> Remove(Desk desk, Proof proof, long? target, CancellationToken ct) => desk.Client.RemoveMethod(
        new RemoveMethodRequest
        {
            TfaMethod = proof.Method,
            TfaMethodId = proof.MethodId,
            Code = proof.Code,
            Secret = proof.Secret,
            BackupCode = proof.BackupCode,
            TargetId = target,
        },
        ct);

    private static void Tell(Desk desk, RemoveMethodAnswer answer) => desk.Screen.Show(answer, done =>
    {
        desk.Screen.Line($"{done.Msg}.", Tone.Good);
        if (done.RemainingMethods is { } left) desk.Screen.Line($"{left} {(left == 1 ? "method is" : "methods are")} left.");
        else desk.Screen.Line(
            $"Your account is now protected by its password alone, and its recovery codes no longer work. Turn 2FA on again:  " +
            $"{desk.Command("tfa add")}", Tone.Warning);
    });
}
