using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>
/// Gives an account's data to its owner, on their proof. That it was taken is written down and told first: a file that is never heard of
/// again must not have left unseen.
/// </summary>
public sealed class ExportAccount(Ground ground, OwnerProofs proofs, ReadExport read, ChangeTeller teller)
{
    public async Task<Answer<AccountExport>> Run(Caller caller, OwnerProof proof, CancellationToken ct)
    {
        if (await ground.Db.Read(sql => Refuse(sql, caller.Account), ct) is { } early) return early;

        var prepared = await proofs.Prepare(caller, proof, ct);
        if (prepared.Given is not { } owner) return prepared.Refused!;

        var proven = await ground.Db.Write<Answer<AuditEntry>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await Refuse(tx, account) is { } refused) return refused;

            var answer = await proofs.Check(tx, account, caller, owner, caller.Entry(AuditEvent.AccountExported));
            if (answer.Given is { } entry) await teller.Tell(tx, account, entry, NoticeKind.AccountExported);
            return answer;
        }, ct);
        return proven.Refused is { } no ? no : await read.Run(caller.Account.Id, ct) ?? throw new OvertakenException();
    }

    /// <summary>The same by an operator, for somebody who has asked in another way; who they are has been seen to there.</summary>
    public async Task<Answer<AccountExport>> Run(AccountId id, AuditEntry entry, CancellationToken ct)
    {
        await ground.Db.Write(async tx =>
        {
            var account = await AccountStore.Find(tx, id) ?? throw new OvertakenException();
            await teller.Tell(tx, account, entry, NoticeKind.AccountExported);
        }, ct);
        return await read.Run(id, ct) ?? throw new OvertakenException();
    }

    private static async Task<Refused?> Refuse(Sql sql, Account account) =>
        await FrozenChanges.Refuse(sql, account) ?? Refused.WhileMailWaits(account, sql.Now);
}
