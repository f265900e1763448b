using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>
/// Deletes the accounts whose owners have asked for it and have not called it off in time. The last mail tells when it was done and who
/// asked for it. What must stay after all is called off, and its owner is told: nobody waits for it in vain.
/// </summary>
public sealed class CarryOutDeletions(Ground ground, DeleteAccount delete, ChangeTeller teller, Notices notices)
{
    private const int StepSize = 100;
    private const string Route = "deletion that the owner asked for";

    /// <summary>Carries out what is due, each in a transaction of its own.</summary>
    public async Task Run(CancellationToken ct)
    {
        foreach (var id in await ground.Db.Read(sql => DeletionStore.ListDue(sql, StepSize), ct))
            await ground.Db.Write(id, tx => CarryOut(tx, id), ct);
    }

    /// <summary>Deletes one account, within a change that holds it.</summary>
    internal async Task Run(Tx tx, Account account, Deletion deletion)
    {
        var by = new Source(deletion.IpAddress, deletion.IpAddress, deletion.UserAgent, Route);
        var entry = new AuditEntry(AuditEvent.UserDeleted, by, account.Id);
        var isFrozen = await FrozenChanges.Refuse(tx, account) is not null;
        if (!isFrozen && (await delete.Run(tx, account, entry)).Given is not null) await notices.Farewell(tx, account, by);
        else await teller.Tell(tx, account, entry with { Event = AuditEvent.AccountDeleteCalledOff }, NoticeKind.AccountDeleteCalledOff);
    }

    // The row that goes is what decides: of the call to stop and this one, whoever takes it has been in time.
    private async Task CarryOut(Tx tx, AccountId id)
    {
        if (await AccountStore.Find(tx, id) is not { IsDisabled: false } account) return;
        if (await SteadyClock.HoldsUntil(tx) is not null) return;
        if (await DeletionStore.Find(tx, id) is not { } deletion || !await DeletionStore.TryTake(tx, id)) return;

        await Run(tx, account, deletion);
    }
}
