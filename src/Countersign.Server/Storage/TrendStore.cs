using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>How often something of one kind happened in one slot of time.</summary>
/// <param name="Slot">Counted from the start of the question.</param>
/// <param name="ByPassword">Whether a name and a password asked, and no session or key.</param>
public sealed record TrendCount(int Slot, AuditEvent Event, AuditOutcome? Outcome, ProofKind? Factor, bool ByPassword, long Times);

/// <summary>
/// Counts the audit log over time, for the people who run the service. It names nobody. What is over for a while is read from
/// <see cref="TrendSums"/>, the rest from the log itself: a chart costs the same with ten sign-ins a day and with ten thousand.
/// </summary>
public static class TrendStore
{
    /// <summary>
    /// The counts of a time that begins and ends with an hour (with a day, where slots are days or longer), in slots of one length.
    /// </summary>
    public static async Task<IReadOnlyList<TrendCount>> Count(Sql sql, DateTimeOffset start, DateTimeOffset end, TimeSpan slot)
    {
        var through = await TrendSums.Through(sql);
        var fromLog = through > start ? through : start;
        return [.. await TrendSums.Read(sql, start, fromLog < end ? fromLog : end, slot), .. await CountLog(
            sql, start, fromLog, end, slot)];
    }

    /// <summary>The same from the log alone, by the index on its time.</summary>
    /// <param name="start">Where the first slot begins.</param>
    /// <param name="from">What is before this is left out.</param>
    public static async Task<IReadOnlyList<TrendCount>> CountLog(
        Sql sql, DateTimeOffset start, DateTimeOffset from, DateTimeOffset end, TimeSpan slot)
    {
        var rows = await sql.Query<Row>($"""
            SELECT (created_at - {start}) / {(long)slot.TotalSeconds} AS slot, event, outcome, coalesce(factor, '') AS factor,
                   CASE WHEN credential = {Credential.PasswordAlone} THEN 1 ELSE 0 END AS by_password, count(*) AS times
            FROM audit_log
            WHERE created_at >= {from} AND created_at < {end}
              AND event IN ({AuditEvent.AuthnLoginSuccess}, {AuditEvent.AuthnTokenCreated}, {AuditEvent.AuthnLoginFail},
                            {AuditEvent.AuthnTokenReuse}, {AuditEvent.AuthnLoginLock}, {AuditEvent.CodeSent})
            GROUP BY 1, 2, 3, 4, 5
            """);
        return [.. rows.Select(row => row.ToCount())];
    }

    /// <summary>When the first thing since an instant happened; null when nothing did.</summary>
    public static async Task<DateTimeOffset?> First(Sql sql, DateTimeOffset since)
    {
        var seconds = await sql.Number($"SELECT coalesce(min(created_at), 0) FROM audit_log WHERE created_at >= {since}");
        return seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    // By properties: a query without rows has no column types that a constructor could be chosen by.
    internal sealed record Row
    {
        public long Slot { get; init; }

        public string Event { get; init; } = "";

        public string Outcome { get; init; } = "";

        public string Factor { get; init; } = "";

        public long ByPassword { get; init; }

        public long Times { get; init; }

        public TrendCount ToCount() => new(
            (int)Slot, Words.To<AuditEvent>(Event), Words
                .Find<AuditOutcome>(Outcome), Factor.Length == 0 ? null : Words.To<ProofKind>(Factor), ByPassword == 1, Times);
    }
}
