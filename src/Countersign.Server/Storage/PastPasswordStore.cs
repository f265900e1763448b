using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>Which place a password gets among the past ones.</summary>
public enum PastPlace
{
    /// <summary>One of a few, while there is any: whoever changes the password often makes the ones before no less known.</summary>
    IfThereIsOne,

    /// <summary>One of its own: whoever has set up a factor knows it, however many there were before.</summary>
    ForGood,
}

/// <summary>
/// The passwords that an account had lately. Where a second factor stands that was set up with the password alone, and that the mailbox has
/// not vouched for, whoever has set it up may know each of them but those that were set by mail since; one that was taken away for that
/// reason is known in any case.
/// </summary>
public static class PastPasswordStore
{
    private const int Most = 8;

    private static readonly TimeSpan Life = TimeSpan.FromDays(90);

    /// <summary>The hashes of those that somebody else may know; the present one too, unless it was set by mail since.</summary>
    public static async Task<IReadOnlyList<string>> KnownToOthers(Sql sql, Account account)
    {
        var isUnvouched = await MarkStore.Find(sql, account.Id, AccountMark.AwaitsMailbox) is not null;
        var past = await sql.Query<Row>($"""
            SELECT hash, was_void, since_factor FROM past_passwords
            WHERE account_id = {account.Id} AND expires_at > {sql.Now} ORDER BY hash
            """);
        var known = past.Where(row => row.WasVoid != 0 || (isUnvouched && row.SinceFactor == 0)).Select(row => row.Hash);
        return [.. isUnvouched && account.PasswordHash is { } present && !await IsByMail(sql, account.Id)
            ? known.Append(present).Distinct()
            : known];
    }

    /// <summary>Keeps the present one, in whose place there is about to be another one.</summary>
    internal static async Task Keep(Tx tx, AccountId account, PastPlace place)
    {
        var isByMail = await IsByMail(tx, account);
        await tx.Execute($"DELETE FROM past_passwords WHERE account_id = {account} AND expires_at <= {tx.Now}");
        await Insert(tx, account, place is PastPlace.ForGood && !isByMail, isByMail);
    }

    /// <summary>
    /// A factor was set up with the present one: that is known to whoever did it, and so may be all before it, by whatever way they came.
    /// </summary>
    internal static async Task AreBeforeFactor(Tx tx, AccountId account)
    {
        await Insert(tx, account, isForGood: true, isByMail: false);
        await tx.Execute($"UPDATE past_passwords SET since_factor = 0 WHERE account_id = {account}");
    }

    /// <summary>Keeps the present one, which is about to be taken away.</summary>
    internal static Task KeepVoid(Tx tx, AccountId account) => tx.Execute($"""
        INSERT INTO past_passwords (account_id, hash, was_void, since_factor, is_for_good, expires_at)
        SELECT id, password_hash, 1, 0, 1, {tx.Now + Life} FROM accounts WHERE id = {account} AND password_hash IS NOT NULL
        ON CONFLICT (account_id, hash) DO UPDATE SET was_void = 1, since_factor = 0, is_for_good = 1, expires_at = {tx.Now + Life}
        """);

    /// <summary>Deletes those that were too long ago.</summary>
    public static Task<int> Sweep(Tx tx) => tx.Execute($"DELETE FROM past_passwords WHERE expires_at <= {tx.Now}");

    // Of those with a place of their own the last makes way: the first is what a stranger began with.
    private static async Task Insert(Tx tx, AccountId account, bool isForGood, bool isByMail)
    {
        if (isForGood)
            await tx.Execute($"""
                DELETE FROM past_passwords
                WHERE account_id = {account} AND (SELECT count(*) FROM past_passwords p
                    WHERE p.account_id = {account} AND p.is_for_good = 1 AND p.was_void = 0) >= {Most}
                  AND hash = (SELECT p.hash FROM past_passwords p
                    WHERE p.account_id = {account} AND p.is_for_good = 1 AND p.was_void = 0 ORDER BY p.expires_at DESC, p.hash LIMIT 1)
                """);
        await tx.Execute($"""
            INSERT INTO past_passwords (account_id, hash, was_void, since_factor, is_for_good, expires_at)
            SELECT id, password_hash, 0, {(isByMail ? 1 : 0)}, {(isForGood ? 1 : 0)}, {tx.Now + Life} FROM accounts
            WHERE id = {account} AND password_hash IS NOT NULL
              AND ({(isForGood ? 1 : 0)} = 1 OR (SELECT count(*) FROM past_passwords
                WHERE account_id = {account} AND is_for_good = 0 AND was_void = 0) < {Most})
            ON CONFLICT (account_id, hash) DO UPDATE
            SET expires_at = {tx.Now + Life},
                is_for_good = CASE WHEN excluded.is_for_good = 1 THEN 1 ELSE past_passwords.is_for_good END
            """);
    }

    /// <summary>
    /// Whether the present one was set by mail since there is a factor that the mailbox has not vouched for: one that was there before it
    /// is known to whoever has set that up, however it came.
    /// </summary>
    public static Task<bool> IsByMail(Sql sql, AccountId account) =>
        MarkStore.IsSince(sql, account, AccountMark.PasswordByMail, AccountMark.AwaitsMailbox);

    private sealed record Row(string Hash, long WasVoid, long SinceFactor);
}
