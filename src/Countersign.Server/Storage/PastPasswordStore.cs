using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// The passwords of an account that somebody else may know: those that it had since a second factor was set up with the password alone,
/// while the mailbox has not vouched for that factor. One that was set by a mailed link since is none of them.
/// </summary>
public static class PastPasswordStore
{
    // The first are what the owner may choose again; whatever somebody else has set after them, the owner does not know.
    private const int Most = 3;

    /// <summary>The hashes of all of them, the present one too.</summary>
    public static async Task<IReadOnlyList<string>> KnownToOthers(Sql sql, Account account)
    {
        if (await MarkStore.Find(sql, account.Id, AccountMark.AwaitsMailbox) is null) return [];

        var past = await sql.Query<Row>($"SELECT hash FROM past_passwords WHERE account_id = {account.Id} ORDER BY hash");
        var all = past.Select(row => row.Hash);
        return [.. account.PasswordHash is { } present && !await IsByMail(sql, account.Id) ? all.Append(present).Distinct() : all];
    }

    /// <summary>Keeps the present one, which is about to go, where it may be known.</summary>
    internal static async Task Keep(Tx tx, AccountId account)
    {
        if (await MarkStore.Find(tx, account, AccountMark.AwaitsMailbox) is null || await IsByMail(tx, account)) return;

        await tx.Execute($"""
            INSERT INTO past_passwords (account_id, hash)
            SELECT id, password_hash FROM accounts
            WHERE id = {account} AND password_hash IS NOT NULL
              AND (SELECT count(*) FROM past_passwords WHERE account_id = {account}) < {Most}
            ON CONFLICT (account_id, hash) DO NOTHING
            """);
    }

    /// <summary>The mailbox has vouched for the factor, or it is gone.</summary>
    public static Task Forget(Tx tx, AccountId account) => tx.Execute($"DELETE FROM past_passwords WHERE account_id = {account}");

    // Of the factor's time; one that was set by mail before is known to whoever has set that up.
    private static async Task<bool> IsByMail(Sql sql, AccountId account) =>
        await MarkStore.Compare(sql, account, AccountMark.PasswordByMail, AccountMark.AwaitsMailbox) > 0;

    private sealed record Row(string Hash);
}
