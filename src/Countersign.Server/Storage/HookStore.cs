using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>The address of another program that is told what happens.</summary>
/// <param name="Events">What it is told: types of events and beginnings of such, with commas between them.</param>
/// <param name="FromEntry">It is told what stands behind this entry of the audit log.</param>
/// <param name="TakenAt">When it took something last; null: never.</param>
/// <param name="FailingSince">Since when nothing that was offered was taken; null: the last was.</param>
/// <param name="DisabledAt">Since when nothing is offered to it any more; null: it is.</param>
public sealed record Hook(
    HookId Id, Uri Url, string Events, long FromEntry, DateTimeOffset CreatedAt, DateTimeOffset? TakenAt, DateTimeOffset? FailingSince,
    DateTimeOffset? DisabledAt, string? DisabledWhy);

/// <summary>The table of webhooks.</summary>
public static class HookStore
{
    private static SqlPart Columns { get; } = new(
        $"id, url, events, from_entry, created_at, taken_at, failing_since, disabled_at, disabled_why");

    /// <summary>Adds one, which is told what is written down from now on.</summary>
    public static async Task<HookId> Add(Tx tx, Uri url, string events)
    {
        if (await Count(tx) == 0) await HookEventStore.BeginAtTheEnd(tx);
        return new(await tx.Insert($"""
            INSERT INTO hooks (url, events, from_entry, created_at)
            VALUES ({url.AbsoluteUri}, {events}, (SELECT coalesce(max(entry), 0) FROM audit_log), {tx.Now})
            RETURNING id
            """));
    }

    /// <summary>How many there are.</summary>
    public static Task<long> Count(Sql sql) => sql.Number($"SELECT count(*) FROM hooks");

    /// <summary>All of them, the oldest first.</summary>
    public static async Task<IReadOnlyList<Hook>> List(Sql sql) =>
        [.. (await sql.Query<Row>($"SELECT {Columns} FROM hooks ORDER BY id")).Select(row => row.ToHook())];

    /// <summary>This one, or null.</summary>
    public static async Task<Hook?> Find(Sql sql, HookId id) =>
        (await sql.FindOne<Row>($"SELECT {Columns} FROM hooks WHERE id = {id}"))?.ToHook();

    /// <summary>Removes one with all that waits for it; false when it is gone.</summary>
    public static async Task<bool> TryRemove(Tx tx, HookId id) => 1 == await tx.Execute($"DELETE FROM hooks WHERE id = {id}");

    /// <summary>Notes that it took something.</summary>
    public static Task NoteTaken(Tx tx, HookId id) => tx.Execute($"""
        UPDATE hooks SET taken_at = {tx.Now}, failing_since = NULL
        WHERE id = {id} AND (taken_at IS NULL OR taken_at <> {tx.Now} OR failing_since IS NOT NULL)
        """);

    /// <summary>Notes that it did not take something.</summary>
    public static Task NoteFailed(Tx tx, HookId id) => tx.Execute($"""
        UPDATE hooks SET failing_since = {tx.Now} WHERE id = {id} AND failing_since IS NULL
        """);

    /// <summary>Offers nothing to it any more; false when that is so already.</summary>
    public static async Task<bool> TryDisable(Tx tx, HookId id, string why) => 1 == await tx.Execute($"""
        UPDATE hooks SET disabled_at = {tx.Now}, disabled_why = {why} WHERE id = {id} AND disabled_at IS NULL
        """);

    /// <summary>Offers it what waits, at once; false when nothing was disabled.</summary>
    public static async Task<bool> TryEnable(Tx tx, HookId id)
    {
        if (await tx.Execute($"""
            UPDATE hooks SET disabled_at = NULL, disabled_why = NULL, failing_since = NULL WHERE id = {id} AND disabled_at IS NOT NULL
            """) == 0) return false;

        await HookDeliveryStore.OfferNow(tx, id);
        return true;
    }

    private sealed record Row(
        long Id, string Url, string Events, long FromEntry, long CreatedAt, long? TakenAt, long? FailingSince, long? DisabledAt,
        string? DisabledWhy)
    {
        public Hook ToHook() => new(
            new(Id), new(Url), Events, FromEntry, Stored.Instant(CreatedAt), Stored.Instant(TakenAt), Stored.Instant(FailingSince),
            Stored.Instant(DisabledAt), DisabledWhy);
    }
}
