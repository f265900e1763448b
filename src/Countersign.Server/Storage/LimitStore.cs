using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>How often the thing a bucket names may happen; its window opens with the first time.</summary>
public sealed record Limit(string Bucket, Rate Rate);

/// <summary>How often the thing a bucket names has happened in its open window.</summary>
public sealed record BucketCount(string Bucket, long Hits);

/// <summary>A place that was taken, and when its window ends.</summary>
public sealed record TakenPlace(string Bucket, DateTimeOffset WindowEnds);

/// <summary>What a bucket has counted in a window that is open.</summary>
public sealed record OpenWindow(string Bucket, long Hits, DateTimeOffset EndsAt)
{
    /// <summary>Whether it counts for this rate: not if it was opened while the clock was ahead.</summary>
    public bool Counts(Rate rate, DateTimeOffset now) => Believed.IsAhead(EndsAt, now, rate.Window);
}

/// <summary>The table of rate limits. Taking a place is one conditional write, so no crowd ever gets more than there is.</summary>
public static class LimitStore
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Takes one place; false when the window is full.</summary>
    public static async Task<bool> TryTake(Tx tx, Limit limit) => 1 == await tx.Execute($"""
        INSERT INTO limits (bucket, hits, window_ends) VALUES ({limit.Bucket}, 1, {tx.Now + limit.Rate.Window})
        ON CONFLICT (bucket) DO UPDATE
        SET hits = CASE WHEN limits.window_ends BETWEEN {tx.Now + Tick} AND {Latest(tx, limit)} THEN limits.hits + 1 ELSE 1 END,
            window_ends = CASE WHEN limits.window_ends BETWEEN {tx.Now + Tick} AND {Latest(tx, limit)}
                THEN limits.window_ends ELSE {tx.Now + limit.Rate.Window} END
        WHERE limits.window_ends NOT BETWEEN {tx.Now + Tick} AND {Latest(tx, limit)} OR limits.hits < {limit.Rate.Count}
        """);

    /// <summary>
    /// Notes that it has happened just now: its window lasts from the latest time, and not from the first. One that was begun so lately
    /// that a hundredth of it has not gone by stays as it is, so that what happens often is not written each time.
    /// </summary>
    public static Task Renew(Tx tx, Limit limit) => tx.Later($"""
        INSERT INTO limits (bucket, hits, window_ends) VALUES ({limit.Bucket}, 1, {tx.Now + limit.Rate.Window})
        ON CONFLICT (bucket) DO UPDATE SET hits = 1, window_ends = {tx.Now + limit.Rate.Window}
        WHERE limits.window_ends NOT BETWEEN {tx.Now + (limit.Rate.Window * 0.99)} AND {Latest(tx, limit)} OR limits.hits = 0
        """);

    /// <summary>Gives one place back in the window that is open.</summary>
    public static Task GiveBack(Tx tx, Limit limit) => tx.Execute($"""
        UPDATE limits SET hits = hits - 1
        WHERE bucket = {limit.Bucket} AND window_ends BETWEEN {tx.Now + Tick} AND {Latest(tx, limit)} AND hits > 0
        """);

    /// <summary>Gives a place back that was taken in this very window; later ones owe nothing.</summary>
    public static Task GiveBack(Tx tx, TakenPlace place) => tx.Execute($"""
        UPDATE limits SET hits = hits - 1 WHERE bucket = {place.Bucket} AND window_ends = {place.WindowEnds} AND hits > 0
        """);

    /// <summary>When a full window opens again; null when there is room.</summary>
    public static async Task<DateTimeOffset?> OpensAt(Sql sql, Limit limit)
    {
        var ends = await sql.Number($"""
            SELECT coalesce(max(window_ends), 0) FROM limits
            WHERE bucket = {limit.Bucket} AND window_ends BETWEEN {sql.Now + Tick} AND {Latest(sql, limit)} AND hits >= {limit.Rate.Count}
            """);
        return ends == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(ends);
    }

    /// <summary>When the window that is open ends; null when none is.</summary>
    public static async Task<DateTimeOffset?> EndsAt(Sql sql, Limit limit)
    {
        var ends = await sql.Number($"""
            SELECT coalesce(max(window_ends), 0) FROM limits
            WHERE bucket = {limit.Bucket} AND window_ends BETWEEN {sql.Now + Tick} AND {Latest(sql, limit)}
            """);
        return ends == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(ends);
    }

    /// <summary>How often it happened in the window that is open.</summary>
    public static Task<long> Hits(Sql sql, Limit limit) => sql.Number($"""
        SELECT coalesce(max(hits), 0) FROM limits
        WHERE bucket = {limit.Bucket} AND window_ends BETWEEN {sql.Now + Tick} AND {Latest(sql, limit)}
        """);

    /// <summary>The open windows of all buckets whose names begin so.</summary>
    public static Task<IReadOnlyList<BucketCount>> List(Sql sql, string beginning) =>
        sql.Query<BucketCount>(
            $"SELECT bucket, hits FROM limits WHERE bucket >= {beginning} AND bucket < {beginning + "~"} AND window_ends > {sql.Now} ORDER " +
            $"BY bucket");

    /// <summary>The open windows of all buckets whose names begin in one of these ways, the most used first.</summary>
    public static async Task<IReadOnlyList<OpenWindow>> ListMost(Sql sql, IReadOnlyList<string> beginnings, int most)
    {
        var any = new SqlPart(Begins(beginnings[0]));
        foreach (var other in beginnings.Skip(1)) any = new($"{any} OR {new SqlPart(Begins(other))}");
        var rows = await sql.Query<WindowRow>($"""
            SELECT bucket, hits, window_ends FROM limits WHERE ({any}) AND window_ends > {sql.Now} ORDER BY hits DESC, bucket LIMIT {most}
            """);
        return [.. rows.Select(row => row.ToWindow())];
    }

    /// <summary>The open window of one bucket; null when none is.</summary>
    public static async Task<OpenWindow?> Find(Sql sql, string bucket) => (await sql.FindOne<WindowRow>(
        $"SELECT bucket, hits, window_ends FROM limits WHERE bucket = {bucket} AND window_ends > {sql.Now}"))?.ToWindow();

    /// <summary>Forgets what a bucket counted.</summary>
    public static Task Forget(Tx tx, string bucket) => tx.Execute($"DELETE FROM limits WHERE bucket = {bucket}");

    /// <summary>Forgets what all buckets counted whose names begin so.</summary>
    public static Task ForgetAll(Tx tx, string beginning) =>
        tx.Execute($"DELETE FROM limits WHERE bucket >= {beginning} AND bucket < {beginning + "~"}");

    /// <summary>Deletes windows that are over.</summary>
    public static Task Sweep(Tx tx) => tx.Execute($"DELETE FROM limits WHERE window_ends <= {tx.Now}");

    private static Statement Begins(string beginning) => $"bucket >= {beginning} AND bucket < {beginning + "~"}";

    private static DateTimeOffset Latest(Sql sql, Limit limit) => sql.Now + limit.Rate.Window + Believed.Drift;

    private sealed record WindowRow(string Bucket, long Hits, long WindowEnds)
    {
        public OpenWindow ToWindow() => new(Bucket, Hits, Stored.Instant(WindowEnds));
    }
}
