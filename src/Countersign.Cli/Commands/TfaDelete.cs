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

    public static async Task Resume(Invocation call, Pending pending, CancellationToken ct) =>
        Tell(call, await Proving.Resume(call, pending, proof => Remove(call, proof, pending.TargetId, ct)));

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var proof = Offered.Read(call);
        if (call.Value(Target) is null && (proof.BackupCode is not null || proof.Method == TfaMethodWords.Email))
            throw Proving.WhichToRemove(call);
        await SessionNeeded.Check(call, proof, ct);
        var target = call.Value(Target);
        var what = target is { } id ? $"method {id}" : "this method";
        if (!call.Value(Yes) && !await call.Ask.YesNo($"Remove {what} from your account?", "--yes"))
            throw new Stop(ExitCode.Failed, "Nothing was changed.");

        Tell(call, await Proving.With(call, proof, PendingStep.RemoveMethod, target, given => Remove(call, given, target, ct), ct));
    }

    private static Task<RemoveMethodAnswer> Remove(Invocation call, Proof proof, long? target, CancellationToken ct) =>
        call.Client.RemoveMethod(proof.In(new RemoveMethodRequest { TargetId = target }), ct);

    private static void Tell(Invocation call, RemoveMethodAnswer answer) => call.Screen.Show(answer, done =>
    {
        call.Screen.Line($"{done.Msg}.", Tone.Good);
        if (done.RemainingMethods is { } left) call.Screen.Line($"{left} {(left == 1 ? "method is" : "methods are")} left.");
        else call.Screen.Line(
            $"Your account is now protected by its password alone, and its recovery codes no longer work. Turn 2FA on again:  " +
            $"{call.Command("tfa add")}", Tone.Warning);
    });
}
