using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>An account that its owner wants deleted.</summary>
/// <param name="DueAt">When it goes, unless that is called off before.</param>
/// <param name="IpAddress">From where it was asked for.</param>
public sealed record Deletion(AccountId Account, DateTimeOffset AskedAt, DateTimeOffset DueAt, string IpAddress, string UserAgent)
{
    /// <summary>The newest message that tells the owner; null: nobody could be told, or nobody has tried yet.</summary>
    public MessageId? ToldBy { get; init; }

    /// <summary>When it left; null: it has not yet.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>What had been lived through by then, or when it was asked for.</summary>
    public TimeSpan? Lived { get; init; }
}

/// <summary>Deletions in numbers.</summary>
/// <param name="Waiting">Of accounts that are not shut.</param>
/// <param name="Untold">Those whose notice has not left.</param>
/// <param name="Unreachable">Those whose owner has no confirmed address, so that nobody could be told.</param>
public sealed record DeletionCount(long Waiting, long Untold, long Unreachable);

/// <summary>The table of accounts that wait to be deleted. A row goes once: with the account, or because it is called off.</summary>
public static class DeletionStore
{
    /// <summary>Notes that an account is to go; false when that was asked for already: of many who ask at once, one does.</summary>
    public static async Task<bool> TryAsk(Tx tx, Deletion deletion) => 1 == await tx.Execute($"""
        INSERT INTO deletions (account_id, asked_at, due_at, ip_address, user_agent, asked_lived)
        VALUES ({deletion.Account}, {deletion.AskedAt}, {deletion.DueAt}, {deletion.IpAddress}, {deletion.UserAgent}, {SteadyClock.Lived(tx)})
        ON CONFLICT DO NOTHING
        """);

    /// <summary>What waits for this account; null: it stays.</summary>
    public static async Task<Deletion?> Find(Sql sql, AccountId account) => (await sql.FindOne<Row>($"""
        SELECT account_id, asked_at, due_at, ip_address, user_agent, told_by, told_at, coalesce(told_lived, asked_lived) AS lived
        FROM deletions WHERE account_id = {account}
        """))?.ToDeletion();

    /// <summary>Calls it off; false when there is nothing to call off any more.</summary>
    public static async Task<bool> TryCallOff(Tx tx, AccountId account) =>
        1 == await tx.Execute($"DELETE FROM deletions WHERE account_id = {account}");

    /// <summary>Lets it wait until then at least.</summary>
    public static Task PutOff(Tx tx, AccountId account, DateTimeOffset until) =>
        tx.Execute($"UPDATE deletions SET due_at = {until} WHERE account_id = {account} AND due_at < {until}");

    /// <summary>What was asked for, or told, while the clock was ahead is taken to have been so just now.</summary>
    public static Task BringBack(Tx tx, TimeSpan delay) => tx.Execute($"""
        UPDATE deletions
        SET asked_at = CASE WHEN asked_at > {tx.Now + Believed.Drift} THEN {tx.Now} ELSE asked_at END,
            told_at = CASE WHEN told_at > {tx.Now + Believed.Drift} THEN {tx.Now} ELSE told_at END, due_at = {tx.Now + delay}
        WHERE asked_at > {tx.Now + Believed.Drift} OR told_at > {tx.Now + Believed.Drift}
        """);

    /// <summary>Notes by which message its owner is told from now on; null: by none.</summary>
    public static Task SetToldBy(Tx tx, AccountId account, MessageId? message) =>
        tx.Execute($"UPDATE deletions SET told_by = {message?.Value}, told_at = NULL, told_lived = NULL WHERE account_id = {account}");

    /// <summary>Notes when that message left; that may be known only later.</summary>
    /// <param name="isSteady">Whether the clock can be believed in how long ago that was.</param>
    public static Task SetToldAt(Tx tx, AccountId account, DateTimeOffset at, bool isSteady)
    {
        var ago = isSteady && tx.Now > at ? (long)(tx.Now - at).TotalSeconds : 0;
        var lived = new SqlPart($"{SteadyClock.Lived(tx)} - {ago * 1000}");
        return tx.Execute($"""
            UPDATE deletions
            SET told_at = {at}, told_lived = CASE WHEN {lived} > coalesce(asked_lived, 0) THEN {lived} ELSE coalesce(asked_lived, 0) END
            WHERE account_id = {account}
            """);
    }

    /// <summary>Takes what is due, to carry it out; false when it was called off, or is asked for anew and waits again.</summary>
    public static async Task<bool> TryTake(Tx tx, AccountId account) =>
        1 == await tx.Execute($"DELETE FROM deletions WHERE account_id = {account} AND due_at <= {tx.Now}");

    /// <summary>
    /// Accounts to be looked at, after one of them: their time has come, or it is not known yet that their notice has left. What an
    /// operator has shut waits until it is open again.
    /// </summary>
    public static async Task<IReadOnlyList<AccountId>> List(Sql sql, AccountId after, int most)
    {
        var due = await sql.Query<long>($"""
            SELECT d.account_id FROM deletions d JOIN accounts a ON a.id = d.account_id
            WHERE d.account_id > {after} AND (d.due_at <= {sql.Now} OR d.told_at IS NULL) AND a.disabled_at IS NULL
            ORDER BY d.account_id LIMIT {most}
            """);
        return [.. due.Select(id => new AccountId(id))];
    }

    /// <summary>
    /// Those that were due before, the oldest first, and do not wait for their notice: nothing but a fault keeps them. Of accounts that are
    /// not shut.
    /// </summary>
    public static async Task<IReadOnlyList<AccountId>> Overdue(Sql sql, DateTimeOffset before) => [.. (await sql.Query<long>($"""
        SELECT d.account_id FROM deletions d JOIN accounts a ON a.id = d.account_id
        WHERE d.due_at < {before} AND a.disabled_at IS NULL
          AND (d.told_at IS NOT NULL OR (d.told_by IS NULL AND a.email_verified_at IS NULL))
        ORDER BY d.due_at, d.account_id
        """)).Select(id => new AccountId(id))];

    /// <summary>How many wait, and how many of them for what they should not have to.</summary>
    public static async Task<DeletionCount> Count(Sql sql) => (await sql.FindOne<DeletionCount>($"""
        SELECT count(*) AS waiting,
               count(CASE WHEN d.told_at IS NULL AND (d.told_by IS NOT NULL OR a.email_verified_at IS NOT NULL) THEN 1 END) AS untold,
               count(CASE WHEN d.told_at IS NULL AND d.told_by IS NULL AND a.email_verified_at IS NULL THEN 1 END) AS unreachable
        FROM deletions d JOIN accounts a ON a.id = d.account_id WHERE a.disabled_at IS NULL
        """))!;

    private sealed record Row(
        long AccountId, long AskedAt, long DueAt, string IpAddress, string UserAgent, string? ToldBy, long? ToldAt, long? Lived)
    {
        public Deletion ToDeletion() => new(new(AccountId), Stored.Instant(AskedAt), Stored.Instant(DueAt), IpAddress, UserAgent)
        {
            ToldBy = ToldBy is null ? null : new MessageId(ToldBy),
            ToldAt = Stored.Instant(ToldAt),
            Lived = SteadyClock.Of(Lived),
        };
    }
}
