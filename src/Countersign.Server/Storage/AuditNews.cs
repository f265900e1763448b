using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Countersign.Server.Storage;

/// <summary>
/// What was written into the audit log is told to the operator as well, by one event of the server's log and one count: once it is on the
/// disk, and never if it was undone. Both have closed lists, numbers and the network address, and nothing that somebody typed; the count
/// does not even say who.
/// </summary>
internal static class AuditNews
{
    // The numbers of these events; their names are the words of the audit log.
    private const int FirstEvent = 2000;

    private static readonly Meter Meter = new("Countersign");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>(
        "countersign.events", "{event}", "What happened, by event, outcome and kind of second factor, in the words of the audit log.");

    /// <summary>Tells of an entry. What a brake turned away was counted already (<see cref="Count"/>), and is told together.</summary>
    public static void Tell(ILogger log, AuditEntry entry)
    {
        if (entry.Tries == 0) Count(entry);

        var level = LevelOf(entry.Event);
        if (log.IsEnabled(level))
            log.Log(level, new EventId(FirstEvent + (int)entry.Event, Words.Of(entry.Event)), Facts(entry), exception: null, Sentence);
    }

    /// <summary>Counts what happened.</summary>
    public static void Count(AuditEntry entry)
    {
        if (!Events.Enabled) return;

        Events.Add(1, new TagList
        {
            { "event", Words.Of(entry.Event) },
            { "outcome", OutcomeOf(entry) },
            { "factor", FactorOf(entry) },
        });
    }

    private static LogLevel LevelOf(AuditEvent what) =>
        what is AuditEvent.AuthnLoginFail or AuditEvent.AuthnLoginLock or AuditEvent.AuthnTokenReuse
            ? LogLevel.Warning
            : LogLevel.Information;

    // The address comes first, so that whoever reads lines by a pattern (fail2ban) needs to skip nothing.
    private static KeyValuePair<string, object?>[] Facts(AuditEntry entry) =>
    [
        new("From", entry.Source.IpAddress),
        new("Outcome", OutcomeOf(entry)),
        new("Factor", FactorOf(entry)),
        new("Account", entry.Account?.Value),
        new("By", entry.Credential?.Word),
        new("Method", entry.Method?.Value),
        new("Route", entry.Source.Route),
        new("Tries", Math.Max(entry.Tries, 1)),
        new("ToldByKey", entry.Source.ToldBy?.Key.Value),
        new("ToldFrom", entry.Source.ToldBy?.Peer),
    ];

    private static string OutcomeOf(AuditEntry entry) => entry.Act is { } act ? Words.Of(act) : Words.Of(entry.Outcome);

    private static string FactorOf(AuditEntry entry) => entry.Factor is { } factor ? Words.Of(factor) : "";

    private static string Sentence(KeyValuePair<string, object?>[] facts, Exception? none)
    {
        var sentence = new StringBuilder();
        foreach (var (name, value) in facts)
        {
            if (value is null or "") continue;

            if (sentence.Length > 0) sentence.Append(", ");
            sentence.Append(CultureInfo.InvariantCulture, $"{name.ToLowerInvariant()} {value}");
        }

        return sentence.ToString();
    }
}
