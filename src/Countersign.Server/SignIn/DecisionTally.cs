using System.Globalization;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>What one entry of the audit log tells of together.</summary>
/// <param name="Whose">The account, or null.</param>
/// <param name="Network">From where: of an IPv6 address the widest network around it, for somebody has all of that.</param>
internal readonly record struct Tallied(AuditEvent Event, AuditOutcome Outcome, long? Whose, Credential? Credential, string Network);

/// <summary>
/// Decisions that may come in any number, and must cost nothing. They are counted in memory, and those of one kind have one entry in the
/// audit log with their number. A server that is killed takes with it what it has counted since it told the last.
/// </summary>
/// <param name="most">How many kinds are told apart; what comes beyond them is told together, and without whose it was.</param>
/// <param name="first">How long a kind is counted before it is told the first time.</param>
/// <param name="again">How long a kind that was told is only counted before it is told again.</param>
internal sealed class DecisionTally(Db db, AuditLog audit, int most, TimeSpan first, TimeSpan again) : IDisposable
{
    private const string Several = "several";
    private const int StepSize = 50;

    // However many networks somebody has, their account has a few entries of each time.
    private const int MostOfAccount = 20;

    private readonly Lock changing = new();
    private readonly SemaphoreSlim telling = new(1);
    private readonly Dictionary<Tallied, Seen> kinds = [];
    private readonly Dictionary<long, int> ofAccounts = [];

    /// <summary>Counts one.</summary>
    public void Add(AuditEntry entry)
    {
        AuditNews.Count(entry);
        var network = entry.Source.Around is [.., var widest] ? widest.Bucket : entry.Source.AddressBucket;
        var kind = new Tallied(entry.Event, entry.Outcome, entry.Account?.Value, entry.Credential, network);
        var now = db.Now();
        lock (changing)
        {
            if (!kinds.ContainsKey(kind)) (kind, entry) = Fitting(kind, entry);
            if (!kinds.TryGetValue(kind, out var seen))
            {
                kinds[kind] = seen = new(entry, now);
                if (kind.Whose is { } whose) ofAccounts[whose] = ofAccounts.GetValueOrDefault(whose) + 1;
            }

            seen.Add(entry, now);
        }
    }

    /// <summary>Writes into the audit log what is to be told. What cannot be written now is told next time.</summary>
    public async Task Tell(CancellationToken ct)
    {
        await telling.WaitAsync(ct);
        try
        {
            foreach (var step in Due(db.Now()).Chunk(StepSize))
            {
                await db.Write(tx => Append(tx, step), ct);
                lock (changing)
                {
                    foreach (var (kind, told) in step) kinds[kind].Told(told, db.Now());
                }
            }

            lock (changing) Forget(db.Now());
        }
        finally
        {
            telling.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => telling.Dispose();

    // What finds no room is told together: with whose it was, where only its account has had too many.
    private (Tallied Kind, AuditEntry Entry) Fitting(Tallied kind, AuditEntry entry)
    {
        var elsewhere = entry with { Source = entry.Source with { IpAddress = Several } };
        if (kind.Whose is { } whose && ofAccounts.GetValueOrDefault(whose) >= MostOfAccount)
            return (kind with { Credential = null, Network = Several }, elsewhere with { Credential = null, ApiKey = null });

        return kinds.Count < most
            ? (kind, entry)
            : (new(kind.Event, kind.Outcome, null, null, Several), new(entry.Event, elsewhere.Source, null, entry.Outcome));
    }

    // In the order of the accounts, so that two servers never wait for each other.
    private List<(Tallied Kind, Count Told)> Due(DateTimeOffset now)
    {
        lock (changing)
        {
            return
            [
                .. kinds.Where(one => one.Value.IsDue(now, first, again)).OrderBy(one => one.Key.Whose)
                    .Select(one => (one.Key, one.Value.Counted())),
            ];
        }
    }

    private async Task Append(Tx tx, IEnumerable<(Tallied Kind, Count Told)> step)
    {
        foreach (var (_, told) in step)
        {
            // The account first, as whatever writes about it does.
            if (told.Entry.Account is { } account) await AccountStore.Find(tx, account);
            await audit.Append(tx, told.ToEntry());
        }
    }

    // Where too many wait for their time, those that were told the longest ago go first: somebody with many networks brings their own back
    // into the audit log again and again only as often as all the others together fill the room.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (kind, seen) in kinds)
        {
            if (seen.IsIdle(now, again)) Forget(kind);
        }

        var crowd = kinds.Count - (most / 2);
        if (crowd <= 0) return;

        var oldestFirst = kinds.Where(one => one.Value.IsIdle(now, TimeSpan.Zero)).OrderBy(one => one.Value.ToldAt).Select(one => one.Key);
        foreach (var kind in oldestFirst.Take(crowd).ToList()) Forget(kind);
    }

    private void Forget(Tallied kind)
    {
        kinds.Remove(kind);
        if (kind.Whose is { } whose && --ofAccounts[whose] == 0) ofAccounts.Remove(whose);
    }

    private static Source Common(Source before, Source now) => before with
    {
        IpAddress = before.IpAddress == now.IpAddress ? now.IpAddress : Several,
        Route = before.Route == now.Route ? now.Route : Several,
    };

    /// <summary>So many of a kind, since when.</summary>
    private sealed record Count(AuditEntry Entry, long Tries, DateTimeOffset Since)
    {
        public AuditEntry ToEntry() => Entry with
        {
            Tries = Tries,
            Args = JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["tries"] = Tries.ToString(CultureInfo.InvariantCulture),
                ["since"] = Since.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            }),
        };
    }

    private sealed class Seen(AuditEntry entry, DateTimeOffset since)
    {
        private Count count = new(entry, 0, since);
        public DateTimeOffset? ToldAt { get; private set; }

        public Count Counted() => count;

        public void Add(AuditEntry next, DateTimeOffset now) => count = count.Tries == 0
            ? new(next, 1, now)
            : count with { Entry = count.Entry with { Source = Common(count.Entry.Source, next.Source) }, Tries = count.Tries + 1 };

        // What came while it was written down stays to be told.
        public void Told(Count told, DateTimeOffset now)
        {
            count = count with { Tries = count.Tries - told.Tries, Since = now };
            ToldAt = now;
        }

        public bool IsDue(DateTimeOffset now, TimeSpan first, TimeSpan again) =>
            count.Tries > 0 && (now - count.Since).Duration() >= first && IsLongAgo(now, again);

        public bool IsIdle(DateTimeOffset now, TimeSpan again) => count.Tries == 0 && IsLongAgo(now, again);

        // Also where the clock was ahead when it was told.
        private bool IsLongAgo(DateTimeOffset now, TimeSpan again) => ToldAt is not { } told || (now - told).Duration() >= again;
    }
}
