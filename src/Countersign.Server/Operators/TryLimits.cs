using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>What a day would have been.</summary>
/// <param name="IsCut">Whether there were more messages than are looked at.</param>
public sealed record TrialOutcome(BudgetTrial Trial, IReadOnlyList<ReplaySums> Countries, bool IsCut)
{
    /// <summary>All that were written down.</summary>
    public long Asked => Countries.Sum(country => country.Asked);

    /// <summary>How many would have gone.</summary>
    public long Went => Countries.Sum(country => country.Went);

    /// <summary>How many gateways took.</summary>
    public long PaidThen => Countries.Sum(country => country.PaidThen);

    /// <summary>How many of them would have gone.</summary>
    public long Paid => Countries.Sum(country => country.Paid);

    /// <summary>What they cost.</summary>
    public decimal CostThen => PaidThen * Trial.Price;

    /// <summary>What they would have cost.</summary>
    public decimal Cost => Paid * Trial.Price;
}

/// <summary>
/// Replays the text messages of a day under other limits. It reads the records that are kept, in steps, and writes nothing. What was
/// refused on that day left no record: wider limits show nothing more than went.
/// </summary>
public sealed class TryLimits(Ground ground)
{
    private const int StepSize = 1000;
    private const int Most = 200_000;
    private const string NoCountry = "";

    // Records are kept about as long.
    private static readonly TimeSpan Before = TimeSpan.FromDays(7);

    /// <summary>Runs it.</summary>
    public async Task<TrialOutcome> Run(BudgetTrial trial, CancellationToken ct)
    {
        var replay = new SendReplay(trial.Limits, trial.Day);
        var (from, after, until) = (trial.Day - LongestOf(trial.Limits), 0L, trial.Day.AddDays(1));
        for (var read = 0; read < Most;)
        {
            var (begins, last) = (from, after);
            var page = await ground.Db.Read(sql => PastTextStore.Page(sql, begins, last, until, StepSize), ct);
            foreach (var text in page.SelectMany(TextsOf)) replay.Add(text);
            if (page.Count < StepSize) return new(trial, replay.Sums, IsCut: false);

            (from, after, read) = (page[^1].At, page[^1].Id, read + page.Count);
        }

        return new(trial, replay.Sums, IsCut: true);
    }

    // What went out just before the day has opened windows that hold in it.
    private static TimeSpan LongestOf(SendLimits limits)
    {
        var longest = new[]
        {
            limits.SmsInAll, limits.SmsPerCountry, limits.SmsPerPrefix, limits.SmsPerNumberLong, limits.SmsPerNumberShort,
            limits.SmsPerAccountLong, limits.SmsPerNewNumber,
        }.Max(rate => rate.Window);
        return longest < Before ? longest : Before;
    }

    // Each gateway that took it is paid.
    private static IEnumerable<PastText> TextsOf(PastMessage message)
    {
        var origin = NumberingPlans.FindOrigin(message.To);
        SmsUse? use = message.Kind is MessageKind.Notice ? null
            : message.Purpose is { } purpose ? ChallengeRules.SmsUseOf(purpose) : SmsUse.Enrolled;
        var isPaid = message.State is OutboxState.Sent or OutboxState.Unknown or OutboxState.Waiting;
        var text = new PastText(
            message.At, message.To, origin?.CallingCode ?? NoCountry, origin?.Region, message.Account?.Value, use, message.Answers, isPaid);
        return Enumerable.Repeat(text, Math.Max(1, message.Takers));
    }
}
