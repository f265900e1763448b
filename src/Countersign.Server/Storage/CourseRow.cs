using System.Collections.Immutable;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>The columns of a message that say how far it has come.</summary>
internal sealed record CourseRow(
    string State, long Attempts, long? Gateway, string? Acknowledged, string? Reports, string? Reported, long? ReportedAt,
    long? ClaimedUntil, long? NextRouteAt)
{
    /// <summary>The columns.</summary>
    public static SqlPart Columns { get; } = new($"""
        outbox.state, outbox.attempts, outbox.gateway, outbox.acknowledged, outbox.reports, outbox.reported, outbox.reported_at,
        outbox.claimed_until, outbox.next_route_at
        """);

    /// <summary>Who has the message, or may have it.</summary>
    public Takers Takers => Takers.In(Acknowledged);

    /// <summary>
    /// What the gateways have said. A version before this one wrote no more than the last report, of whoever had the message then.
    /// </summary>
    public KnownReports Told
    {
        get
        {
            var known = KnownReports.In(Reports);
            return Reported is { } word && Words.To<ReportedState>(word) is var last
                && (Reports is null || (last is ReportedState.Delivered && !IsDelivered(known)))
                    ? known.With((int)(Gateway ?? 0), new(last, Stored.Instant(ReportedAt ?? 0)))
                    : known;
        }
    }

    /// <summary>How far it has come.</summary>
    public MessageCourse CourseAt(DateTimeOffset now) => Of(Words.To<OutboxState>(State), Takers, Told) with
    {
        Attempts = (int)Attempts,
        IsUnderWay = Stored.Instant(ClaimedUntil) > now,
        HasNext = NextRouteAt is not null,
    };

    /// <summary>How far it has come when it is in this state, and these have it.</summary>
    public MessageCourse Of(OutboxState state, Takers takers, KnownReports reports) =>
        new(state, HoldersIn(state, takers, reports, (int)(Gateway ?? 0)));

    /// <summary>
    /// One that was sent was taken by somebody, be it nobody with a number, as a mail server; and whoever delivers it had it.
    /// </summary>
    internal static ImmutableArray<Holder> HoldersIn(OutboxState state, Takers takers, KnownReports reports, int last)
    {
        var taken = state is OutboxState.Sent && takers.Acknowledged.IsEmpty ? [last] : takers.Acknowledged;
        IEnumerable<Holder> offers =
        [
            .. taken.Select(each => Of(each, Holding.Acknowledged)), .. takers.Perhaps.Select(each => Of(each, Holding.Perhaps)),
            .. takers.Asked is { } asked ? [Of(asked, Holding.Asked)] : (Holder[])[],
        ];
        var known = offers.ToImmutableArray();
        return known.AddRange(reports.ByGateway.Where(
            each => each.Value.State is ReportedState.Delivered && known.All(holder => holder.Gateway != each.Key)).Select(
            each => Of(each.Key, Holding.Perhaps)));

        Holder Of(int gateway, Holding holding) => reports.ByGateway.GetValueOrDefault(gateway) is { } report
            ? new(gateway, holding, report.State, report.At)
            : new(gateway, holding);
    }

    private static bool IsDelivered(KnownReports reports) => reports.ByGateway.Values.Any(each => each.State is ReportedState.Delivered);
}
