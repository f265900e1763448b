using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>
/// Gives an account's data to its owner, on their proof, a few times a day. It is written down and told with the reading, in one step: a
/// file that is never heard of again must not have left unseen, nor hold what the proof was not for.
/// </summary>
public sealed class ExportAccount(Ground ground, OwnerProofs proofs, ReadExport read, ChangeTeller teller)
{
    private static readonly Rate OfOne = new(5, TimeSpan.FromDays(1));

    public async Task<Answer<AccountExport>> Run(Caller caller, OwnerProof proof, CancellationToken ct)
    {
        if (await ground.Db.Read(sql => Refuse(sql, caller.Account), ct) is { } early) return early;

        var prepared = await proofs.Prepare(caller, proof, ct);
        if (prepared.Given is not { } owner) return prepared.Refused!;

        return await ground.Db.Write<Answer<AccountExport>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await Refuse(tx, account) is { } refused) return refused;

            var proven = await proofs.Check(tx, account, caller, owner, caller.Entry(AuditEvent.AccountExported));
            if (proven.Given is not { } entry) return proven.Refused!;

            OvertakenException.Unless(await LimitStore.TryTake(tx, LimitOf(account)));
            return await Give(tx, account, entry);
        }, ct);
    }

    /// <summary>The same by an operator, for somebody who has asked in another way; who they are has been seen to there.</summary>
    public Task<Answer<AccountExport>> Run(AccountId id, AuditEntry entry, CancellationToken ct) =>
        ground.Db.Write<Answer<AccountExport>>(id, async tx =>
            await AccountStore.Find(tx, id) is { } account ? await Give(tx, account, entry) : Refusal.NotFound, ct);

    private async Task<AccountExport> Give(Tx tx, Account account, AuditEntry entry)
    {
        await teller.Tell(tx, account, entry, NoticeKind.AccountExported);
        return await read.Run(tx, account);
    }

    private static async Task<Refused?> Refuse(Sql sql, Account account)
    {
        if (await FrozenChanges.Refuse(sql, account) is { } frozen) return frozen;
        if (Refused.WhileMailWaits(account, sql.Now) is { } waits) return waits;

        return await LimitStore.OpensAt(sql, LimitOf(account)) is { } opens ? new(Refusal.TryLater, RetryAt: opens) : null;
    }

    private static Limit LimitOf(Account account) => new(Buckets.Export(account.Id), OfOne);
}
