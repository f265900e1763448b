using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>Removes an account for good, whoever wants it. Its audit log stays.</summary>
public sealed class DeleteAccount(Ground ground, AuditLog audit)
{
    /// <summary>Removes it, in one transaction with the audit row. The last admin is refused.</summary>
    public Task<Answer<Account>> Run(AccountId id, AuditEntry entry, CancellationToken ct) => ground.Db.Write<Answer<Account>>(async tx =>
        await Run(tx, await AccountStore.Find(tx, id) ?? throw new OvertakenException(), entry), ct);

    /// <summary>The same within a change that holds the account.</summary>
    internal async Task<Answer<Account>> Run(Tx tx, Account account, AuditEntry entry)
    {
        if (await LastAdmin.Is(tx, account)) return Refused.ToOperator(OperatorRefusal.LastAdmin, account);

        OvertakenException.Unless(await AccountStore.TryDelete(tx, account.Id));
        await audit.Append(tx, entry);
        return account;
    }
}
