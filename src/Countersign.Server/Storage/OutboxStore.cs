using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>The table of messages on their way out.</summary>
public static class OutboxStore
{
    // Longer than any pause between two attempts.
    internal static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestClaim = TimeSpan.FromMinutes(2);

    /// <summary>Stores a message without its text, which is sealed for the row this answers.</summary>
    public static Task<long> Add(Tx tx, MessageId id, OutgoingMessage message) => tx.Insert($"""
        INSERT INTO outbox (message_id, account_id, challenge_id, channel, kind, destination, state,
                            next_attempt_at, expires_at, created_at, gathers)
        VALUES ({id.Value}, {message.Account}, {message.Challenge}, {message.Channel}, {message.Message.Kind},
                {message.Destination}, {OutboxState.Waiting}, {message.Gathers?.Until ?? tx.Now}, {message.ExpiresAt}, {tx.Now},
                {message.Gathers?.Bucket})
        RETURNING id
        """);

    /// <summary>Stores the sealed text.</summary>
    public static Task SetBody(Tx tx, long row, byte[] sealedBody) =>
        tx.Execute($"UPDATE outbox SET sealed_body = {sealedBody} WHERE id = {row}");

    /// <summary>The message that still gathers what this bucket counts; null when none does, or somebody carries it out already.</summary>
    public static async Task<long?> FindGathering(Sql sql, string bucket)
    {
        var row = await sql.Number($"""
            SELECT coalesce(max(id), 0) FROM outbox
            WHERE gathers = {bucket} AND state = {OutboxState.Waiting} AND attempts = 0 AND next_attempt_at > {sql.Now}
            """);
        return row == 0 ? null : row;
    }

    /// <summary>How a message is doing; null when there is none.</summary>
    public static async Task<OutboxProgress?> Find(Sql sql, MessageId id) =>
        (await sql.FindOne<Progress>($"""
            SELECT state, attempts, claimed_until, is_our_fault FROM outbox WHERE message_id = {id.Value}
            """))?.ToProgress();

    /// <summary>The number of the gateway that a message was offered to last; null: nobody knows.</summary>
    public static async Task<int?> FindGateway(Sql sql, MessageId id) =>
        (int)await sql.Number($"SELECT coalesce(max(gateway), 0) FROM outbox WHERE message_id = {id.Value}") is > 0 and var gateway
            ? gateway
            : null;

    /// <summary>Whether news by text message waits to leave for one of the account's numbers.</summary>
    public static async Task<bool> HasTextWaiting(Sql sql, AccountId account) => 0 < await sql.Number($"""
        SELECT count(*) FROM outbox
        WHERE account_id = {account} AND state = {OutboxState.Waiting} AND channel = {Channel.Sms} AND kind = {MessageKind.Notice}
        """);

    /// <summary>Gives up the codes of ended challenges, and those that a younger message has taken to somebody; answers which.</summary>
    public static Task<IReadOnlyList<MessageId>> DropDead(Tx tx, Channel channel) => GiveUp(tx, $"""
        UPDATE outbox SET state = {OutboxState.Dropped}, sealed_body = NULL, claimed_until = NULL, done_at = {tx.Now}
        WHERE state = {OutboxState.Waiting} AND channel = {channel} AND {IsFree(tx)}
          AND {WantedMessages.IsDead}
        RETURNING message_id
        """);

    /// <summary>
    /// Gives up what is too old to be sent; answers which. A notice stays, unsent, until the time can be believed
    /// (<see cref="DropOldNotices"/>): it tells of what has happened, also after a clock that was wrong is set right.
    /// </summary>
    public static Task<IReadOnlyList<MessageId>> DropExpired(Tx tx, Channel channel) => GiveUp(tx, $"""
        UPDATE outbox SET state = {OutboxState.Expired}, sealed_body = NULL, claimed_until = NULL, done_at = {tx.Now}
        WHERE state = {OutboxState.Waiting} AND channel = {channel} AND {IsFree(tx)}
          AND expires_at <= {tx.Now} AND kind <> {MessageKind.Notice}
        RETURNING message_id
        """);

    /// <summary>Gives up notices that are too old to be sent; answers which.</summary>
    public static Task<IReadOnlyList<MessageId>> DropOldNotices(Tx tx, Channel channel) => GiveUp(tx, $"""
        UPDATE outbox SET state = {OutboxState.Expired}, sealed_body = NULL, claimed_until = NULL, done_at = {tx.Now}
        WHERE state = {OutboxState.Waiting} AND channel = {channel} AND {IsFree(tx)}
          AND expires_at <= {tx.Now} AND kind = {MessageKind.Notice}
        RETURNING message_id
        """);

