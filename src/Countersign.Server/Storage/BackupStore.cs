namespace Countersign.Server.Storage;

/// <summary>What a backup is of. The two lie in different places.</summary>
public enum BackupKind
{
    Database,
    Keys,
}

/// <summary>The last backup of a kind.</summary>
/// <param name="Keys">The ids of the root keys at that time, as they stand in the file.</param>
public sealed record LastBackup(DateTimeOffset At, IReadOnlyList<string> Keys);

/// <summary>The table of the last backups.</summary>
public static class BackupStore
{
    /// <summary>The last one; null when there is none.</summary>
    public static async Task<LastBackup?> Last(Sql sql, BackupKind kind)
    {
        var row = await sql.FindOne<Row>($"SELECT taken_at, key_ids FROM backups WHERE kind = {kind}");
        return row is null ? null : new(Stored.Instant(row.TakenAt), row.KeyIds.Split(' '));
    }

    /// <summary>One was made.</summary>
    public static Task Note(Tx tx, BackupKind kind, IEnumerable<string> keys)
    {
        var ids = string.Join(' ', keys);
        return tx.Execute($"""
            INSERT INTO backups (kind, taken_at, key_ids) VALUES ({kind}, {tx.Now}, {ids})
            ON CONFLICT (kind) DO UPDATE SET taken_at = {tx.Now}, key_ids = {ids}
            """);
    }

    /// <summary>
    /// The database itself came out of a backup, which was made at that time or later and does not know of itself.
    /// </summary>
    public static Task NoteOrigin(Tx tx, DateTimeOffset madeAt, IEnumerable<string> keys)
    {
        var ids = string.Join(' ', keys);
        return tx.Execute($"""
            INSERT INTO backups (kind, taken_at, key_ids) VALUES ({BackupKind.Database}, {madeAt}, {ids})
            ON CONFLICT (kind) DO UPDATE SET taken_at = {madeAt}, key_ids = {ids} WHERE backups.taken_at NOT BETWEEN {madeAt} AND {tx.Now + Believed.Drift}
            """);
    }

    private sealed record Row(long TakenAt, string KeyIds);
}
