namespace Countersign.Server.Storage;

/// <summary>Wrong passwords of one bucket, and until when its next try waits.</summary>
public sealed record PasswordWait(string Bucket, int Failures, DateTimeOffset? WaitUntil, long Version);

/// <summary>The table of growing waits after wrong passwords. A wait never becomes a lock.</summary>
public static class PasswordWaitStore
{
    /// <summary>The bucket as it stands; an unknown one has no failures.</summary>
    public static async Task<PasswordWait> Read(Sql sql, string bucket)
    {
        var row = await sql.FindOne<Row>($"SELECT failures, wait_until, version FROM password_waits WHERE bucket = {bucket}");
        return row is null ? new(bucket, 0, null, 0) : new(bucket, (int)row.Failures, Stored.Instant(row.WaitUntil), row.Version);
    }

    /// <summary>Saves one more failure only if nobody has changed the bucket since it was read.</summary>
    public static async Task<bool> TrySave(Tx tx, PasswordWait before, int failures, DateTimeOffset waitUntil) => 1 == await tx.Execute($"""
        INSERT INTO password_waits (bucket, failures, wait_until) VALUES ({before.Bucket}, {failures}, {waitUntil})
        ON CONFLICT (bucket) DO UPDATE SET failures = {failures}, wait_until = {waitUntil}, version = password_waits.version + 1
        WHERE password_waits.version = {before.Version}
        """);

    /// <summary>A right password clears its bucket.</summary>
    public static Task Clear(Tx tx, string bucket) => tx.Execute($"DELETE FROM password_waits WHERE bucket = {bucket}");

    /// <summary>Clears all buckets whose name begins so.</summary>
    public static Task ClearAll(Tx tx, string beginning) =>
        tx.Execute($"DELETE FROM password_waits WHERE substr(bucket, 1, CAST({beginning.Length} AS INTEGER)) = {beginning}");

    /// <summary>Deletes waits that were over for a day.</summary>
    public static Task Sweep(Tx tx) =>
        tx.Execute($"DELETE FROM password_waits WHERE wait_until <= {tx.Now - TimeSpan.FromDays(1)}");

    private sealed record Row(long Failures, long WaitUntil, long Version);
}
