using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>How often something of one kind happened in one slot of time.</summary>
/// <param name="Slot">Counted from the start of the question.</param>
/// <param name="ByPassword">Whether a name and a password asked, and no session or key.</param>
public sealed record TrendCount(int Slot, AuditEvent Event, string Outcome, ProofKind? Factor, bool ByPassword, long Times);

/// <summary>Counts the audit log over time, for the people who run the service. It names nobody.</summary>
public static class TrendStore
{
    /// <summary>The counts from <paramref name="start"/> on, in slots of one length; bounded in time, and read by the index on it.</summary>
    public static async Task<IReadOnlyList<TrendCount>> Count(Sql sql, DateTimeOffset start, DateTimeOffset end, TimeSpan slot)
    {
        var rows = await sql.Query<Row>($"""
            SELECT (created_at - {start}) / {(long)slot.TotalSeconds} AS slot, event, outcome, factor,
                   CASE WHEN credential = {Verification.Demand.PasswordAlone} THEN 1 ELSE 0 END AS by_password, count(*) AS times
            FROM audit_log
            WHERE created_at >= {start} AND created_at < {end}
              AND event IN ({AuditEvent.AuthnLoginSuccess}, {AuditEvent.AuthnTokenCreated}, {AuditEvent.AuthnLoginFail},
                            {AuditEvent.AuthnTokenReuse}, {AuditEvent.AuthnLoginLock}, {AuditEvent.CodeSent})
            GROUP BY 1, 2, 3, 4, 5
            """);
        return [.. rows.Select(row => row.ToCount())];
    }

    // By properties: a query without rows has no column types that a constructor could be chosen by.
    private sealed record Row
    {
        public long Slot { get; init; }

        public string Event { get; init; } = "";

        public string Outcome { get; init; } = "";

        public string? Factor { get; init; }

        public long ByPassword { get; init; }

        public long Times { get; init; }

        public TrendCount ToCount() => new(
            (int)Slot, Words.To<AuditEvent>(Event), Outcome, Factor is null ? null : Words.To<ProofKind>(Factor), ByPassword == 1, Times);
    }
}
