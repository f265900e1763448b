using System.Globalization;

namespace Countersign.Server.Storage;

/// <summary>Entries of the audit log that wait for their number for over a minute: nobody gives it to them.</summary>
/// <param name="Count">How many; 0: none.</param>
/// <param name="Since">The time of the oldest of them.</param>
public sealed record LateEntries(long Count, DateTimeOffset Since)
{
    // A number follows its entry at once; this long only where something is in the way.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Those of now.</summary>
    public static async Task<LateEntries> Of(Sql sql)
    {
        var before = sql.Now - Patience;

        // The plus keeps the index on the time out of it: few entries wait, and most are old.
        var count = await sql.Number($"SELECT count(*) FROM audit_log WHERE entry IS NULL AND +created_at < {before}");
        var oldest = count == 0 ? 0 : await sql.Number($"SELECT coalesce(min(+created_at), 0) FROM audit_log WHERE entry IS NULL");
        return new(count, Stored.Instant(oldest));
    }

    /// <summary>Those of these entries, which wait for their number.</summary>
    internal static LateEntries Of(IReadOnlyList<StoredAuditEntry> waiting, DateTimeOffset now)
    {
        var late = waiting.Where(row => Stored.Instant(row.CreatedAt) < now - Patience).ToList();
        return new(late.Count, Stored.Instant(late.Count == 0 ? 0 : late.Min(row => row.CreatedAt)));
    }

    /// <summary>How many, and since when; for the operator.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Count} entries of the audit log wait for their number, the oldest since {Since.UtcDateTime:u}");
}
