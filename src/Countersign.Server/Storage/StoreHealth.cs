namespace Countersign.Server.Storage;

/// <summary>What the store can say of itself: whether it takes writes, and how new its newest entry is.</summary>
public static class StoreHealth
{
    /// <summary>Writes a row and has it on the disk: a full disk or a read-only file shows here.</summary>
    public static async Task<bool> TakesWrites(Db db, CancellationToken ct) => 1 == await db.Write(tx => tx.Execute($"""
        INSERT INTO limits (bucket, hits, window_ends) VALUES ({Buckets.Ready}, 1, {tx.Now})
        ON CONFLICT (bucket) DO UPDATE SET window_ends = {tx.Now}
        """), ct);

    /// <summary>When something was last written into the audit log; 1970 when nothing ever was.</summary>
    public static Task<DateTimeOffset> NewestEntry(Db db, CancellationToken ct) => db.Read(
        async sql => Stored.Instant(await sql.Number($"SELECT coalesce(max(created_at), 0) FROM audit_log")), ct);
}
