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
/// <param name="most">How many kinds wait to be told at most; what comes beyond them is told together, and without whose it was.</param>
/// <param name="first">How long a kind is counted before it is told the first time.</param>
/// <param name="again">How long a kind that was told is only counted before it is told again.</param>
internal sealed class DecisionTally(Db db, AuditLog audit, int most, TimeSpan first, TimeSpan again) : IDisposable
{
    private const string Several = "several";
    private const int StepSize = 50;

    // However many networks somebody has, their account has a few entries of each time.
    private const int MostOfAccount = 20;

    // Of how many more kinds than can wait it is known that they were told.
    private const int ToldToWaiting = 3;

    private readonly Lock changing = new();
    private readonly SemaphoreSlim telling = new(1);
    private readonly Dictionary<Tallied, Seen> kinds = [];
    private readonly ToldKinds toldLately = new(most * ToldToWaiting, again);

    // How many kinds of an account wait or were told lately.
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
            if (!kinds.ContainsKey(kind)) (kind, entry) = Fitting(kind, entry, now);
            if (!kinds.TryGetValue(kind, out var seen))
            {
                kinds[kind] = seen = new(entry, now, toldLately.At(kind, now));
                if (kind.Whose is { } whose && !toldLately.Knows(kind)) ofAccounts[whose] = ofAccounts.GetValueOrDefault(whose) + 1;
            }

            seen.Add(entry, now);
        }
    }

    /// <summary>Writes into the audit log what is to be told. What cannot be written now is told next time.</summary>
    public Task Tell(CancellationToken ct) => Tell(seen => seen.IsDue(db.Now(), first, again), ct);

    /// <summary>Writes all of it, as a server does that ends.</summary>
    public Task TellAll(CancellationToken ct) => Tell(_ => true, ct);

    /// <inheritdoc/>
    public void Dispose() => telling.Dispose();

    private async Task Tell(Func<Seen, bool> isWanted, CancellationToken ct)
    {
        await telling.WaitAsync(ct);
        try
        {
            foreach (var step in Wanted(isWanted).Chunk(StepSize))
            {
                await db.Write(tx => Append(tx, step), ct);
                lock (changing)
                {
                    foreach (var (kind, told) in step) Told(kind, told, db.Now());
                }
            }

            lock (changing) Forget(db.Now());
        }
        finally
        {
            telling.Release();
        }
    }

    // What finds no room is told together: with whose it was, where only its account has had too many. Half of the room is for those that
    // were not told yet.
    private (Tallied Kind, AuditEntry Entry) Fitting(Tallied kind, AuditEntry entry, DateTimeOffset now)
    {
        var elsewhere = entry with { Source = entry.Source with { IpAddress = Several } };
        var isTold = toldLately.At(kind, now) is not null;
        if (!isTold && kind.Whose is { } whose && ofAccounts.GetValueOrDefault(whose) >= MostOfAccount)
            return (kind with { Credential = null, Network = Several }, elsewhere with { Credential = null, ApiKey = null });

        return kinds.Count < (isTold ? most / 2 : most)
            ? (kind, entry)
            : (new(kind.Event, kind.Outcome, null, null, Several), new(entry.Event, elsewhere.Source, null, entry.Outcome));
    }

    // In the order of the accounts, so that two servers never wait for each other.
    private List<(Tallied Kind, Count Told)> Wanted(Func<Seen, bool> isWanted)
    {
        lock (changing)
        {
            return
            [
                .. kinds.Where(one => isWanted(one.Value)).OrderBy(one => one.Key.Whose)
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

    private void Told(Tallied kind, Count told, DateTimeOffset now)
    {
        toldLately.Note(kind, now);
        if (kinds[kind].Told(told, now)) kinds.Remove(kind);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var kind in toldLately.Forget(now))
            if (kind.Whose is { } whose && !kinds.ContainsKey(kind) && --ofAccounts[whose] == 0) ofAccounts.Remove(whose);
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

    private sealed class Seen(AuditEntry entry, DateTimeOffset since, DateTimeOffset? toldAt)
    {
        private Count count = new(entry, 0, since);
        private DateTimeOffset? toldAt = toldAt;

        public Count Counted() => count;

        public void Add(AuditEntry next, DateTimeOffset now) => count = count.Tries == 0
            ? new(next, 1, now)
            : count with { Entry = count.Entry with { Source = Common(count.Entry.Source, next.Source) }, Tries = count.Tries + 1 };

        // What came while it was written down stays to be told; true: nothing did.
        public bool Told(Count told, DateTimeOffset now)
        {
            count = count with { Tries = count.Tries - told.Tries, Since = now };
            toldAt = now;
            return count.Tries == 0;
        }

        // Also where the clock was ahead when it was told.
        public bool IsDue(DateTimeOffset now, TimeSpan first, TimeSpan again) =>
            (now - count.Since).Duration() >= first && (toldAt is not { } told || (now - told).Duration() >= again);
    }
}
