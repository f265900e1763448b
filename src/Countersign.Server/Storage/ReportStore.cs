using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What gateways say of messages that they took, and which messages another gateway is to have.</summary>
public static class ReportStore
{
    /// <summary>
    /// Notes a report; null when it says nothing new, or is of a gateway that never had the message. Of one whose fate nobody knows,
    /// "delivered" is the answer that never came.
    /// </summary>
    /// <param name="reason">Why it failed; null where nobody says.</param>
    /// <returns>What is told of the message now, and whether that was told before.</returns>
    public static async Task<ReportTold?> TryNote(Tx tx, MessageId id, int gateway, ReportedState state, string? reason)
    {
        // The row is held since it was read: of two reports at once the later one reads what the first has written.
        if (await tx.FindOne<CourseRow>($"SELECT {CourseRow.Columns} FROM outbox WHERE message_id = {id.Value}{tx.Hold}") is not { } row)
            return null;

        var before = row.CourseAt(tx.Now);
        if (before.IsDelivered || !IsFrom(row, gateway)) return null;

        var known = before.Holders.FirstOrDefault(each => each.Gateway == gateway)?.Reported
            ?? row.Told.ByGateway.GetValueOrDefault(gateway)?.State;
        if (!ReportRules.SaysMore(known, state)) return null;

        var reports = row.Told.With(gateway, new(state, tx.Now));
        var after = row.Of(state is ReportedState.Delivered ? OutboxState.Sent : before.State, row.Takers, reports) with
        {
            Attempts = before.Attempts,
            IsUnderWay = before.IsUnderWay,
            HasNext = before.HasNext && state is not ReportedState.Delivered,
        };
        await Write(tx, id, after, new(gateway, state, reason, reports));
        return new(TellRules.Of(before), TellRules.Of(after));
    }

    // One whose offer is under way has no word in the row of takers yet where it is the only one.
    private static bool IsFrom(CourseRow row, int gateway) => row.Takers.All.Contains(gateway)
        || (row.Gateway == gateway && Words.To<OutboxState>(row.State) is OutboxState.Sent or OutboxState.Waiting or OutboxState.Unknown);

    private static Task<int> Write(Tx tx, MessageId id, MessageCourse after, Noted noted)
    {
        var told = TellRules.Of(after);
        var isDue = after is { HasNext: true, IsUnderWay: false } && RouteRules.HasFailedLast(after);
        return noted.State switch
        {
            ReportedState.Delivered => tx.Execute($"""
                UPDATE outbox SET reports = {noted.Reports.Written}, reported = {noted.State}, reported_at = {tx.Now},
                                  next_route_at = NULL, sealed_body = NULL, gateway = {noted.Gateway}, state = {OutboxState.Sent},
                                  done_at = coalesce(done_at, {tx.Now}), handed_at = coalesce(handed_at, {tx.Now})
                WHERE message_id = {id.Value}
                """),
            ReportedState.Failed or ReportedState.UnderWay => tx.Execute($"""
                UPDATE outbox SET reports = {noted.Reports.Written}, reported = {told.Reported}, reported_at = {told.ReportedAt},
                                  last_error = coalesce({noted.Reason}, last_error),
                                  next_route_at = CASE WHEN {isDue} = 1 THEN {tx.Now} ELSE next_route_at END
                WHERE message_id = {id.Value}
                """),
        };
    }

    /// <summary>For what the code in a message is; null: it is news.</summary>
    public static async Task<ChallengePurpose?> FindPurpose(Sql sql, MessageId id) => await sql.FindOne<PurposeRow>($"""
        SELECT c.purpose FROM outbox o JOIN challenges c ON c.id = o.challenge_id WHERE o.message_id = {id.Value}
        """) is { } row ? Words.To<ChallengePurpose>(row.Purpose) : null;

    private sealed record PurposeRow(string Purpose);

    private sealed record Noted(int Gateway, ReportedState State, string? Reason, KnownReports Reports);
}

/// <summary>What a report has changed of what is told of its message.</summary>
public sealed record ReportTold(Telling Before, Telling After)
{
    /// <summary>Whether the message has come to nothing by it.</summary>
    public bool IsGivenUp => After.What is Told.GivenUp && Before.What is not Told.GivenUp;
}
