using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>
/// Tells everybody who was told that a second factor will be required, by mail and once, that it will not. Whoever is told is
/// taken off the list in the transaction that writes the mail. Nobody is told while another order stands: that has its own news.
/// </summary>
public sealed class TellOfCallOff(Ground ground, Notices notices)
{
    /// <summary>Tells as many as the outbox has room for.</summary>
    public async Task Run(DateTimeOffset now, CancellationToken ct)
    {
        while (await TellSome(now, ct)) ct.ThrowIfCancellationRequested();
    }

    // True when there may be more to tell.
    private async Task<bool> TellSome(DateTimeOffset now, CancellationToken ct)
    {
        var people = await ground.Db.Read(Next, ct);
        if (people.Count == 0) return false;

        return await ground.Db.Write(async tx =>
        {
            if (await Holds(tx)) return false;

            foreach (var id in people)
                if (await RequirementNewsStore.TryTake(tx, id) && await AccountStore.Find(tx, id) is { IsDisabled: false } account)
                    await notices.Announce(tx, account, NoticeKind.SecondFactorNotRequired, null);

            return people.Count == TellOfRequirement.Batch;
        }, ct);
    }

    private async Task<IReadOnlyList<AccountId>> Next(Sql sql) =>
        await Holds(sql) || await MessageRecordStore.CountWaiting(sql) >= TellOfRequirement.MostWaiting
            ? []
            : await RequirementNewsStore.First(sql, TellOfRequirement.Batch);

    private async Task<bool> Holds(Sql sql) => ground.Policy.RequiresSecondFactor || await RequirementStore.Find(sql) is not null;
}
