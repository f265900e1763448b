namespace Countersign.Cli.Flows;

/// <summary>What an account with 2FA does in a session only: an API key alone is refused, whatever code comes with it.</summary>
internal static class SessionNeeded
{
    /// <summary>
    /// Says so before anything is asked or sent in vain. What is given whole goes to the server, which counts nothing of it.
    /// </summary>
    public static async Task Check(Invocation call, Proof proof, CancellationToken ct)
    {
        if (proof is { Code: not null } or { BackupCode: not null }) return;
        if ((await call.Client.ShowStatus(ct)).TfaEnabled && call.Client.SessionKey is null)
            throw new Stop(
                ExitCode.Failed, "You are not signed in, and with 2FA on an API key alone is not enough for this. Nothing was sent.",
                call.Command("tfa login"));
    }
}
