namespace Countersign.Server.Storage;

/// <summary>What the store can say of itself: whether it takes writes, and how new its newest entry is.</summary>
public static class StoreHealth
{
    // More than the largest act of a person writes: 64 rows of a kilobyte.
    private const int Rows = 64;
    private static readonly string Wide = new('-', 1000);

    /// <summary>Writes a row and has it on the disk: a read-only file shows here.</summary>
    public static async Task<bool> TakesWrites(Db db, CancellationToken ct) => 1 == await db.Write(tx => Write(tx, Buckets.Ready), ct);

    /// <summary>
    /// Writes as much as anybody does at once, has it on the disk, and takes it away again: a disk that has room for a row, and for nothing
    /// more, shows here.
    /// </summary>
    public static async Task<bool> TakesLargeWrites(Db db, CancellationToken ct)
    {
        var buckets = Enumerable.Range(0, Rows).Select(row => Buckets.Proof(row, Wide)).ToList();
        await db.Write(async tx =>
        {
            foreach (var bucket in buckets) await Write(tx, bucket);
        }, ct);
        await db.Write(async tx =>
        {
            foreach (var bucket in buckets) await tx.Execute($"DELETE FROM limits WHERE bucket = {bucket}");
        }, ct);
        return true;
    }

    /// <summary>When something was last written into the audit log; 1970 when nothing ever was.</summary>
    public static async Task<DateTimeOffset> NewestEntry(Sql sql) =>
        Stored.Instant(await sql.Number($"SELECT coalesce(max(created_at), 0) FROM audit_log"));

    private static Task<int> Write(Tx tx, string bucket) => tx.Execute($"""
        INSERT INTO limits (bucket, hits, window_ends) VALUES ({bucket}, 1, {tx.Now})
        ON CONFLICT (bucket) DO UPDATE SET window_ends = {tx.Now}
        """);
}
