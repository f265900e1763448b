using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What a database that comes from a backup must forget: everything that may have been spent after the backup was made.</summary>
public static class RestoreStore
{
    /// <summary>Refuses every authenticator code up to and with a step.</summary>
    public static Task<int> CloseStepsUpTo(Tx tx, long step) => tx.Execute($"""
        UPDATE methods SET last_step = {step}, version = version + 1 WHERE kind = {MethodKind.Totp} AND last_step < {step}
        """);

    /// <summary>Ends every session; answers how many.</summary>
    public static Task<int> EndSessions(Tx tx) =>
        tx.Execute($"UPDATE sessions SET ended_at = {tx.Now} WHERE ended_at IS NULL");

    /// <summary>
    /// Voids every challenge, set-up, leave to add a method and code of a program, of every account, and what was asked about addresses.
    /// </summary>
    public static async Task VoidPending(Tx tx)
    {
        await tx.Execute($"UPDATE accounts SET credential_version = credential_version + 1");
        await tx.Execute($"UPDATE challenges SET ended_at = {tx.Now}, sealed_code = NULL, version = version + 1 WHERE ended_at IS NULL");
        await tx.Execute($"UPDATE totp_setups SET ended_at = {tx.Now} WHERE ended_at IS NULL");
        await tx.Execute($"UPDATE add_grants SET ended_at = {tx.Now} WHERE ended_at IS NULL");
        await tx.Execute($"DELETE FROM pending_methods");
        await tx.Execute($"DELETE FROM program_grants");
        await tx.Execute($"DELETE FROM anonymous_asks");

        // One of them may have been called off after the backup was made.
        await tx.Execute($"DELETE FROM deletions");
        await LimitStore.ForgetAll(tx, Buckets.AskedEmails);
    }

    /// <summary>Marks every unspent recovery code as one that may have been spent before; answers how many.</summary>
    public static Task<int> FlagBackupCodes(Tx tx) =>
        tx.Execute($"UPDATE backup_codes SET is_restored = 1 WHERE used_at IS NULL");
}
