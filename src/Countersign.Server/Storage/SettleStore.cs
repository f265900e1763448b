using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>How attempts to hand messages over went, as their rows keep it.</summary>
public static class SettleStore
{
    /// <summary>
    /// Ends a message that was handed over, whoever holds it by now: nothing that was acknowledged may be sent again. Its text stays while
    /// another gateway may be to have it.
    /// </summary>
    /// <returns>What is told of it now; null: it had an end already.</returns>
    public static async Task<Telling?> TryMarkSent(Tx tx, OutboxRow row, SendOutcome outcome)
    {
        if (await Held(tx, row) is not { } held || held.State != Words.Of(OutboxState.Waiting)) return null;

        var takers = row.TakersAfter(outcome).With(outcome.Gateway);
        var course = held.Of(OutboxState.Sent, takers, held.Told);
        var next = RouteRules.NextAt(course, outcome, TimeSpan.Zero, row.ExpiresAt, tx.Now);
        var told = TellRules.Of(course with { HasNext = next is not null });
        await tx.Execute($"""
            UPDATE outbox SET state = {OutboxState.Sent}, claimed_until = NULL, done_at = {tx.Now}, last_error = NULL, is_our_fault = 0,
                              gateway = {outcome.Gateway}, reference = {outcome.Reference}, handed_at = {tx.Now},
                              acknowledged = {takers.Written}, next_route_at = {next},
                              reports = {held.Told.Written}, reported = {told.Reported}, reported_at = {told.ReportedAt},
                              sealed_body = CASE WHEN {next is null} = 1 THEN NULL ELSE sealed_body END
            WHERE id = {row.Id} AND state = {OutboxState.Waiting}
            """);
        return told;
    }

    /// <summary>Ends a message that will not be sent; false when another worker has taken it since.</summary>
    public static async Task<bool> TryGiveUp(Tx tx, OutboxRow row, Settlement end, SendOutcome outcome) =>
        1 == await tx.Execute($"""
            UPDATE outbox SET state = {end.State}, sealed_body = NULL, claimed_until = NULL, done_at = {tx.Now}, last_error = {end.Reason},
                              is_our_fault = {end.Blame is Blame.Us}, gateway = coalesce({outcome.Gateway}, gateway),
                              acknowledged = {row.TakersAfter(outcome).Written}
            WHERE id = {row.Id} AND state = {OutboxState.Waiting} AND attempts = {row.Attempts}
            """);

    /// <summary>Lets a message wait for its next attempt; false when another worker has taken it since.</summary>
    public static async Task<bool> TryPutBack(Tx tx, OutboxRow row, Settlement wait, SendOutcome outcome) =>
        1 == await tx.Execute($"""
            UPDATE outbox SET next_attempt_at = {wait.NextAttempt}, claimed_until = NULL, last_error = {wait.Reason},
                              is_our_fault = {wait.Blame is Blame.Us}, gateway = {LastOf(row.TakersAfter(outcome))},
                              acknowledged = {row.TakersAfter(outcome).Written}
            WHERE id = {row.Id} AND state = {OutboxState.Waiting} AND attempts = {row.Attempts}
            """);

    /// <summary>
    /// Writes down how an offer went of a message that was sent before, and stays so.
    /// </summary>
    /// <param name="pause">How long to wait before it is offered again, where nobody took it.</param>
    /// <returns>What is told of it now; null: somebody else has written something since.</returns>
    public static async Task<Telling?> TrySettleSecond(Tx tx, OutboxRow row, SendOutcome outcome, TimeSpan pause)
    {
        if (await Held(tx, row) is not { } held || held.State != Words.Of(OutboxState.Sent) || held.Attempts != row.Attempts) return null;

        var isTaken = outcome.Result is SendResult.Accepted;
        var takers = isTaken ? row.TakersAfter(outcome).With(outcome.Gateway) : row.TakersAfter(outcome);
        var course = held.Of(OutboxState.Sent, takers, held.Told);
        var next = RouteRules.NextAt(course, outcome, pause, row.ExpiresAt, tx.Now);
        var told = TellRules.Of(course with { HasNext = next is not null });

        // What one gateway has delivered stays its own, whatever another one says that was asked meanwhile.
        var isNew = isTaken && !course.IsDelivered;
        await tx.Execute($"""
            UPDATE outbox SET gateway = {(isNew ? outcome.Gateway : HolderOf(told, course)) ?? (int?)held.Gateway},
                              reference = CASE WHEN {isNew} = 1 THEN {outcome.Reference} ELSE reference END,
                              handed_at = CASE WHEN {isNew} = 1 THEN {tx.Now} ELSE handed_at END,
                              last_error = CASE WHEN {isTaken} = 1 THEN NULL ELSE {outcome.Reason} END,
                              acknowledged = {takers.Written}, claimed_until = NULL, next_route_at = {next},
                              reports = {held.Told.Written}, reported = {told.Reported}, reported_at = {told.ReportedAt},
                              sealed_body = CASE WHEN {next is null} = 1 THEN NULL ELSE sealed_body END
            WHERE id = {row.Id} AND attempts = {row.Attempts} AND state = {OutboxState.Sent}
            """);
        return told;
    }

    // A report that came meanwhile is read with it; whoever writes one now waits for this.
    private static Task<CourseRow?> Held(Tx tx, OutboxRow row) =>
        tx.FindOne<CourseRow>($"SELECT {CourseRow.Columns} FROM outbox WHERE id = {row.Id}{tx.Hold}");

    // Whoever took nothing does not have it.
    private static int? HolderOf(Telling told, MessageCourse course) =>
        (told.About ?? course.Holders.LastOrDefault())?.Gateway is > 0 and var gateway ? gateway : null;

    // What waits has the last gateway that may have it, and none that has not.
    private static int? LastOf(Takers takers) => takers.Doubtful.LastOrDefault() is > 0 and var last ? last : null;
}
