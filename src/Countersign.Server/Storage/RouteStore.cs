using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>Whether a gateway may be asked.</summary>
public enum RouteStanding
{
    /// <summary>It may, and that is written down.</summary>
    Noted,

    /// <summary>The message has arrived meanwhile, or is not to go out any more.</summary>
    Over,

    /// <summary>A gateway that had not answered has told meanwhile that it has the message.</summary>
    UnderWay,

    /// <summary>Somebody else carries the message by now.</summary>
    TakenOver,
}

/// <summary>Where it stands to which gateway a message goes.</summary>
public static class RouteStore
{
    /// <summary>
    /// Writes down to which gateway a message goes, before it does: whoever carries it on after a crash knows of the offer. From now on
    /// what is reported is of this gateway.
    /// </summary>
    public static async Task<RouteStanding> TryNote(Tx tx, AddressedMessage message, int gateway)
    {
        var state = message.Takers.Acknowledged.IsEmpty ? OutboxState.Waiting : OutboxState.Sent;
        var takers = message.Takers with { Asked = gateway };
        return 1 == await tx.Execute($"""
            UPDATE outbox SET reported = CASE WHEN gateway = {gateway} THEN reported ELSE NULL END, gateway = {gateway},
                              acknowledged = {takers.Written}
            WHERE message_id = {message.Id.Value} AND state = {state} AND attempts = {message.Attempt}
              AND coalesce(reported, '') <> {ReportedState.Delivered}
              AND NOT (state = {OutboxState.Waiting} AND coalesce(reported, '') = {ReportedState.UnderWay}
                       AND coalesce(gateway, -1) = {message.Takers.Perhaps.LastOrDefault(-2)})
            """)
                ? RouteStanding.Noted
                : await WhyNot(tx, message, state);
    }

    private static async Task<RouteStanding> WhyNot(Sql sql, AddressedMessage message, OutboxState state) =>
        await sql.FindOne<Row>($"SELECT state, attempts, reported FROM outbox WHERE message_id = {message.Id.Value}") is not { } row
        || row.State != Words.Of(state) || row.Reported == Words.Of(ReportedState.Delivered) ? RouteStanding.Over
        : row.Attempts != message.Attempt ? RouteStanding.TakenOver
        : RouteStanding.UnderWay;

    private sealed record Row(string State, long Attempts, string? Reported);
}
