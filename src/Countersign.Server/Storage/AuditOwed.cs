using System.Collections.Concurrent;

namespace Countersign.Server.Storage;

/// <summary>
/// The entries that this server has written and not yet seen with their number. Until then nothing but its memory tells of them: whoever
/// may write the database could take one away, and the chain would go on without it.
/// </summary>
internal sealed class AuditOwed
{
    // While nobody can number (another key, say) entries go on to be written; AuditWatch tells of that. Memory must not grow with it.
    private const int Most = 20_000;

    // By their seals: where one was taken away, the next of its account stands in its place.
    private readonly ConcurrentDictionary<string, StoredAuditEntry> rows = [];

    /// <summary>It is on the disk.</summary>
    public void Add(StoredAuditEntry row)
    {
        if (rows.Count < Most) rows[Key(row)] = row;
    }

    /// <summary>Whether there are any.</summary>
    public bool IsAny => !rows.IsEmpty;

    /// <summary>All of now.</summary>
    public IReadOnlyList<StoredAuditEntry> All() => rows.IsEmpty ? [] : [.. rows.Values];

    /// <summary>These were seen with their number.</summary>
    public void Settle(IReadOnlyList<StoredAuditEntry> seen)
    {
        foreach (var row in seen) rows.TryRemove(Key(row), out _);
    }

    private static string Key(StoredAuditEntry row) => Convert.ToHexString(row.Hash);
}
