namespace Countersign.Server.Storage;

/// <summary>How often something may happen: <paramref name="Most"/> times in a window that opens with the first.</summary>
public sealed record Limit(string Bucket, int Most, TimeSpan Window);

/// <summary>The table of rate limits. Taking a place is one conditional write, so no crowd ever gets more than there is.</summary>
public static class LimitStore
{
    /// <summary>Takes one place; false when the window is full.</summary>
    public static async Task<bool> TryTake(Tx tx, Limit limit, DateTimeOffset now) => 1 == await tx.Execute($"""
        INSERT INTO limits (bucket, hits, window_ends) VALUES ({limit.Bucket}, 1, {now + limit.Window})
        ON CONFLICT (bucket) DO UPDATE
        SET hits = CASE WHEN limits.window_ends <= {now} THEN 1 ELSE limits.hits + 1 END,
            window_ends = CASE WHEN limits.window_ends <= {now} THEN {now + limit.Window} ELSE limits.window_ends END
        WHERE limits.window_ends <= {now} OR limits.hits < {limit.Most}
        """);

    /// <summary>When a full window opens again; null when there is room.</summary>
    public static async Task<DateTimeOffset?> OpensAt(Sql sql, Limit limit, DateTimeOffset now)
    {
        var ends = await sql.Number($"""
            SELECT coalesce(max(window_ends), 0) FROM limits
            WHERE bucket = {limit.Bucket} AND window_ends > {now} AND hits >= {limit.Most}
            """);
        return ends == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(ends);
    }

    /// <summary>Deletes windows that are over.</summary>
    public static Task Sweep(Tx tx, DateTimeOffset now) => tx.Execute($"DELETE FROM limits WHERE window_ends <= {now}");
}
