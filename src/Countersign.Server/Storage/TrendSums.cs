namespace Countersign.Server.Storage;

/// <summary>The table of what the audit log comes to, by the hour and by the day.</summary>
public static class TrendSums
{
    /// <summary>The length of the short sums.</summary>
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The length of the long sums, which begin at midnight UTC.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Before this instant the sums stand for the log.</summary>
    public static async Task<DateTimeOffset> Through(Sql sql) =>
        Stored.Instant(await sql.Number($"SELECT summed_through FROM trend_mark WHERE id = 1"));

    /// <summary>The sums of a time, in slots of one length.</summary>
    internal static async Task<IReadOnlyList<TrendCount>> Read(Sql sql, DateTimeOffset start, DateTimeOffset end, TimeSpan slot)
    {
        var rows = await sql.Query<TrendStore.Row>($"""
            SELECT (starts_at - {start}) / {(long)slot.TotalSeconds} AS slot, event, outcome, factor, by_password, CAST(sum(times) AS BIGINT) AS times
            FROM trend_sums
            WHERE seconds = {Seconds(slot < Day ? Hour : Day)} AND starts_at >= {start} AND starts_at < {end}
            GROUP BY 1, 2, 3, 4, 5
            """);
        return [.. rows.Select(row => row.ToCount())];
    }

    /// <summary>Moves the mark; false when somebody else has moved it, who then has written the sums.</summary>
    public static async Task<bool> TryMove(Tx tx, DateTimeOffset seen, DateTimeOffset through) => 1 == await tx.Execute($"""
        UPDATE trend_mark SET summed_through = {through} WHERE id = 1 AND summed_through = {seen}
        """);

    /// <summary>Adds to a sum.</summary>
    public static Task Add(Tx tx, TimeSpan length, DateTimeOffset start, TrendCount count) => tx.Execute($"""
        INSERT INTO trend_sums (seconds, starts_at, event, outcome, factor, by_password, times)
        VALUES ({Seconds(length)}, {start}, {count.Event}, {count.Outcome}, {FactorOf(count)}, {count.ByPassword}, {count.Times})
        ON CONFLICT (seconds, starts_at, event, outcome, factor, by_password) DO UPDATE SET times = trend_sums.times + excluded.times
        """);

    /// <summary>Deletes sums of this length that no chart looks back to.</summary>
    public static Task Forget(Tx tx, TimeSpan length, DateTimeOffset before) =>
        tx.Execute($"DELETE FROM trend_sums WHERE seconds = {Seconds(length)} AND starts_at < {before}");

    /// <summary>Deletes the sums of what begins then or later, to be made anew.</summary>
    public static Task ForgetFrom(Tx tx, DateTimeOffset start) => tx.Execute($"DELETE FROM trend_sums WHERE starts_at >= {start}");

    private static long Seconds(TimeSpan length) => (long)length.TotalSeconds;

    // Not null, so that the same thing is the same row.
    private static string FactorOf(TrendCount count) => count.Factor is { } factor ? Words.Of(factor) : "";
}
