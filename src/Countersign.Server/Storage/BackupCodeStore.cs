using Countersign.Core;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>A stored recovery code, live or spent, that an offered one may be.</summary>
public sealed record BackupCodeCandidate(long Id, string CodeHash);

/// <summary>The table of recovery codes: one row per code, because a set rewritten as a whole could bring a spent code back.</summary>
public static class BackupCodeStore
{
    /// <summary>
    /// Replaces all of an account's codes. The caller has renewed the account's credentials first, so two sets never mix.
    /// </summary>
    public static async Task Replace(Tx tx, AccountId account, IReadOnlyList<StoredBackupCode> codes)
    {
        await ForgetIdleGuesses(tx, account);
        await RemoveAll(tx, account);
        if (codes.Count == 0) return;

        IReadOnlyList<SqlRow> rows =
            [.. codes.Select(code => new SqlRow($"{account}, {(int)code.Selector}, {code.KeyId}, {code.Phc}, {tx.Now}"))];
        await tx.Execute($"INSERT INTO backup_codes (account_id, selector, selector_key, code_hash, created_at) VALUES {rows}");
    }

    /// <summary>The code with this selector, spent or not: at most one, since selectors differ within a set.</summary>
    public static async Task<BackupCodeCandidate?> Find(Sql sql, AccountId account, string selectorKey, byte selector) =>
        await sql.FindOne<BackupCodeCandidate>($"""
            SELECT id, code_hash FROM backup_codes
            WHERE account_id = {account} AND selector_key = {selectorKey} AND selector = {(int)selector}
            """);

    /// <summary>Whether this code is still stored: a new set takes the place of all earlier codes, spent ones too.</summary>
    public static async Task<bool> Exists(Sql sql, AccountId account, long id) =>
        1 == await sql.Number($"SELECT count(*) FROM backup_codes WHERE id = {id} AND account_id = {account}");

    /// <summary>Spends a code; true for exactly one caller.</summary>
    public static async Task<bool> TrySpend(Tx tx, AccountId account, long id) => 1 == await tx.Execute($"""
        UPDATE backup_codes SET used_at = {tx.Now} WHERE id = {id} AND account_id = {account} AND used_at IS NULL
        """);

    /// <summary>The ids of the codes that are still good, in the order they were made.</summary>
    public static Task<IReadOnlyList<long>> ListLive(Sql sql, AccountId account) =>
        sql.Query<long>($"SELECT id FROM backup_codes WHERE account_id = {account} AND used_at IS NULL ORDER BY id");

    /// <summary>How many codes are still good.</summary>
    public static async Task<int> CountLeft(Sql sql, AccountId account) =>
        (int)await sql.Number($"SELECT count(*) FROM backup_codes WHERE account_id = {account} AND used_at IS NULL");

    /// <summary>When the account's codes were made; null when it has none.</summary>
    public static async Task<DateTimeOffset?> MadeAt(Sql sql, AccountId account)
    {
        var seconds = await sql.Number($"SELECT coalesce(max(created_at), 0) FROM backup_codes WHERE account_id = {account}");
        return seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    /// <summary>Whether this code is still good.</summary>
    public static async Task<bool> IsLive(Sql sql, AccountId account, long id) =>
        1 == await sql.Number($"SELECT count(*) FROM backup_codes WHERE id = {id} AND account_id = {account} AND used_at IS NULL");

    /// <summary>How many of the good codes came out of a restored backup, and so may have been spent before.</summary>
    public static async Task<int> CountRestored(Sql sql, AccountId account) =>
        (int)await sql.Number($"SELECT count(*) FROM backup_codes WHERE account_id = {account} AND used_at IS NULL AND is_restored = 1");

    /// <summary>Removes all codes of an account.</summary>
    public static Task RemoveAll(Tx tx, AccountId account) =>
        tx.Execute($"DELETE FROM backup_codes WHERE account_id = {account}");

    // Guesses at the codes of somebody who has none are counted like any, and were guesses at nothing: they must not lock what comes now.
    private static Task<int> ForgetIdleGuesses(Tx tx, AccountId account) => tx.Execute($"""
        UPDATE guards
        SET fail_count = 0, consecutive_failures = 0, lock_count = 0, locked_until = NULL, version = version + 1
        WHERE account_id = {account} AND kind = {GuardKind.BackupCode}
          AND NOT EXISTS (SELECT 1 FROM backup_codes b WHERE b.account_id = {account} AND b.used_at IS NULL)
        """);
}
