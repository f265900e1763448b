namespace Countersign.Core;

/// <summary>Why a text message would not have gone.</summary>
public enum SendCap
{
    /// <summary>Numbers of its country get none.</summary>
    ClosedCountry,

    /// <summary>Its account had too many.</summary>
    Account,

    /// <summary>Its number had too many.</summary>
    Number,

    /// <summary>Numbers that begin like it had too many.</summary>
    Prefix,

    /// <summary>Its calling code had too many.</summary>
    Country,

    /// <summary>Everybody together had too many.</summary>
    InAll,
}

/// <summary>A text message that was written down at some time.</summary>
/// <param name="Use">Null: news.</param>
/// <param name="Answers">Whether codes to this number came back, so that it pays for itself and not for its neighbours.</param>
/// <param name="IsPaid">Whether a gateway took it, or may have.</param>
public sealed record PastText(
    DateTimeOffset At, PhoneNumber To, string CallingCode, Region? Region, long? Account, SmsUse? Use, bool Answers, bool IsPaid);

/// <summary>What would have become of the text messages to one calling code.</summary>
/// <param name="Asked">All that were written down.</param>
/// <param name="PaidThen">How many of them gateways took.</param>
/// <param name="Went">How many would have gone.</param>
/// <param name="Paid">How many of those gateways took.</param>
/// <param name="Refused">How many would not have gone, by what comes first.</param>
public sealed record ReplaySums(
    string CallingCode, long Asked, long PaidThen, long Went, long Paid, IReadOnlyDictionary<SendCap, long> Refused);

/// <summary>
/// Text messages of the past, in their order, under limits that may be others than those of their time. A window opens with its first
/// message, as it does when messages are sent; what is refused takes no place anywhere. Of a message it is not known from which network it
/// was asked for, nor whether by a stranger: those limits take no part.
/// </summary>
/// <param name="limits">What holds.</param>
/// <param name="from">What is older fills windows and is not summed up.</param>
public sealed class SendReplay(SendLimits limits, DateTimeOffset from)
{
    private readonly Dictionary<string, Window> windows = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Tally> tallies = new(StringComparer.Ordinal);

    /// <summary>What came out so far, by calling code.</summary>
    public IReadOnlyList<ReplaySums> Sums => [.. tallies.Select(each => each.Value.Sums(each.Key))];

    /// <summary>The next message.</summary>
    /// <returns>Null when it would have gone.</returns>
    public SendCap? Add(PastText text)
    {
        var why = Judge(text);
        if (text.At >= from) TallyOf(text.CallingCode).Count(text.IsPaid, why);
        return why;
    }

    private SendCap? Judge(PastText text)
    {
        if (text.Region is not { } region || !limits.SmsCountries.Contains(region)) return SendCap.ClosedCountry;

        var all = LimitsOf(text);
        foreach (var limit in all)
            if (windows.TryGetValue(limit.Key, out var open) && open.EndsAt > text.At && open.Hits >= limit.Rate.Count) return limit.Cap;

        foreach (var limit in all)
            windows[limit.Key] = windows.TryGetValue(limit.Key, out var open) && open.EndsAt > text.At
                ? open with { Hits = open.Hits + 1 }
                : new(1, text.At + limit.Rate.Window);
        return null;
    }

    // In the order in which they are asked when a message is sent.
    private List<(SendCap Cap, string Key, Rate Rate)> LimitsOf(PastText text)
    {
        var (use, number) = (text.Use, text.To.E164);
        var all = new List<(SendCap, string, Rate)>();
        if (use is not null)
        {
            if (text.Account is { } account)
            {
                all.Add((SendCap.Account, $"account {account}", limits.SmsPerAccountLong));
                if (use is SmsUse.NewNumber) all.Add((SendCap.Account, $"new {account} {number}", limits.SmsPerNewNumber));
            }

            all.Add((SendCap.Number, $"short {use} {number}", limits.SmsPerNumberShort));
            all.Add((SendCap.Number, $"long {use} {number}", limits.SmsPerNumberLong));
        }

        if (!(text.Answers && use is SmsUse.Enrolled)) all.Add((SendCap.Prefix, $"prefix {use} {text.To.Prefix}", limits.SmsPerPrefix));
        all.Add((SendCap.Country, $"country {use} {text.CallingCode}", limits.SmsPerCountry));
        all.Add((SendCap.InAll, $"all {use}", limits.SmsInAll));
        return all;
    }

    private Tally TallyOf(string callingCode)
    {
        if (!tallies.TryGetValue(callingCode, out var tally)) tallies[callingCode] = tally = new();
        return tally;
    }

    private readonly record struct Window(long Hits, DateTimeOffset EndsAt);

    private sealed class Tally
    {
        private readonly Dictionary<SendCap, long> refused = [];
        private long asked;
        private long paidThen;
        private long went;
        private long paid;

        public void Count(bool isPaid, SendCap? why)
        {
            asked++;
            if (isPaid) paidThen++;
            if (why is { } cap)
            {
                refused[cap] = refused.GetValueOrDefault(cap) + 1;
                return;
            }

            went++;
            if (isPaid) paid++;
        }

        public ReplaySums Sums(string callingCode) => new(callingCode, asked, paidThen, went, paid, refused);
    }
}
