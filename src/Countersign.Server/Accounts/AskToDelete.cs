using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>The account goes.</summary>
/// <param name="DueAt">When.</param>
/// <param name="IsDone">It is gone already: nothing waits on this server.</param>
public sealed record DeletionAsked(DateTimeOffset DueAt, bool IsDone);

/// <summary>
/// The owner wants the account deleted. It goes after a while only: whoever has found a session and one code must not be able to put an end
/// to it before its owner hears of it by mail and text message, and calls it off. The while begins when the mail has left
/// (<see cref="TellOfDeletion"/>). Until then everything works as before.
/// </summary>
public sealed class AskToDelete(Ground ground, OwnerProofs proofs, CarryOutDeletions carryOut, ChangeTeller teller, TellOfDeletion tell)
{
    // Each is told at once, by a link of its own; whoever calls one off and asks again must not fill the mailbox.
    private static readonly Rate Asks = new(3, TimeSpan.FromDays(1));

    /// <param name="name">The account's address or user name, typed by whoever asks.</param>
    public async Task<Answer<DeletionAsked>> Run(Caller caller, string name, OwnerProof proof, CancellationToken ct)
    {
        if (!IsNamed(caller.Account, name)) return Refusal.NameMismatch;
        if (await ground.Db.Read(sql => Refuse(sql, caller.Account), ct) is { } early) return early;

        var prepared = await proofs.Prepare(caller, proof, ct);
        if (prepared.Given is not { } owner) return prepared.Refused!;

        return await ground.Db.Write<Answer<DeletionAsked>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await Refuse(tx, account) is { } refused) return refused;
            var proven = await proofs.Check(tx, account, caller, owner, caller.Entry(AuditEvent.AccountDeleteAsked));
            if (proven.Given is not { } entry) return proven.Refused!;

            return await Begin(tx, account, entry) ? new DeletionAsked(tx.Now + Delay, Delay == TimeSpan.Zero) : Refusal.DeletionAsked;
        }, ct);
    }

    private TimeSpan Delay => ground.Policy.AccountDeleteDelay;

    /// <summary>Whether a text is the address or the user name of the account, however it is spelled.</summary>
    public static bool IsNamed(Account account, string typed) =>
        AccountStore.Canonical(typed) is { Length: > 0 } name
        && (name == account.Email.Canonical || name == AccountStore.Canonical(account.Username));

    // Everything that can be known beforehand, so that a mistake does not cost a code.
    private static async Task<Refused?> Refuse(Sql sql, Account account)
    {
        if (await FrozenChanges.Refuse(sql, account) is { } frozen) return frozen;
        if (Refused.WhileMailWaits(account, sql.Now) is { } waits) return waits;
        if (await DeletionStore.Find(sql, account.Id) is { } asked) return new(Refusal.DeletionAsked, RetryAt: asked.DueAt);

        if (await LimitStore.OpensAt(sql, LimitOf(account)) is { } opens) return new(Refusal.TryLater, RetryAt: opens);

        return await LastAdmin.Is(sql, account) ? new(Refusal.LastAdmin) : null;
    }

    private static Limit LimitOf(Account account) => new(Buckets.Deletion(account.Id), Asks);

    // False: another request has asked meanwhile.
    private async Task<bool> Begin(Tx tx, Account account, AuditEntry entry)
    {
        var deletion = new Deletion(account.Id, tx.Now, tx.Now + Delay, entry.Source.IpAddress, entry.Source.UserAgent);
        if (!await DeletionStore.TryAsk(tx, deletion)) return false;
        OvertakenException.Unless(await LimitStore.TryTake(tx, LimitOf(account)));

        if (Delay == TimeSpan.Zero)
        {
            await teller.Note(tx, entry);
            await carryOut.Run(tx, account, deletion);
            return true;
        }

        await tell.Asked(tx, account, deletion, entry);
        return true;
    }
}
