using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What is kept of an event on its way to a webhook, for the people who run the service.</summary>
/// <param name="NextAttempt">When it is offered next; null once it is done with.</param>
/// <param name="Status">What was answered last; null: nothing.</param>
/// <param name="Error">Why the last attempt did not succeed.</param>
/// <param name="Answer">How the answer to it began.</param>
public sealed record HookRecord(
    long Id, string EventId, string Type, AccountId? Account, HookState State, int Attempts, DateTimeOffset CreatedAt,
    DateTimeOffset? DoneAt, DateTimeOffset? NextAttempt, int? Status, string? Error, string? Answer);

/// <summary>How many events of a webhook are in a state.</summary>
public sealed record HookCount(HookId Hook, HookState State, long Deliveries);

/// <summary>The table of events on their way to webhooks: the operators' side.</summary>
public static class HookRecordStore
{
    /// <summary>The newest of a webhook, newest first.</summary>
    /// <param name="before">Only what was stored before this one; null begins with the newest.</param>
    public static async Task<IReadOnlyList<HookRecord>> List(Sql sql, HookId hook, long? before, int most)
    {
        var rows = await sql.Query<Row>($"""
            SELECT d.id, e.event_id, e.type, d.account_id, d.state, d.attempts, d.created_at, d.done_at, d.next_attempt_at, d.status,
                   d.last_error, d.answer
            FROM hook_deliveries d JOIN hook_events e ON e.id = d.hook_event_id
            WHERE d.hook_id = {hook} AND d.id < {before ?? long.MaxValue} ORDER BY d.id DESC LIMIT {most}
            """);
        return [.. rows.Select(row => row.ToRecord())];
    }

    /// <summary>How many there are of each webhook, by state.</summary>
    public static async Task<IReadOnlyList<HookCount>> Count(Sql sql)
    {
        var rows = await sql.Query<CountRow>(
            $"SELECT hook_id, state, count(*) AS deliveries FROM hook_deliveries GROUP BY hook_id, state");
        return [.. rows.Select(row => new HookCount(new(row.HookId), Words.To<HookState>(row.State), row.Deliveries))];
    }

    /// <summary>How many are to be sent now, or were tried and are tried again, and since when the oldest of them waits.</summary>
    public static async Task<(long Count, DateTimeOffset? Since)> Waiting(Sql sql)
    {
        var row = await sql.FindOne<WaitingRow>($"""
            SELECT count(*) AS waiting, min(d.created_at) AS since FROM hook_deliveries d JOIN hooks h ON h.id = d.hook_id
            WHERE d.done_at IS NULL AND h.disabled_at IS NULL
            """);
        return (row!.Waiting, Stored.Instant(row.Since));
    }

    /// <summary>Whether there is one of this number that is done with.</summary>
    public static async Task<bool> IsDone(Sql sql, HookId hook, long id) => 0 < await sql.Number(
        $"SELECT count(*) FROM hook_deliveries WHERE id = {id} AND hook_id = {hook} AND done_at IS NOT NULL");

    /// <summary>Offers one once more that is done with, under the same name; false when it is not, or is gone.</summary>
    public static async Task<bool> TryReplay(Tx tx, HookId hook, long id) => 1 == await tx.Execute($"""
        UPDATE hook_deliveries
        SET state = {HookState.Waiting}, attempts = 0, next_attempt_at = {tx.Now}, done_at = NULL, claimed_until = NULL, status = NULL,
            last_error = NULL, answer = NULL
        WHERE id = {id} AND hook_id = {hook} AND done_at IS NOT NULL
        """);

    /// <summary>The same for all that were stored since then; answers how many.</summary>
    /// <param name="onlyGivenUp">Whether what was taken is left alone.</param>
    public static Task<int> Replay(Tx tx, HookId hook, DateTimeOffset since, bool onlyGivenUp) => tx.Execute($"""
        UPDATE hook_deliveries
        SET state = {HookState.Waiting}, attempts = 0, next_attempt_at = {tx.Now}, done_at = NULL, claimed_until = NULL, status = NULL,
            last_error = NULL, answer = NULL
        WHERE hook_id = {hook} AND done_at IS NOT NULL AND created_at >= {since} AND ({onlyGivenUp} = 0 OR state = {HookState.GivenUp})
        """);

    private sealed record Row(
        long Id, string EventId, string Type, long? AccountId, string State, long Attempts, long CreatedAt, long? DoneAt,
        long NextAttemptAt, long? Status, string? LastError, string? Answer)
    {
        public HookRecord ToRecord() => new(
            Id, EventId, Type, AccountId is { } account ? new AccountId(account) : null, Words.To<HookState>(State), (int)Attempts,
            Stored.Instant(CreatedAt), Stored.Instant(DoneAt), DoneAt is null ? Stored.Instant(NextAttemptAt) : null, (int?)Status,
            LastError, Answer);
    }

    // By properties: a count over no rows has no column type that a constructor could be chosen by.
    private sealed record CountRow
    {
        public long HookId { get; init; }

        public string State { get; init; } = "";

        public long Deliveries { get; init; }
    }

    private sealed record WaitingRow
    {
        public long Waiting { get; init; }

        public long? Since { get; init; }
    }
}
