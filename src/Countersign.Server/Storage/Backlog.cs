using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What waits in the database to be carried out.</summary>
/// <param name="Messages">Those of a channel that are to be sent now, or were tried already; those that gather others are not among them.</param>
/// <param name="TurnedAway">Tries that a brake turned away and that no entry of the audit log tells of yet.</param>
public sealed record Backlog(IReadOnlyList<WaitingMessages> Messages, long TurnedAway)
{
    /// <summary>That of now.</summary>
    public static async Task<Backlog> Of(Sql sql)
    {
        var rows = await sql.Query<Row>($"""
            SELECT channel, count(*) AS waiting, min(created_at) AS oldest FROM outbox
            WHERE state = {OutboxState.Waiting} AND (attempts > 0 OR next_attempt_at <= {sql.Now})
            GROUP BY channel
            """);
        var turnedAway = await sql.Number($"SELECT CAST(coalesce(sum(tries), 0) AS BIGINT) FROM turned_away");
        return new([.. Enum.GetValues<Channel>().Select(channel => Of(channel, rows, sql.Now))], turnedAway);
    }

    private static WaitingMessages Of(Channel channel, IReadOnlyList<Row> rows, DateTimeOffset now) =>
        rows.SingleOrDefault(row => row.Channel == Words.Of(channel)) is { } row
            ? new(channel, row.Waiting, now - Stored.Instant(row.Oldest))
            : new(channel, 0, TimeSpan.Zero);

    private sealed record Row(string Channel, long Waiting, long Oldest);
}

/// <summary>The messages of a channel that wait.</summary>
/// <param name="Age">That of the oldest.</param>
public sealed record WaitingMessages(Channel Channel, long Count, TimeSpan Age);
