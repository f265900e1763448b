using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>How far back to look, and how finely.</summary>
public enum TrendSpan
{
    /// <summary>24 hours, by the hour.</summary>
    Day,

    /// <summary>30 days, by the day; days begin at midnight UTC.</summary>
    Month,

    /// <summary>12 weeks that end today.</summary>
    Quarter,
}

/// <summary>What is counted. Each is a chart of its own.</summary>
public enum TrendStory
{
    SignIns,
    WrongPasswords,

    /// <summary>Wrong and used codes, and codes offered while it was locked.</summary>
    RefusedCodes,

    /// <summary>The wrong code that was one too many.</summary>
    Locks,
    CodesSent,
}

/// <summary>What it was done with.</summary>
public enum TrendWay
{
    App,
    Sms,
    Email,
    Passkey,
    RecoveryCode,
    RememberedBrowser,

    /// <summary>A command line that somebody signed in at a browser allowed: how they had signed in counts there.</summary>
    AllowedAtPage,
    PasswordAlone,
}

/// <summary>Counts of one way, a number for each slot of time.</summary>
public sealed record TrendLine(TrendWay Way, IReadOnlyList<long> Counts);

/// <summary>One story over time.</summary>
/// <param name="Before">How often it happened in as much time before.</param>
/// <param name="Ways">The ways it was done at least once, where it has ways.</param>
public sealed record TrendChart(TrendStory Story, IReadOnlyList<long> Counts, long Before, IReadOnlyList<TrendLine> Ways)
{
    /// <summary>How often it happened.</summary>
    public long Total => Counts.Sum();
}

/// <summary>All stories over the same time.</summary>
/// <param name="Slots">When each slot begins.</param>
public sealed record Trends(TrendSpan Span, IReadOnlyList<DateTimeOffset> Slots, IReadOnlyList<TrendChart> Charts);

/// <summary>Shows the people who run the service how sign-ins, refusals, locks and codes went over time. It names nobody.</summary>
public sealed class ShowTrends(Ground ground)
{
    /// <summary>Counts everything that is kept of that time, in one snapshot.</summary>
    public async Task<Trends> Run(TrendSpan span, CancellationToken ct)
    {
        var (slots, length) = ShapeOf(span);
        var start = LastSlot(ground.Now(), length) - ((slots - 1) * length);
        var counts = await ground.Db.Read(sql => TrendStore.Count(sql, start - (slots * length), start + (slots * length), length), ct);
        var told = counts.Where(count => StoryOf(count) is not null).ToLookup(count => StoryOf(count)!.Value);
        return new(
            span, [.. Enumerable.Range(0, slots).Select(slot => start + (slot * length))],
            [.. Enum.GetValues<TrendStory>().Select(story => ChartOf(story, [.. told[story]], slots))]);
    }

    private static (int Slots, TimeSpan Length) ShapeOf(TrendSpan span) => span switch
    {
        TrendSpan.Day => (24, TimeSpan.FromHours(1)),
        TrendSpan.Month => (30, TimeSpan.FromDays(1)),
        TrendSpan.Quarter => (12, TimeSpan.FromDays(7)),
    };

    // Hours begin with the hour, days at midnight; a week is the seven days that end today.
    private static DateTimeOffset LastSlot(DateTimeOffset now, TimeSpan length) => length < TimeSpan.FromDays(1)
        ? new(now.UtcTicks - (now.UtcTicks % length.Ticks), TimeSpan.Zero)
        : new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1) - length;

    private static TrendChart ChartOf(TrendStory story, IReadOnlyList<TrendCount> counts, int slots) => new(
        story, Fill(counts, slots), counts.Where(count => count.Slot < slots).Sum(count => count.Times),
        [.. counts.GroupBy(WayOf).Where(group => group.Key is not null).OrderBy(group => group.Key)
            .Select(group => new TrendLine(group.Key!.Value, Fill([.. group], slots))).Where(line => line.Counts.Any(count => count > 0))]);

    // The slots of the time before come first, and are only summed up.
    private static long[] Fill(IReadOnlyList<TrendCount> counts, int slots)
    {
        var filled = new long[slots];
        foreach (var count in counts)
            if (count.Slot >= slots) filled[count.Slot - slots] += count.Times;

        return filled;
    }

    // A token for a name and a password is that interface's way of signing in; one made by somebody signed in is a key.
    private static TrendStory? StoryOf(TrendCount count) => count switch
    {
        { Event: AuditEvent.AuthnLoginSuccess } or { Event: AuditEvent.AuthnTokenCreated, ByPassword: true } => TrendStory.SignIns,
        { Event: AuditEvent.AuthnLoginFail, Outcome: AuditOutcome.WrongPassword } => TrendStory.WrongPasswords,
        { Event: AuditEvent.AuthnLoginLock } when count.Outcome is not AuditOutcome.Locked => TrendStory.Locks,
        { Event: AuditEvent.AuthnLoginFail or AuditEvent.AuthnLoginLock } or { Event: AuditEvent.AuthnTokenReuse, Factor: not null } =>
            TrendStory.RefusedCodes,
        { Event: AuditEvent.CodeSent } => TrendStory.CodesSent,
        _ => null, // Open: the log knows much that is no story.
    };

    private static TrendWay? WayOf(TrendCount count) => count switch
    {
        { Factor: { } factor } => factor switch
        {
            ProofKind.Totp => TrendWay.App,
            ProofKind.Sms => TrendWay.Sms,
            ProofKind.Email => TrendWay.Email,
            ProofKind.Passkey => TrendWay.Passkey,
            ProofKind.BackupCode => TrendWay.RecoveryCode,
        },
        { Outcome: AuditOutcome.RememberedBrowser } => TrendWay.RememberedBrowser,
        { Outcome: AuditOutcome.AllowedAtPage } => TrendWay.AllowedAtPage,
        { Event: AuditEvent.AuthnLoginSuccess or AuditEvent.AuthnTokenCreated } => TrendWay.PasswordAlone,
        _ => null, // Open: a wrong password has no way.
    };
}
