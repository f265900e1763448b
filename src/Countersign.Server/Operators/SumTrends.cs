using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>
/// Sums the audit log up for <see cref="ShowTrends"/>, one hour after the other. It reads beside the writer and keeps it for a
/// moment only; the mark moves in the transaction that writes the sums, so that each row is counted once, whichever node does it.
/// </summary>
public sealed class SumTrends(Ground ground)
{
    // No transaction takes so long, and a node whose clock is so far off takes no code of an app.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    // What the chart looks back to, twice 24 hours and twice 12 weeks, and a little more.
    private static readonly TimeSpan KeepHours = TimeSpan.FromDays(4);
    private static readonly TimeSpan KeepDays = TimeSpan.FromDays(7 * 25);

    /// <summary>Sums up every hour that is over.</summary>
    public async Task Run(DateTimeOffset now, CancellationToken ct)
    {
        while (await SumNext(now, ct)) ct.ThrowIfCancellationRequested();
    }

    // True when there may be more to sum up, by whomever the last step was done. One step never goes beyond a day.
    private async Task<bool> SumNext(DateTimeOffset now, CancellationToken ct)
    {
        var end = Floor(now - Settling, TrendSums.Hour);
        var (seen, start, through, counts) = await ground.Db.Read(sql => Next(sql, end), ct);
        if (seen >= end && through == seen) return false;

        return await ground.Db.Write(async tx =>
        {
            if (!await TrendSums.TryMove(tx, seen, through)) return true;

            if (through < seen) await TrendSums.ForgetFrom(tx, through);
            await Save(tx, start, counts);
            return true;
        }, ct);
    }

    private static async Task<(DateTimeOffset Seen, DateTimeOffset Start, DateTimeOffset Through, IReadOnlyList<TrendCount> Counts)> Next(
        Sql sql, DateTimeOffset end)
    {
        var seen = await TrendSums.Through(sql);
        var isSteady = await SteadyClock.HoldsUntil(sql) is null;
        // Summed up by a clock that was far ahead: once the time can be believed this day is begun anew.
        if (seen >= end) return (seen, end, isSteady && seen > end + TrendSums.Day ? Floor(end, TrendSums.Day) : seen, []);

        var oldest = Floor(sql.Now - KeepDays, TrendSums.Day);
        var from = isSteady && oldest > seen ? oldest : seen;
        if (await TrendStore.First(sql, from) is not { } first || first >= end) return (seen, end, end, []);

        var start = Floor(first, TrendSums.Hour);
        var dayEnds = Floor(first, TrendSums.Day) + TrendSums.Day;
        var through = dayEnds < end ? dayEnds : end;
        return (seen, start, through, await TrendStore.CountLog(sql, start, from, through, TrendSums.Hour));
    }

    private static async Task Save(Tx tx, DateTimeOffset start, IReadOnlyList<TrendCount> counts)
    {
        var isSteady = await SteadyClock.HoldsUntil(tx) is null;
        foreach (var count in counts)
            if (start + (count.Slot * TrendSums.Hour) is var hour && (hour > tx.Now - KeepHours || !isSteady))
                await TrendSums.Add(tx, TrendSums.Hour, hour, count);

        foreach (var same in counts.GroupBy(count => count with { Slot = 0, Times = 0 }))
            await TrendSums.Add(tx, TrendSums.Day, Floor(start, TrendSums.Day), same.Key with { Times = same.Sum(count => count.Times) });

        if (!isSteady) return;

        await TrendSums.Forget(tx, TrendSums.Hour, tx.Now - KeepHours);
        await TrendSums.Forget(tx, TrendSums.Day, Floor(tx.Now - KeepDays, TrendSums.Day));
    }

    private static DateTimeOffset Floor(DateTimeOffset instant, TimeSpan length) =>
        new(instant.UtcTicks - (instant.UtcTicks % length.Ticks), TimeSpan.Zero);
}
