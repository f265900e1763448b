using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// The passwords that an account had lately. Where a second factor stands that was set up with the password alone, and that the mailbox has
/// not vouched for, whoever has set it up may know each of them; one that was taken away for that reason is known in any case.
/// </summary>
public static class PastPasswordStore
{
    // Whoever changes the password more often than that makes the ones before no less known.
    private const int Most = 8;

    private static readonly TimeSpan Life = TimeSpan.FromDays(90);

    /// <summary>The hashes of those that somebody else may know; the present one too, unless it was set by mail since.</summary>
    public static async Task<IReadOnlyList<string>> KnownToOthers(Sql sql, Account account)
    {
        var isUnvouched = await MarkStore.Find(sql, account.Id, AccountMark.AwaitsMailbox) is not null;
        var past = await sql.Query<Row>($"""
            SELECT hash, was_void FROM past_passwords WHERE account_id = {account.Id} AND expires_at > {sql.Now} ORDER BY hash
            """);
        var known = past.Where(row => isUnvouched || row.WasVoid != 0).Select(row => row.Hash);
        return [.. isUnvouched && account.PasswordHash is { } present && !await IsByMail(sql, account.Id) ? known.Append(present) : known];
    }

    /// <summary>Keeps the present one, in whose place there is about to be another one.</summary>
    internal static async Task Keep(Tx tx, AccountId account)
    {
        if (await IsByMail(tx, account)) return;

        await tx.Execute($"DELETE FROM past_passwords WHERE account_id = {account} AND expires_at <= {tx.Now}");
        await tx.Execute($"""
            INSERT INTO past_passwords (account_id, hash, was_void, expires_at)
            SELECT id, password_hash, 0, {tx.Now + Life} FROM accounts
            WHERE id = {account} AND password_hash IS NOT NULL
              AND (SELECT count(*) FROM past_passwords WHERE account_id = {account}) < {Most}
            ON CONFLICT (account_id, hash) DO UPDATE SET expires_at = {tx.Now + Life}
            """);
    }

    /// <summary>Keeps the present one, which is about to be taken away.</summary>
    internal static Task KeepVoid(Tx tx, AccountId account) => tx.Execute($"""
        INSERT INTO past_passwords (account_id, hash, was_void, expires_at)
        SELECT id, password_hash, 1, {tx.Now + Life} FROM accounts WHERE id = {account} AND password_hash IS NOT NULL
        ON CONFLICT (account_id, hash) DO UPDATE SET was_void = 1, expires_at = {tx.Now + Life}
        """);

    /// <summary>Deletes those that were too long ago.</summary>
    public static Task<int> Sweep(Tx tx) => tx.Execute($"DELETE FROM past_passwords WHERE expires_at <= {tx.Now}");

    // Since the factor; one that was set by mail before it is known to whoever has set that up.
    private static async Task<bool> IsByMail(Sql sql, AccountId account) =>
        await MarkStore.Compare(sql, account, AccountMark.PasswordByMail, AccountMark.AwaitsMailbox) > 0;

    private sealed record Row(string Hash, long WasVoid);
}
