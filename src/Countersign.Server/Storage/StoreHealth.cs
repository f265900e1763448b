using System.Globalization;

namespace Countersign.Server.Storage;

/// <summary>What the store can say of itself: whether it takes writes, is whole, and how new its newest entry is.</summary>
public static class StoreHealth
{
    /// <summary>Writes a row and has it on the disk: a full disk or a read-only file shows here.</summary>
    public static async Task<bool> TakesWrites(Db db, DateTimeOffset now, CancellationToken ct) => 1 == await db.Write(tx => tx.Execute($"""
        INSERT INTO limits (bucket, hits, window_ends) VALUES ({Buckets.Ready}, 1, {now})
        ON CONFLICT (bucket) DO UPDATE SET window_ends = {now}
        """), ct);

    /// <summary>What is damaged, a sentence each; none: the file is whole.</summary>
    public static Task<IReadOnlyList<string>> Faults(Db db, CancellationToken ct) => db.Read<IReadOnlyList<string>>(async sql =>
    {
        var faults = (await sql.Query<string>($"PRAGMA integrity_check")).Where(line => line != "ok").ToList();
        if (await sql.Number($"SELECT count(*) FROM pragma_foreign_key_check") is > 0 and var orphans)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{orphans} rows belong to rows that are gone"));

        return faults;
    }, ct);

    /// <summary>When something was last written into the audit log; 1970 when nothing ever was.</summary>
    public static Task<DateTimeOffset> NewestEntry(Db db, CancellationToken ct) => db.Read(
        async sql => Stored.Instant(await sql.Number($"SELECT coalesce(max(created_at), 0) FROM audit_log")), ct);
}
