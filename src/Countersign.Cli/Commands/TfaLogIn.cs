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

    public static async Task Resume(Invocation call, Pending pending, CancellationToken ct)
    {
        call.Keys.TrySessionKey();
        Finish(call, await Proving.Resume(call, pending, proof => LogIn(call, proof, ct)));
    }

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var given = Offered.Read(call);
        call.Keys.TrySessionKey();
        Finish(call, await Proving.With(call, given, PendingStep.LogIn, targetId: null, proof => LogIn(call, proof, ct), ct));
    }

    private static async Task<(LogInAnswer Answer, bool SpentBackupCode)> LogIn(Invocation call, Proof proof, CancellationToken ct)
    {
        var answer = await call.Client.LogIn(proof.In(new LogInRequest()), ct);
        return (answer, proof.BackupCode is not null);
    }

    private static void Finish(Invocation call, (LogInAnswer Answer, bool SpentBackupCode) login)
    {
        if (login.Answer.SessionKey is { } key)
        {
            WorkTree.Warn(call.Screen, call.Keys.SessionKeyPath);
            call.Keys.WriteSessionKey(new AccessKey(key), call.Url, call.ApiKey);
        }

        Tell(call, login.Answer, login.SpentBackupCode);
    }

    /// <summary>Whose session it is, and what to look after.</summary>
    public static void Tell(Invocation call, LogInAnswer login, bool spentBackupCode)
    {
        call.Screen.Show(login, answer => Tell(call.Screen, answer));

        // The server leaves the number out when the last code was spent.
        if (spentBackupCode) TfaStatus.WarnOfFewCodes(call, login.BackupCodesRemaining ?? 0);
        TfaStatus.WarnOfMail(call, login.MailBouncedAt);
        if (login.LegacyTfaUser is true)
            call.Screen.Note($"Bring your account up to date:  {call.Command("tfa regen-codes")}", Tone.Warning);
    }

    /// <param name="until">When the session ends, where the server says so.</param>
    public static void TellWho(Screen screen, string email, DateTimeOffset? until) => screen.Line(
        until is null ? $"You are signed in as {email}." : $"You are signed in as {email} until {Shown.Time(until)}.", Tone.Good);

    private static void Tell(Screen screen, LogInAnswer answer)
    {
        TellWho(screen, answer.Email, answer.SessionExpiresAt);
        if (answer.BackupCodesRemaining is { } left) screen.Line($"Recovery codes left: {left}");
    }
}
