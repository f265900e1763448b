using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What gateways say of messages that they took, and which messages another gateway is to have.</summary>
public static class ReportStore
{
    /// <summary>
    /// Notes a report; false when it says nothing new, or of a gateway that does not have the message. Of one whose fate nobody
    /// knows, "delivered" is the answer that never came.
    /// </summary>
    /// <param name="reason">Why it failed; null where nobody says.</param>
    public static async Task<bool> TryNote(Tx tx, MessageId id, int gateway, ReportedState state, string? reason)
    {
        if (await tx.FindOne<Row>($"""
            SELECT id, reported, acknowledged, gateway, state FROM outbox WHERE message_id = {id.Value}{tx.Hold}
            """) is not { } row) return false;

        var known = row.Reported is { } word ? Words.To<ReportedState>(word) : (ReportedState?)null;
        if (!ReportRules.SaysMore(known, state)) return false;

        // A failure counts only of the gateway that has the message now; of one that had it before, another one has it since.
        var isOfNow = row.Gateway == gateway;
        if (!isOfNow && (state is not ReportedState.Delivered || !Takers.In(row.Acknowledged).All.Contains(gateway))) return false;

        return 1 == await Write(tx, row, gateway, state, reason);
    }

    /// <summary>For what the code in a message is; null: it is news.</summary>
    public static async Task<ChallengePurpose?> FindPurpose(Sql sql, MessageId id) => await sql.FindOne<PurposeRow>($"""
        SELECT c.purpose FROM outbox o JOIN challenges c ON c.id = o.challenge_id WHERE o.message_id = {id.Value}
        """) is { } row ? Words.To<ChallengePurpose>(row.Purpose) : null;

    // The row is held since it was read: of two reports at once the later one reads what the first has written.
    private static Task<int> Write(Tx tx, Row row, int gateway, ReportedState state, string? reason) => state switch
    {
        ReportedState.Delivered => tx.Execute($"""
            UPDATE outbox SET reported = {state}, reported_at = {tx.Now}, next_route_at = NULL, sealed_body = NULL, gateway = {gateway},
                              state = {OutboxState.Sent}, done_at = coalesce(done_at, {tx.Now}), handed_at = coalesce(handed_at, {tx.Now})
            WHERE id = {row.Id} AND coalesce(reported, '') = {row.Reported ?? ""}
              AND state IN ({OutboxState.Sent}, {OutboxState.Waiting}, {OutboxState.Unknown})
            """),
        ReportedState.Failed => tx.Execute($"""
            UPDATE outbox SET reported = {state}, reported_at = {tx.Now}, last_error = coalesce({reason}, last_error),
                              next_route_at = CASE WHEN next_route_at IS NULL OR claimed_until > {tx.Now} THEN next_route_at
                                                   ELSE {tx.Now} END
            WHERE id = {row.Id} AND coalesce(reported, '') = {row.Reported ?? ""} AND gateway = {row.Gateway}
            """),
        ReportedState.UnderWay => tx.Execute($"""
            UPDATE outbox SET reported = {state}, reported_at = {tx.Now}
            WHERE id = {row.Id} AND coalesce(reported, '') = {row.Reported ?? ""}
            """),
    };

    /// <summary>
    /// Takes messages that were handed over, of which nothing was heard in time, and whose code still counts: for another gateway. They
    /// stay sent whatever comes of it, and are taken for this once: what is not settled is not taken again.
    /// </summary>
    /// <param name="mayGo">Whether one of the gateways that are left takes messages now.</param>
    /// <param name="otherwise">When the others are looked at again.</param>
    public static async Task<IReadOnlyList<OutboxRow>> Claim(
        Tx tx, int most, DateTimeOffset until, Func<OutboxRow, bool> mayGo, DateTimeOffset otherwise)
    {
        await ForgetBodies(tx);
        var due = await tx.Query<DueRow>($"""
            SELECT o.id, o.message_id, o.account_id, o.kind, o.destination, o.sealed_body, o.attempts, o.expires_at, o.acknowledged,
                   o.next_route_at
            FROM outbox o LEFT JOIN challenges c ON c.id = o.challenge_id
            WHERE o.next_route_at <= {tx.Now} AND o.expires_at > {tx.Now} AND o.state = {OutboxState.Sent} AND o.sealed_body IS NOT NULL
              AND (o.claimed_until IS NULL OR o.claimed_until <= {tx.Now})
              AND (o.kind = {MessageKind.Notice} OR (c.id IS NOT NULL AND c.ended_at IS NULL))
            ORDER BY o.next_route_at, o.id LIMIT {most}
            """);
        var taken = new List<OutboxRow>(due.Count);
        foreach (var row in due)
            if (!mayGo(row.ToOutboxRow())) await PutOff(tx, row, otherwise);
            else if (await TryClaim(tx, row, until)) taken.Add(row.ToOutboxRow());

        return taken;
    }

