using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;
using Countersign.Client;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaLogIn
{
    private static readonly ProofOptions Offered = new("-id");

    public static Command Verb(string name, string what) => Offered.AddTo(new Command(name, what)).Does(Run);

    public static async Task Resume(Desk desk, Pending pending, CancellationToken ct) =>
        Finish(desk, await Proving.Resume(desk, pending, proof => LogIn(desk, proof, ct)));

    private static async Task Run(Desk desk, CancellationToken ct) =>
        Finish(desk, await Proving.With(desk, Offered.Read(desk), PendingStep.LogIn, targetId: null, proof => LogIn(desk, proof, ct), ct));

    private static async Task<(LogInAnswer Answer, bool SpentBackupCode)> LogIn(Desk desk, Proof proof, CancellationToken ct)
    {
        var answer = await desk.Client.LogIn(
            new LogInRequest
            {
                TfaMethod = proof.Method,
                TfaMethodId = proof.MethodId,
                Code = proof.Code,
                Secret = proof.Secret,
                BackupCode = proof.BackupCode,
            },
            ct);
        return (answer, proof.BackupCode is not null);
    }

    private static void Finish(Desk desk, (LogInAnswer Answer, bool SpentBackupCode) login)
    {
        if (login.Answer.SessionKey is { } key) desk.Keys.WriteSessionKey(new AccessKey(key), desk.Url, desk.ApiKey);
        desk.Screen.Show(login.Answer, answer => Tell(desk.Screen, answer));

        // The server leaves the number out when the last code was spent.
        if (login.SpentBackupCode) TfaStatus.WarnOfFewCodes(desk, login.Answer.BackupCodesRemaining ?? 0);
        if (login.Answer.LegacyTfaUser is true)
            desk.Screen.Note($"Bring your account up to date:  {desk.Command("tfa regen-codes")}", Tone.Warning);
    }

    private static void Tell(Screen screen, LogInAnswer answer)
    {
        screen.Line($"You are signed in as {answer.Email} for 24 hours.", Tone.Good);
        if (answer.BackupCodesRemaining is { } left) screen.Line($"Recovery codes left: {left}");
    }
}
