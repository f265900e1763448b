using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>Removes an account for good. Its audit log stays.</summary>
public static class DeleteAccount
{
    /// <summary>Removes it, in one transaction with the audit row. The last admin is refused.</summary>
    public static Task<Reply<Account>> Run(Installation at, OperatorShell shell, AccountId id, CancellationToken ct) =>
        at.Db.Write<Reply<Account>>(async tx =>
        {
            var account = await AccountStore.Find(tx, id) ?? throw new OvertakenException();
            if (await Who.IsLastAdmin(tx, account)) return new No($"{Who.NameOf(account)} is the last admin. Make another one first: `account add --admin`.");

            OvertakenException.Unless(await AccountStore.TryDelete(tx, id));
            await at.Audit.Append(tx, OperatorSource.Entry(shell, AuditEvent.UserDeleted, "account delete", id), shell.Now());
            return account;
        }, ct);
}