    /// <summary>Writes down how the attempt by another gateway went; false when somebody has written something else since.</summary>
    /// <param name="next">When the next one is to have it; null: none.</param>
    public static async Task<bool> TrySettle(Tx tx, OutboxRow row, SendOutcome outcome, DateTimeOffset? next) => outcome.Result switch
    {
        SendResult.Accepted => 1 == await tx.Execute($"""
            UPDATE outbox SET gateway = CASE WHEN {IsDelivered} THEN gateway ELSE {outcome.Gateway} END,
                              reference = CASE WHEN {IsDelivered} THEN reference ELSE {outcome.Reference} END,
                              handed_at = CASE WHEN {IsDelivered} THEN handed_at ELSE {tx.Now} END, last_error = NULL,
                              acknowledged = {row.TakersAfter(outcome).With(outcome.Gateway).Written}, claimed_until = NULL,
                              sealed_body = CASE WHEN {next is null} = 1 THEN NULL ELSE sealed_body END,
                              next_route_at = {OutboxStore.NextRoute(tx, next)}
            WHERE id = {row.Id} AND attempts = {row.Attempts} AND state = {OutboxState.Sent}
            """),
        SendResult.FailedForNow or SendResult.RefusedForGood or SendResult.Unknown => 1 == await tx.Execute($"""
            UPDATE outbox SET last_error = {outcome.Reason}, claimed_until = NULL, next_route_at = {next},
                              gateway = CASE WHEN {IsDelivered} THEN gateway ELSE coalesce({HolderAfter(row, outcome)}, gateway) END,
                              acknowledged = {row.TakersAfter(outcome).Written},
                              sealed_body = CASE WHEN {next is null} = 1 THEN NULL ELSE sealed_body END
            WHERE id = {row.Id} AND attempts = {row.Attempts} AND state = {OutboxState.Sent}
            """),
    };

    /// <summary>
    /// Nothing more goes out of the code of this challenge than what is going out right now: its reader asked for it in another way.
    /// </summary>
    /// <returns>False: something is going out right now.</returns>
    public static async Task<bool> TryForego(Tx tx, Challenge challenge)
    {
        await tx.Execute($"""
            UPDATE outbox SET next_route_at = NULL, sealed_body = NULL, claimed_until = NULL, done_at = coalesce(done_at, {tx.Now}),
                              state = CASE WHEN state = {OutboxState.Waiting} THEN {OutboxState.Dropped} ELSE state END
            WHERE account_id = {challenge.Account} AND challenge_id = {challenge.Id}
              AND (state = {OutboxState.Waiting} OR next_route_at IS NOT NULL) AND (claimed_until IS NULL OR claimed_until <= {tx.Now})
            """);
        return 0 == await tx.Number($"""
            SELECT count(*) FROM outbox
            WHERE account_id = {challenge.Account} AND challenge_id = {challenge.Id} AND claimed_until > {tx.Now}
            """);
    }

    // What nobody else is to have any more needs no text: it was kept for another gateway.
    private static Task<int> ForgetBodies(Tx tx) => tx.Execute($"""
        UPDATE outbox SET sealed_body = NULL, next_route_at = NULL
        WHERE next_route_at IS NOT NULL AND state = {OutboxState.Sent} AND (expires_at <= {tx.Now} OR (kind <> {MessageKind.Notice}
          AND NOT EXISTS (SELECT 1 FROM challenges WHERE id = challenge_id AND ended_at IS NULL)))
        """);

    private static async Task<bool> TryClaim(Tx tx, DueRow row, DateTimeOffset until) => 1 == await tx.Execute($"""
        UPDATE outbox SET claimed_until = {until}, attempts = attempts + 1, next_route_at = {row.ExpiresAt}
        WHERE id = {row.Id} AND attempts = {row.Attempts} AND next_route_at = {row.NextRouteAt} AND state = {OutboxState.Sent}
        """);

    // What one gateway has delivered stays its own, whatever another one says that was asked meanwhile.
    private static SqlPart IsDelivered => new($"coalesce(reported, '') = {ReportedState.Delivered}");

    // Whoever took nothing does not have it: what is told of it from now on is of the one that does.
    private static int? HolderAfter(OutboxRow row, SendOutcome outcome)
    {
        var (before, after) = (row.Takers, row.TakersAfter(outcome));
        var holders = after.Doubtful.Length > before.Doubtful.Length ? after.Doubtful : after.Acknowledged;
        return holders.LastOrDefault() is > 0 and var last ? last : null;
    }

    private static Task<int> PutOff(Tx tx, DueRow row, DateTimeOffset until) => tx.Execute($"""
        UPDATE outbox SET next_route_at = {until}
        WHERE id = {row.Id} AND attempts = {row.Attempts} AND next_route_at = {row.NextRouteAt} AND state = {OutboxState.Sent}
        """);

    private sealed record PurposeRow(string Purpose);

    private sealed record Row(long Id, string? Reported, string? Acknowledged, long? Gateway, string State);

    private sealed record DueRow(
        long Id, string MessageId, long? AccountId, string Kind, string Destination, byte[]? SealedBody, long Attempts, long ExpiresAt,
        string? Acknowledged, long NextRouteAt)
    {
        public OutboxRow ToOutboxRow() => new(
            Id, new(MessageId), AccountId is { } account ? new AccountId(account) : null, Channel.Sms, Words.To<MessageKind>(Kind),
            Destination, SealedBody, (int)Attempts + 1, Stored.Instant(ExpiresAt))
        {
            Takers = Takers.In(Acknowledged),
        };
    }
}
