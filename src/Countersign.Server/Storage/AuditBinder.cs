using System.Security.Cryptography;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>
/// Numbers the entries of the audit log that were written since, links them into the chain, and signs its new end: on a SQLite file in
/// the commit that writes them, on PostgreSQL right after it. An entry that waits carries a seal of its own, so that what somebody else
/// put there is never signed over: it stays without a number, and the check says so.
/// </summary>
public sealed class AuditBinder(KeyRing keys)
{
    /// <summary>Held by whoever signs the end of the log.</summary>
    internal const string Lock = "audit log";

    private const int StepSize = 500;

    private readonly AuditChain chain = new(keys);

    /// <summary>Whether an entry that waits for its number is ours.</summary>
    public bool IsOurs(StoredAuditEntry row) =>
        keys.TryDerive(row.HashKey, KeyPurpose.AuditChain, out var key)
            && CryptographicOperations.FixedTimeEquals(row.Hash, Seal(row, key));

    /// <summary>The seal of an entry that is about to be written, under the active key.</summary>
    public StoredAuditEntry Sealed(StoredAuditEntry row)
    {
        row = row with { HashKey = keys.Active };
        return row with { Hash = Seal(row, keys.Derive(row.HashKey, KeyPurpose.AuditChain)) };
    }

    /// <summary>
    /// Numbers all that wait, in the order in which each account's were written, and then what this transaction is about to write.
    /// </summary>
    public async Task Run(Tx tx)
    {
        await tx.OneByOne(Lock);
        await tx.Foresee(AuditChain.Find, sql => AuditLog.Waiting(sql, long.MinValue, long.MinValue, StepSize));
        await BindWaiting(tx);
        if (tx.Entries.Count == 0) return;

        var head = await chain.End(tx);
        foreach (var entry in tx.Entries)
        {
            var seq = await AuditLog.NextOf(tx, entry.AccountId);
            var row = entry with { Seq = seq, Entry = head.LastEntry + 1, HashKey = AuditChain.NoKey };
            row = row with { Hash = AuditChain.HashOf(row, head.LastHash) };
            await AuditLog.Add(tx, row);
            head = head with { LastEntry = row.Entry.Value, LastHash = row.Hash };
        }

        await chain.Sign(tx, head);
    }

    private async Task BindWaiting(Tx tx)
    {
        var (account, seq) = (long.MinValue, long.MinValue);
        while (await AuditLog.Waiting(tx, account, seq, StepSize) is { Count: > 0 } waiting)
        {
            await Bind(tx, [.. waiting.Where(IsOurs)]);
            if (waiting.Count < StepSize) return;

            (account, seq) = (waiting[^1].AccountId, waiting[^1].Seq);
        }
    }

    private async Task Bind(Tx tx, IReadOnlyList<StoredAuditEntry> waiting)
    {
        if (waiting.Count == 0) return;

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

    private static byte[] Seal(StoredAuditEntry row, ReadOnlySpan<byte> key) =>
        HMACSHA256.HashData(key, [.. "waits:"u8, .. AuditChain.HashOf(row with { Entry = null }, [])]);
}
