using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>Takes from the audit log what was kept for long enough, in small steps, so that nobody waits long for the writer.</summary>
public sealed class AuditKeeper(KeyRing keys)
{
    private const int StepSize = 1000;

    // An entry that is so much later than now was written under a wrong clock. It must not keep what stands behind it for ever, and goes
    // when that does: were the clock wrong now, everything would be later. What is older than any entry can be tells nothing either.
    private static readonly TimeSpan WrongClock = TimeSpan.FromDays(1);

    // Nothing was written before there was anything to write it. A machine that has lost its clock begins in 1970.
    private static readonly DateTimeOffset Beginning = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AuditChain chain = new(keys);
    private readonly AuditShortening shortening = new(keys);

    /// <summary>
    /// Removes the oldest entries, up to the first one that is younger than this. The signed end of the log keeps the hash that the first
    /// entry left builds on. An entry that does not hold stops it: it is evidence.
    /// </summary>
    /// <returns>How many were removed; 0 at the end.</returns>
    public async Task<int> Prune(Tx tx, TimeSpan life)
    {
        // Whoever signs the end signs all of it: nobody must number an entry in between.
        await tx.OneByOne(AuditBinder.Lock);
        if (await AuditChain.Find(tx) is not { } head || !chain.IsOurs(head)) return 0;

        var (through, hash) = (head.PrunedThrough, head.PrunedHash);
        foreach (var row in await Over(tx, through, life))
        {
            if (row.Entry != through + 1 || !AuditChain.Follows(row, hash)) break;
            (through, hash) = (row.Entry.Value, row.Hash);
        }

        if (through == head.PrunedThrough) return 0;
        await chain.Sign(tx, head with
        {
            PrunedThrough = through,
            PrunedHash = hash,
            BrokenAt = head.BrokenAt > through ? head.BrokenAt : 0,
        });
        return await tx.Execute($"DELETE FROM audit_log WHERE entry <= {through}");
    }

    /// <summary>Leaves of the oldest whole addresses only their network; answers how many entries were looked at, 0 at the end.</summary>
    public async Task<int> Shorten(Tx tx, TimeSpan life)
    {
        var over = await Over(tx, await shortening.Through(tx), life);
        if (over.Count == 0) return 0;

        foreach (var row in over.Where(row => row.IpSalt is not null && AuditAddress.Holds(row))) await AuditShortening.Shorten(tx, row);
        await shortening.Sign(tx, over[^1].Entry!.Value);
        return over.Count;
    }

    // The next entries up to the last one that is over.
    private static async Task<IReadOnlyList<StoredAuditEntry>> Over(Tx tx, long from, TimeSpan life)
    {
        var page = await AuditLog.Page(tx, from, DateTimeOffset.UnixEpoch, StepSize);
        var (passed, over) = (0, 0);
        while (passed < page.Count && (IsOver(page[passed]) || IsOfWrongClock(page[passed])))
            if (IsOver(page[passed++])) over = passed;

        if (passed == StepSize && over < passed && await NextOfRightClock(tx, page[^1].Entry!.Value) < tx.Now - life) over = passed;
        return [.. page.Take(over)];

        bool IsOver(StoredAuditEntry row) => At(row) < tx.Now - life && At(row) >= Beginning;
        bool IsOfWrongClock(StoredAuditEntry row) => At(row) > tx.Now + WrongClock || At(row) < Beginning;
        static DateTimeOffset At(StoredAuditEntry row) => Stored.Instant(row.CreatedAt);
    }

    private static async Task<DateTimeOffset?> NextOfRightClock(Tx tx, long after)
    {
        var at = await tx.Number($"""
            SELECT coalesce(max(created_at), 0) FROM audit_log WHERE entry =
                (SELECT min(entry) FROM audit_log WHERE entry > {after} AND created_at BETWEEN {Beginning} AND {tx.Now + WrongClock})
            """);
        return at == 0 ? null : Stored.Instant(at);
    }
}