    /// <summary>
    /// Takes what is due, oldest first. What another worker takes at the same time is not in the answer, and not waited for.
    /// </summary>
    public static async Task<IReadOnlyList<OutboxRow>> Claim(Tx tx, Channel channel, int most, DateTimeOffset until)
    {
        var due = await tx.Query<Row>($"""
            SELECT id, message_id, account_id, channel, kind, destination, sealed_body, attempts, next_attempt_at, expires_at, gateway,
                   acknowledged, reports, CASE WHEN gathers IS NULL THEN created_at END AS written_at FROM outbox
            WHERE state = {OutboxState.Waiting} AND channel = {channel} AND {IsDue(tx)} AND expires_at > {tx.Now}
              AND {IsFree(tx)} AND NOT {YoungerMessages.IsBeingTried(tx)}
            ORDER BY next_attempt_at, id LIMIT {most}{tx.Free}
            """);
        var taken = new List<OutboxRow>(due.Count);
        foreach (var row in due)
            if (await TryClaim(tx, row, until)) taken.Add(row.ToOutboxRow());

        return taken;
    }

    /// <summary>Whether something is due that nobody has taken: after <see cref="Claim"/>, what another transaction holds.</summary>
    public static async Task<bool> HasDue(Tx tx, Channel channel) => 0 < await tx.Number($"""
        SELECT count(*) FROM outbox
        WHERE state = {OutboxState.Waiting} AND channel = {channel} AND {IsDue(tx)} AND expires_at > {tx.Now} AND {IsFree(tx)}
          AND NOT {YoungerMessages.IsBeingTried(tx)}
        """);

    /// <summary>Removes old records; answers how many. What was done before was stored before, which is what the index knows.</summary>
    public static Task<int> DeleteDoneBefore(Tx tx, DateTimeOffset before) =>
        tx.Execute($"DELETE FROM outbox WHERE created_at < {before} AND done_at < {before}");

    private static async Task<IReadOnlyList<MessageId>> GiveUp(Tx tx, Statement endThem) =>
        [.. (await tx.Query<string>(endThem)).Select(id => new MessageId(id))];

    // What gathers may wait longer than what is tried again.
    private static SqlPart IsDue(Tx tx) => new($"""
        ({Believed.IsDue(tx, "next_attempt_at", LongestPause)}
         AND (gathers IS NULL OR attempts > 0 OR next_attempt_at <= {tx.Now} OR created_at > {tx.Now + Believed.Drift}))
        """);

    private static SqlPart IsFree(Tx tx) => new($"(claimed_until IS NULL OR {Believed.IsDue(tx, "claimed_until", LongestClaim)})");

    private static async Task<bool> TryClaim(Tx tx, Row row, DateTimeOffset until) => 1 == await tx.Execute($"""
        UPDATE outbox SET claimed_until = {until}, attempts = attempts + 1
        WHERE id = {row.Id} AND state = {OutboxState.Waiting} AND attempts = {row.Attempts} AND next_attempt_at = {row.NextAttemptAt}
        """);

    private sealed record Row(
        long Id, string MessageId, long? AccountId, string Channel, string Kind, string Destination,
        byte[]? SealedBody, long Attempts, long NextAttemptAt, long ExpiresAt, long? Gateway, string? Acknowledged, string? Reports,
        long? WrittenAt)
    {
        public OutboxRow ToOutboxRow() => new(
            Id, new(MessageId), AccountId is { } account ? new AccountId(account) : null, Words.To<Channel>(Channel),
            Words.To<MessageKind>(Kind), Destination, SealedBody, (int)Attempts + 1, Stored.Instant(ExpiresAt))
        {
            Takers = Takers.In(Acknowledged) is { Doubtful: [] } unsaid && Gateway is { } had
                ? unsaid with { Perhaps = [(int)had] } // as a version before this one wrote it
                : Takers.In(Acknowledged),
            Reports = KnownReports.In(Reports),
            WrittenAt = WrittenAt is { } at ? Stored.Instant(at) : null,
        };
    }

    private sealed record Progress(string State, long Attempts, long? ClaimedUntil, long IsOurFault)
    {
        public OutboxProgress ToProgress() => new(
            Words.To<OutboxState>(State), Attempts > 0 && ClaimedUntil is null, IsOurFault == 1 ? Blame.Us : Blame.Others);
    }
}
