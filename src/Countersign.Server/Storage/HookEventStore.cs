using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>How far webhooks were told.</summary>
/// <param name="Turn">How often that was moved.</param>
public sealed record HookMark(long ToldThrough, long Turn);

/// <summary>An event as it is told.</summary>
/// <param name="Id">Its name: the same at each attempt, and when it is told once more.</param>
/// <param name="Account">Whom it is about; null: nobody in particular.</param>
public sealed record HookEvent(string Id, AccountId? Account, string Type, string Body);

/// <summary>What webhooks are told, and how far they were.</summary>
public static class HookEventStore
{
    private const int StepSize = 500;

    /// <summary>The mark.</summary>
    public static async Task<HookMark> Mark(Sql sql) =>
        await sql.FindOne<HookMark>($"SELECT told_through, turn FROM hook_mark WHERE id = 1")
            ?? throw new InvalidDataException("The mark of the webhooks is gone from hook_mark.");

    /// <summary>
    /// Moves the mark; false when somebody was faster. Whoever moves it writes what it stands for in the same transaction, so that each
    /// event is told once, in one order.
    /// </summary>
    public static async Task<bool> TryMove(Tx tx, HookMark from, long through) => 1 == await tx.Execute($"""
        UPDATE hook_mark SET told_through = {through}, turn = turn + 1 WHERE id = 1 AND turn = {from.Turn}
        """);

    /// <summary>While there was no webhook nobody moved the mark: the first one is told what comes.</summary>
    public static async Task BeginAtTheEnd(Tx tx)
    {
        await tx.Execute($"""
            UPDATE hook_mark SET told_through = (SELECT coalesce(max(entry), 0) FROM audit_log), turn = turn + 1 WHERE id = 1
            """);
        await MessageNewsStore.ForgetAll(tx);
    }

    /// <summary>Stores an event.</summary>
    /// <param name="at">When it happened.</param>
    public static Task<long> Add(Tx tx, HookEvent told, DateTimeOffset at) => tx.Insert($"""
        INSERT INTO hook_events (event_id, account_id, type, body, created_at)
        VALUES ({told.Id}, {told.Account}, {told.Type}, {told.Body}, {at}) RETURNING id
        """);

    /// <summary>Removes the oldest of what happened before, with what became of it, and also what still waits; answers how many.</summary>
    public static Task<int> Sweep(Tx tx, DateTimeOffset before) => tx.Execute($"""
        DELETE FROM hook_events WHERE id IN (SELECT id FROM hook_events WHERE created_at < {before} ORDER BY created_at LIMIT {StepSize})
        """);
}
