using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>Whether another gateway may be offered a message now.</summary>
public enum NextChoice
{
    /// <summary>One that takes messages may.</summary>
    Go,

    /// <summary>Those that may are left alone for a while.</summary>
    Rests,

    /// <summary>Nobody may.</summary>
    Nobody,
}

/// <summary>Messages that were sent, and that another gateway is to have, too.</summary>
public static class SecondRouteStore
{
    /// <summary>
    /// Takes messages that were handed over, of which nothing was heard in time, and whose code still counts: for another gateway. They
    /// stay sent whatever comes of it. What is not settled when the claim lapses is taken again: its row says who was asked.
    /// </summary>
    /// <param name="choose">Whether one of the gateways that are left takes messages now.</param>
    /// <param name="otherwise">When the others are looked at again.</param>
    public static async Task<IReadOnlyList<OutboxRow>> Claim(
        Tx tx, int most, DateTimeOffset until, Func<OutboxRow, NextChoice> choose, DateTimeOffset otherwise)
    {
        await ForgetBodies(tx);
        var due = await tx.Query<DueRow>($"""
            SELECT outbox.id, outbox.message_id, outbox.account_id, outbox.kind, outbox.destination, outbox.sealed_body, outbox.attempts,
                   outbox.expires_at, outbox.acknowledged, outbox.reports, outbox.next_route_at
            FROM outbox LEFT JOIN challenges c ON c.id = outbox.challenge_id
            WHERE outbox.next_route_at <= {tx.Now} AND outbox.expires_at > {tx.Now} AND outbox.state = {OutboxState.Sent}
              AND outbox.sealed_body IS NOT NULL AND (outbox.claimed_until IS NULL OR outbox.claimed_until <= {tx.Now})
              AND (outbox.kind = {MessageKind.Notice} OR (c.id IS NOT NULL AND c.ended_at IS NULL))
              AND NOT {YoungerMessages.IsBeingTried(tx)}
            ORDER BY outbox.next_route_at, outbox.id LIMIT {most}
            """);
        var taken = new List<OutboxRow>(due.Count);
        foreach (var row in due)
        {
            var message = row.ToOutboxRow();
            var choice = choose(message);
            if (choice is NextChoice.Rests) await PutOff(tx, row, otherwise);
            else if (choice is NextChoice.Nobody) await End(tx, row);
            else if (await TryClaim(tx, row, until)) taken.Add(message);
        }

        return taken;
    }

    /// <summary>
    /// Nothing of the code of this challenge goes out for a moment but what is going out right now: its reader asked for it in another way.
    /// Once that was taken the rest is given up (<see cref="YoungerMessages"/>); if it was refused, the rest goes on.
    /// </summary>
    /// <returns>False: something is going out right now.</returns>
    public static async Task<bool> TryHoldBack(Tx tx, Challenge challenge)
    {
        // Whoever has chosen one of them just now does not find it as it was.
        var later = tx.Now + TimeSpan.FromSeconds(1);
        await tx.Execute($"""
            UPDATE outbox SET next_attempt_at = CASE WHEN next_attempt_at < {later} THEN {later} ELSE next_attempt_at END,
                              next_route_at = CASE WHEN next_route_at < {later} THEN {later} ELSE next_route_at END
            WHERE account_id = {challenge.Account} AND challenge_id = {challenge.Id}
              AND (state = {OutboxState.Waiting} OR next_route_at IS NOT NULL) AND (claimed_until IS NULL OR claimed_until <= {tx.Now})
            """);
        return 0 == await tx.Number($"""
            SELECT count(*) FROM outbox
            WHERE account_id = {challenge.Account} AND challenge_id = {challenge.Id} AND claimed_until > {tx.Now}
            """);
    }

    // What nobody else is to have any more needs no text: it was kept for another gateway. What had failed has come to nothing by that.
    private static async Task ForgetBodies(Tx tx)
    {
        var over = await tx.Query<OverRow>($"""
            UPDATE outbox SET sealed_body = NULL, next_route_at = NULL
            WHERE next_route_at IS NOT NULL AND state = {OutboxState.Sent} AND (claimed_until IS NULL OR claimed_until <= {tx.Now})
              AND {WantedMessages.IsOver(tx)}
            RETURNING message_id, coalesce(reported, '') AS reported
            """);
        await NoteFailed(tx, over);
    }

    // A claim that ends: whoever dies over it is followed by somebody else.
    private static async Task<bool> TryClaim(Tx tx, DueRow row, DateTimeOffset until) => 1 == await tx.Execute($"""
        UPDATE outbox SET claimed_until = {until}, attempts = attempts + 1, next_route_at = {until}
        WHERE id = {row.Id} AND attempts = {row.Attempts} AND next_route_at = {row.NextRouteAt} AND state = {OutboxState.Sent}
        """);

    private static Task<int> PutOff(Tx tx, DueRow row, DateTimeOffset until) => tx.Execute($"""
        UPDATE outbox SET next_route_at = {until}
        WHERE id = {row.Id} AND attempts = {row.Attempts} AND next_route_at = {row.NextRouteAt} AND state = {OutboxState.Sent}
        """);

    private static async Task End(Tx tx, DueRow row)
    {
        var over = await tx.Query<OverRow>($"""
            UPDATE outbox SET sealed_body = NULL, next_route_at = NULL
            WHERE id = {row.Id} AND attempts = {row.Attempts} AND next_route_at = {row.NextRouteAt} AND state = {OutboxState.Sent}
            RETURNING message_id, coalesce(reported, '') AS reported
            """);
        await NoteFailed(tx, over);
    }

    private static async Task NoteFailed(Tx tx, IReadOnlyList<OverRow> over)
    {
        foreach (var row in over.Where(row => row.Reported == Words.Of(ReportedState.Failed)))
            await MessageNewsStore.Note(tx, new(row.MessageId), MessageNews.Failed, MessageNewsStore.Reported);
    }

    private sealed record OverRow(string MessageId, string Reported);

    private sealed record DueRow(
        long Id, string MessageId, long? AccountId, string Kind, string Destination, byte[]? SealedBody, long Attempts, long ExpiresAt,
        string? Acknowledged, string? Reports, long NextRouteAt)
    {
        public OutboxRow ToOutboxRow() => new(
            Id, new(MessageId), AccountId is { } account ? new AccountId(account) : null, Channel.Sms, Words.To<MessageKind>(Kind),
            Destination, SealedBody, (int)Attempts + 1, Stored.Instant(ExpiresAt))
        {
            Takers = Takers.In(Acknowledged),
            Reports = KnownReports.In(Reports),
        };
    }
}
