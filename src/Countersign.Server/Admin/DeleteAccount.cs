using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Operators;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>Removes an account for good. Its audit log stays.</summary>
public static class DeleteAccount
{
    /// <summary>Removes it, in one transaction with the audit row. The last admin is refused.</summary>
    public static Task<Answer<Account>> Run(Installation at, OperatorShell shell, AccountId id, CancellationToken ct) =>
        at.Db.Write<Answer<Account>>(async tx =>
        {
            var account = await AccountStore.Find(tx, id) ?? throw new OvertakenException();
            if (await LastAdmin.Is(tx, account)) return Refused.Because(Who.Of(Refused.ToOperator(OperatorRefusal.LastAdmin, account)));

            OvertakenException.Unless(await AccountStore.TryDelete(tx, id));
            await at.Audit.Append(tx, OperatorSource.Entry(shell, AuditEvent.UserDeleted, "account delete", id));
            return account;
        }, ct);
}
