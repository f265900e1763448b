using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>
/// Tells everybody without a second factor, by mail and once, that it will be required. It goes on where it stopped, over
/// restarts and whichever node does it: the mark moves in the transaction that writes the mails.
/// </summary>
public sealed class TellOfRequirement(Ground ground, Notices notices)
{
    /// <summary>How many are told in one transaction: so many keep the writer for some milliseconds only.</summary>
    internal const int Batch = 50;

    /// <summary>Whoever signs in by a mailed code never stands behind more news than this.</summary>
    internal const int MostWaiting = 500;

    /// <summary>Tells as many as the outbox has room for.</summary>
    public async Task Run(DateTimeOffset now, CancellationToken ct)
    {
        while (await TellSome(now, ct)) ct.ThrowIfCancellationRequested();
    }

    // True when there may be more to tell.
    private async Task<bool> TellSome(DateTimeOffset now, CancellationToken ct)
    {
        var (order, people) = await ground.Db.Read(Next, ct);
        if (order is null) return false;

        return await ground.Db.Write(async tx =>
        {
            var through = people.Count < Batch ? order.LastAccount : people[^1].Value;
            var lacking = await Lacking(tx, people);
            if (!await RequirementStore.TryTell(tx, order, through, lacking.Count)) return false;

            foreach (var account in lacking)
            {
                await notices.Announce(tx, account, NoticeKind.SecondFactorRequired, order.BeginsAt);
                await RequirementNewsStore.Note(tx, account.Id);
            }

            return through < order.LastAccount;
        }, ct);
    }

    private static async Task<(RequirementOrder? Order, IReadOnlyList<AccountId> People)> Next(Sql sql)
    {
        if (await RequirementStore.Find(sql) is not { IsTold: false } order) return (null, []);
        if (await MessageRecordStore.CountWaiting(sql) >= MostWaiting) return (null, []);

        return (order, await NewcomerStore.ListReachable(sql, order.ToldThrough, order.LastAccount, Batch));
    }

    // Looked at again: somebody may have turned it on since.
    private static async Task<IReadOnlyList<Account>> Lacking(Sql sql, IReadOnlyList<AccountId> people)
    {
        var lacking = new List<Account>();
        foreach (var id in people)
        {
            var account = await AccountStore.Find(sql, id);
            if (account is { IsDisabled: false } && !account.NeedsSecondFactor(await MethodStore.CountOf(sql, id))) lacking.Add(account);
        }

        return lacking;
    }
}
