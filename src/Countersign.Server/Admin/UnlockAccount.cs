using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>Takes every lock, failure count and wait off an account. Its factors stay as they are.</summary>
public static class UnlockAccount
{
    /// <summary>Unlocks, in one transaction with the audit row.</summary>
    public static Task Run(Installation at, OperatorShell shell, Account account, CancellationToken ct) => at.Db.Write(async tx =>
    {
        await MethodStore.ClearLocks(tx, account.Id);
        await GuardStore.ClearAll(tx, account.Id);
        await new PasswordThrottle(at.Settings.PasswordLimits).Forgive(tx, account);
        await at.Audit.Append(tx, OperatorSource.Entry(shell, AuditEvent.AdminUnlocked, "account unlock", account.Id), shell.Now());
    }, ct);
}
