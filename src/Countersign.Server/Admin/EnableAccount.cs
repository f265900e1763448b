using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>Opens an account that was disabled; its password and factors are as they were.</summary>
public static class EnableAccount
{
    /// <summary>Opens it, in one transaction with the audit row.</summary>
    public static Task<Reply<Account>> Run(Installation at, OperatorShell shell, AccountId id, string reason, CancellationToken ct) =>
        at.Db.Write<Reply<Account>>(async tx =>
        {
            var account = await AccountStore.Find(tx, id) ?? throw new OvertakenException();
            if (!account.IsDisabled) return new No($"{Who.NameOf(account)} is not disabled.");

            await AccountStore.SetDisabled(tx, id, null);
            await at.Audit.Append(tx, OperatorSource.Entry(shell, AuditEvent.AdminEnabled, "account enable", id, reason), shell.Now());
            return account;
        }, ct);
}
