using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>An account that its owner wants deleted.</summary>
/// <param name="DueAt">When it goes, unless that is called off before.</param>
/// <param name="IpAddress">From where it was asked for.</param>
public sealed record Deletion(AccountId Account, DateTimeOffset AskedAt, DateTimeOffset DueAt, string IpAddress, string UserAgent);

/// <summary>The table of accounts that wait to be deleted. A row goes once: with the account, or because it is called off.</summary>
public static class DeletionStore
{
    /// <summary>Notes that an account is to go; false when that was asked for already: of many who ask at once, one does.</summary>
    public static async Task<bool> TryAsk(Tx tx, Deletion deletion) => 1 == await tx.Execute($"""
        INSERT INTO deletions (account_id, asked_at, due_at, ip_address, user_agent)
        VALUES ({deletion.Account}, {deletion.AskedAt}, {deletion.DueAt}, {deletion.IpAddress}, {deletion.UserAgent})
        ON CONFLICT DO NOTHING
        """);

    /// <summary>What waits for this account; null: it stays.</summary>
    public static async Task<Deletion?> Find(Sql sql, AccountId account) => (await sql.FindOne<Row>($"""
        SELECT account_id, asked_at, due_at, ip_address, user_agent FROM deletions WHERE account_id = {account}
        """))?.ToDeletion();

    /// <summary>Calls it off; false when there is nothing to call off any more.</summary>
    public static async Task<bool> TryCallOff(Tx tx, AccountId account) =>
        1 == await tx.Execute($"DELETE FROM deletions WHERE account_id = {account}");

    /// <summary>Lets it wait until then at least.</summary>
    public static Task PutOff(Tx tx, AccountId account, DateTimeOffset until) =>
        tx.Execute($"UPDATE deletions SET due_at = {until} WHERE account_id = {account} AND due_at < {until}");

    /// <summary>Takes what is due, to carry it out; false when it was called off, or is asked for anew and waits again.</summary>
    public static async Task<bool> TryTake(Tx tx, AccountId account) =>
        1 == await tx.Execute($"DELETE FROM deletions WHERE account_id = {account} AND due_at <= {tx.Now}");

    /// <summary>Accounts whose time has come, the first ones first. What an operator has shut waits until it is open again.</summary>
    public static async Task<IReadOnlyList<AccountId>> ListDue(Sql sql, int most)
    {
        var due = await sql.Query<long>($"""
            SELECT d.account_id FROM deletions d JOIN accounts a ON a.id = d.account_id
            WHERE d.due_at <= {sql.Now} AND a.disabled_at IS NULL ORDER BY d.due_at LIMIT {most}
            """);
        return [.. due.Select(id => new AccountId(id))];
    }

    private sealed record Row(long AccountId, long AskedAt, long DueAt, string IpAddress, string UserAgent)
    {
        public Deletion ToDeletion() => new(new(AccountId), Stored.Instant(AskedAt), Stored.Instant(DueAt), IpAddress, UserAgent);
    }
}
