using System.Globalization;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>Goes through the whole audit log and says what somebody did to it.</summary>
/// <param name="addressLife">How long whole addresses are kept.</param>
public sealed class AuditCheck(KeyRing keys, TimeSpan addressLife)
{
    private const int PageSize = 1000;
    private const int MostFaults = 20;

    private readonly AuditChain chain = new(keys);
    private readonly AuditSeal seal = new(keys);
    private readonly AuditShortening shortening = new(keys);

    /// <summary>A sentence for each thing that is wrong, twenty at the most; none: no entry was changed, moved or lost.</summary>
    public async Task<IReadOnlyList<string>> Faults(Sql sql)
    {
        var faults = new List<string>();
        if (await Strange(sql) is > 0 and var strange)
            faults.Add(Say($"{strange} rows of the audit log have no number and no seal of ours: they were put there by somebody else"));

        if (await AuditChain.Find(sql) is { } head)
        {
            if (!chain.IsOurs(head)) faults.Add("the record of the end of the audit log is not signed by this installation");
            if (head.BrokenAt > 0)
            {
                var found = Say($"when entry {head.BrokenAt} was written, the signed end of the audit log was missing or false");
                faults.Add($"{found}, or entries were taken away that had just been written");
            }

            await Walk(sql, head, faults);
        }
        else if (await AuditLog.Last(sql) is not null || await DatabaseAge.Of(sql) > 0)
        {
            faults.Add("the record of the end of the audit log is missing");
        }

        return [.. faults.Take(MostFaults)];
    }

    // Where several nodes write, the newest entries may wait for their number still.
    private async Task<long> Strange(Sql sql)
    {
        var (strange, account, seq) = (0L, long.MinValue, long.MinValue);
        while (await AuditLog.Waiting(sql, account, seq, PageSize) is { Count: > 0 } waiting)
        {
            strange += waiting.Count(row => !seal.IsOurs(row));
            (account, seq) = (waiting[^1].AccountId, waiting[^1].Seq);
        }

        return strange;
    }

    private async Task Walk(Sql sql, AuditHead head, List<string> faults)
    {
        if (await sql.Number($"SELECT count(*) FROM audit_log WHERE entry <= {head.PrunedThrough}") is > 0 and var back)
            faults.Add(Say($"{back} entries are there again that were pruned"));

        var (bare, firstBare, shortened, whole) = (0L, 0L, await shortening.Through(sql), sql.Now - addressLife);
        var (at, hash, lasts) = (head.PrunedThrough, (byte[]?)head.PrunedHash, new Dictionary<long, long>());
        while (faults.Count < MostFaults
            && await AuditLog.Page(sql, at, DateTimeOffset.UnixEpoch, PageSize) is { Count: > 0 } page)
        {
            foreach (var row in page)
            {
                var entry = row.Entry!.Value;
                if (entry != at + 1)
                {
                    Missing(faults, at + 1, entry - 1);
                    hash = null;
                    lasts.Clear();
                }

                if (hash is not null && !AuditChain.Follows(row, hash))
                    faults.Add(Say($"entry {entry} was changed or moved; it stands as number {row.Seq} of account {row.AccountId}"));
                if (lasts.TryGetValue(row.AccountId, out var last) && row.AccountId != AuditLog.Nobody && row.Seq != last + 1)
                    faults.Add(Say($"between entry {entry} and the one before it of account {row.AccountId} something is missing"));
                if (entry > shortened && row is { IpSalt: null, IpDigest: not null } && Stored.Instant(row.CreatedAt) > whole)
                    (bare, firstBare) = (bare + 1, bare == 0 ? entry : firstBare);
                lasts[row.AccountId] = row.Seq;
                (at, hash) = (entry, row.Hash);
            }
        }

        if (bare > 0)
            faults.Add(Say($"the last bits of {bare} network addresses were taken away before their time, from entry {firstBare} on"));
        if (at < head.LastEntry) Missing(faults, at + 1, head.LastEntry);
        else if (at > head.LastEntry) faults.Add(Say($"entries after {head.LastEntry} were put there by somebody else"));
        else if (hash is null || !hash.AsSpan().SequenceEqual(head.LastHash))
            faults.Add(Say($"entry {at}, the last one, is not the one that was signed: the entries before it were written anew"));
    }

    private static void Missing(List<string> faults, long first, long last) =>
        faults.Add(first == last ? Say($"entry {first} is missing") : Say($"entries {first} to {last} are missing"));

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
