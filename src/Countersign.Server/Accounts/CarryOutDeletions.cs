using System.Collections.Concurrent;
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
public sealed partial class CarryOutDeletions(
    Ground ground, DeleteAccount delete, ChangeTeller teller, Notices notices, TellOfDeletion tell, ILogger<CarryOutDeletions> log)
{
    private const int StepSize = 100;
    private const string Route = "deletion that the owner asked for";

    private static readonly TimeSpan BetweenTries = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<AccountId, DateTimeOffset> broken = [];

    /// <summary>
    /// Carries out what is due, each in a transaction of its own: one that breaks holds up no other. It is told in the log the first time,
    /// and tried again every hour.
    /// </summary>
    public async Task Run(CancellationToken ct)
    {
        await ground.Db.Write(tx => DeletionStore.BringBack(tx, ground.Policy.AccountDeleteDelay), ct);
        for (var last = new AccountId(0); ;)
        {
            var step = await ground.Db.Read(sql => DeletionStore.List(sql, last, StepSize), ct);
            foreach (var id in step.Where(id => !broken.TryGetValue(id, out var again) || again <= ground.Now())) await Try(id, ct);
            if (step.Count < StepSize) return;

            last = step[^1];
        }
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

    private async Task Try(AccountId id, CancellationToken ct)
    {
        try
        {
            await ground.Db.Write(id, tx => CarryOut(tx, id), ct);
            broken.TryRemove(id, out _);
        }
#pragma warning disable CA1031 // Whatever it is about this account, it must not hold up the others.
        catch (Exception failure) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // A database that does not answer is no matter of this account, and is told elsewhere.
            await ground.Db.Read(sql => DeletionStore.Find(sql, id), ct);
            var again = ground.Now() + BetweenTries;
            if (broken.TryAdd(id, again)) Log.Broke(log, id.Value, failure);
            else broken[id] = again;
        }
    }

    // The row that goes is what decides: of the call to stop and this one, whoever takes it has been in time.
    private async Task CarryOut(Tx tx, AccountId id)
    {
        if (await AccountStore.Find(tx, id) is not { IsDisabled: false } account) return;
        if (await DeletionStore.Find(tx, id) is not { } deletion) return;

        var isSteady = await SteadyClock.HoldsUntil(tx) is null;
        var isTold = await tell.See(tx, account, deletion, ground.Policy.AccountDeleteDelay, isSteady);
        if (!isTold || !isSteady || await IsEarly(tx, account) || !await DeletionStore.TryTake(tx, id)) return;

        await Run(tx, account, deletion);
    }

    // The clock may have been behind when the time to call it off began, or no server have run: that is time that nobody had. They are
    // told the new date, by a link that works until then.
    private async Task<bool> IsEarly(Tx tx, Account account)
    {
        if (await DeletionStore.Find(tx, account.Id) is not { } deletion || deletion.DueAt > tx.Now) return false;

        var since = deletion.ToldAt ?? deletion.AskedAt;
        var due = since + ground.Policy.AccountDeleteDelay;
        var end = await SteadyClock.EndOf(tx, since, deletion.Lived, due);
        if (end == due || end <= tx.Now) return false;

        await tell.Anew(tx, account, deletion, end);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Error, "The deletion of account {Account} broke; it is tried again every hour", EventName = "deletion_broke")]
        public static partial void Broke(ILogger log, long account, Exception failure);
    }
}
