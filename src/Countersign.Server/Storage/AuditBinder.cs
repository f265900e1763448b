using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>
/// Numbers the entries of the audit log that were written since, links them into the chain, and signs its new end: on a SQLite file in
/// the commit that writes them, on PostgreSQL right after it. An entry that waits carries a seal of its own (<see cref="AuditSeal"/>), so
/// that what somebody else put there is never signed over: it stays without a number, and the check says so. What somebody took away
/// meanwhile is written again, from memory (<see cref="AuditOwed"/>), and the check says that, too.
/// </summary>
internal sealed partial class AuditBinder(KeyRing keys, ILogger log)
{
    /// <summary>Held by whoever signs the end of the log.</summary>
    internal const string Lock = "audit log";

    private const int StepSize = 500;

    private readonly AuditChain chain = new(keys);
    private readonly AuditSeal seal = new(keys);

    /// <summary>What this server has written and not yet seen numbered.</summary>
    public AuditOwed Owed { get; } = new();

    /// <summary>
    /// Numbers all that wait, in the order in which each account's were written, and then what this transaction is about to write.
    /// </summary>
    public async Task Run(Tx tx)
    {
        await tx.OneByOne(Lock);
        var owed = Owed.All();
        await tx.Foresee(AuditChain.Find, sql => AuditLog.Waiting(sql, long.MinValue, long.MinValue, StepSize));
        var numbered = await BindWaiting(tx);
        if (owed.Count > 0) await Settle(tx, owed, numbered);
        if (tx.Entries.Count > 0) await Append(tx, await chain.End(tx), tx.Entries);
    }

    private async Task<List<StoredAuditEntry>> BindWaiting(Tx tx)
    {
        var (account, seq, numbered) = (long.MinValue, long.MinValue, new List<StoredAuditEntry>());
        while (await AuditLog.Waiting(tx, account, seq, StepSize) is { Count: > 0 } waiting)
        {
            StoredAuditEntry[] ours = [.. waiting.Where(seal.IsOurs)];
            await Bind(tx, ours);
            numbered.AddRange(ours);
            if (waiting.Count < StepSize) break;

            (account, seq) = (waiting[^1].AccountId, waiting[^1].Seq);
        }

        return numbered;
    }

    private async Task Bind(Tx tx, StoredAuditEntry[] waiting)
    {
        if (waiting.Length == 0) return;

        var head = await chain.End(tx);
        foreach (var row in waiting)
        {
            var entry = head.LastEntry + 1;
            var hash = AuditChain.HashOf(row with { Entry = entry }, head.LastHash);
            await AuditLog.SetEntry(tx, row, entry, hash);
            head = head with { LastEntry = entry, LastHash = hash };
        }

        await chain.Sign(tx, head);
    }

    // What was numbered just now, or by another server before, is there; what is not, or says something else now, was taken away.
    private async Task Settle(Tx tx, IReadOnlyList<StoredAuditEntry> owed, IReadOnlyList<StoredAuditEntry> numbered)
    {
        var there = numbered.ToDictionary(row => (row.AccountId, row.Seq));
        foreach (var some in owed.Where(row => !there.ContainsKey((row.AccountId, row.Seq))).Chunk(StepSize / 10))
            foreach (var row in await AuditLog.At(tx, some))
                if (row.Entry is not null) there.TryAdd((row.AccountId, row.Seq), row);

        StoredAuditEntry[] lost =
        [
            .. owed.Where(row => !there.TryGetValue((row.AccountId, row.Seq), out var found) || !AuditSeal.SayTheSame(row, found)),
        ];
        tx.TellAfterCommit(() => Owed.Settle(owed));
        if (lost.Length == 0) return;

        var head = await chain.End(tx);
        await Append(tx, head with { BrokenAt = head.BrokenAt > 0 ? head.BrokenAt : head.LastEntry + 1 }, lost);
        tx.TellAfterCommit(() => Log.TakenAway(log, lost.Length));
    }

    private async Task Append(Tx tx, AuditHead head, IReadOnlyList<StoredAuditEntry> entries)
    {
        foreach (var entry in entries)
        {
            var seq = await AuditLog.NextOf(tx, entry.AccountId);
            var row = entry with { Seq = seq, Entry = head.LastEntry + 1, HashKey = AuditChain.NoKey };
            row = row with { Hash = AuditChain.HashOf(row, head.LastHash) };
            await AuditLog.Add(tx, row);
            head = head with { LastEntry = row.Entry.Value, LastHash = row.Hash };
        }

        await chain.Sign(tx, head);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Critical,
            "Somebody who may write the database took {Count} entries of the audit log away right after they were written; they stand at " +
            "its end again, and `audit verify` says so. Find out who had access")]
        public static partial void TakenAway(ILogger log, int count);
    }
}
