using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>An event that a worker has taken to a webhook.</summary>
/// <param name="Attempts">With this one; also the mark of who took it last.</param>
public sealed record HookDelivery(long Id, HookId Hook, string EventId, string Type, string Body, int Attempts, DateTimeOffset CreatedAt);

/// <summary>How an attempt went.</summary>
/// <param name="Status">What was answered; null: nothing.</param>
/// <param name="Error">Why it was not taken, in our own words; null when it was.</param>
/// <param name="Answer">How the answer begins, where it was no yes.</param>
public sealed record HookOutcome(int? Status, string? Error, string? Answer = null)
{
    /// <summary>Whether the other side has it.</summary>
    public bool IsTaken => Error is null;
}

/// <summary>The table of events on their way to webhooks: the workers' side.</summary>
public static class HookDeliveryStore
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(27);
    private static readonly TimeSpan LongestClaim = TimeSpan.FromMinutes(2);

    /// <summary>Lets an event wait for a webhook.</summary>
    /// <param name="claimedUntil">Whoever writes it offers it, at once; null: any worker does.</param>
    public static Task<long> Add(Tx tx, HookId hook, long eventRow, AccountId? account, DateTimeOffset? claimedUntil = null) =>
        tx.Insert($"""
            INSERT INTO hook_deliveries (hook_id, hook_event_id, account_id, state, attempts, next_attempt_at, claimed_until, created_at)
            VALUES ({hook}, {eventRow}, {account}, {HookState.Waiting}, {(claimedUntil is null ? 0 : 1)}, {tx.Now}, {claimedUntil},
                    {tx.Now})
            RETURNING id
            """);

    /// <summary>
    /// Takes what is due for a webhook, oldest first: of an account only what nothing before it waits for. What another worker takes at the
    /// same time is not in the answer, and not waited for.
    /// </summary>
    public static async Task<IReadOnlyList<HookDelivery>> Claim(Tx tx, HookId hook, int most, DateTimeOffset until)
    {
        var due = await tx.Query<DueRow>($"""
            SELECT d.id, d.hook_event_id, d.attempts, d.created_at FROM hook_deliveries d
            WHERE d.hook_id = {hook} AND d.done_at IS NULL AND {Believed.IsDue(tx, "d.next_attempt_at", LongestPause)}
              AND (d.claimed_until IS NULL OR {Believed.IsDue(tx, "d.claimed_until", LongestClaim)})
              AND NOT EXISTS (SELECT 1 FROM hook_deliveries b
                              WHERE b.hook_id = {hook} AND b.account_id = d.account_id AND b.done_at IS NULL AND b.id < d.id)
            ORDER BY d.next_attempt_at, d.id LIMIT {most}{tx.Free}
            """);
        var taken = new List<HookDelivery>(due.Count);
        foreach (var row in due)
        {
            if (!await TryClaim(tx, row, until)) continue;
            if (await tx.FindOne<EventRow>($"SELECT event_id, type, body FROM hook_events WHERE id = {row.HookEventId}") is { } told)
                taken.Add(new(row.Id, hook, told.EventId, told.Type, told.Body, (int)row.Attempts + 1, Stored.Instant(row.CreatedAt)));
        }

        return taken;
    }

    /// <summary>Ends what was taken, whoever holds it by now: what was acknowledged is not sent again.</summary>
    public static async Task<bool> TryMarkTaken(Tx tx, HookDelivery delivery, HookOutcome outcome) => 1 == await tx.Execute($"""
        UPDATE hook_deliveries SET state = {HookState.Taken}, claimed_until = NULL, done_at = {tx.Now}, status = {outcome.Status},
                                   last_error = NULL, answer = NULL
        WHERE id = {delivery.Id} AND done_at IS NULL
        """);

    /// <summary>Lets it wait for the next attempt; false when another worker has taken it since.</summary>
    public static async Task<bool> TryPutBack(Tx tx, HookDelivery delivery, HookOutcome outcome, DateTimeOffset next) =>
        1 == await tx.Execute($"""
            UPDATE hook_deliveries SET next_attempt_at = {next}, claimed_until = NULL, status = {outcome.Status},
                                       last_error = {outcome.Error}, answer = {outcome.Answer}
            WHERE id = {delivery.Id} AND done_at IS NULL AND attempts = {delivery.Attempts}
            """);

    /// <summary>Ends what will not be tried again; false when another worker has taken it since.</summary>
    public static async Task<bool> TryGiveUp(Tx tx, HookDelivery delivery, HookOutcome outcome) => 1 == await tx.Execute($"""
        UPDATE hook_deliveries SET state = {HookState.GivenUp}, claimed_until = NULL, done_at = {tx.Now}, status = {outcome.Status},
                                   last_error = {outcome.Error}, answer = {outcome.Answer}
        WHERE id = {delivery.Id} AND done_at IS NULL AND attempts = {delivery.Attempts}
        """);

    /// <summary>Offers at once what waits for a webhook, as if it had never been tried.</summary>
    public static Task OfferNow(Tx tx, HookId hook) => tx.Execute($"""
        UPDATE hook_deliveries SET next_attempt_at = {tx.Now}, attempts = 0
        WHERE hook_id = {hook} AND done_at IS NULL AND (claimed_until IS NULL OR claimed_until <= {tx.Now})
        """);

    private static async Task<bool> TryClaim(Tx tx, DueRow row, DateTimeOffset until) => 1 == await tx.Execute($"""
        UPDATE hook_deliveries SET claimed_until = {until}, attempts = attempts + 1
        WHERE id = {row.Id} AND done_at IS NULL AND attempts = {row.Attempts}
        """);

    private sealed record DueRow(long Id, long HookEventId, long Attempts, long CreatedAt);

    private sealed record EventRow(string EventId, string Type, string Body);
}
