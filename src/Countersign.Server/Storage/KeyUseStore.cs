using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>The mark of one root key.</summary>
public sealed record StoredCanary(string KeyId, byte[] Canary);

/// <summary>How many rows of one kind need a root key.</summary>
public sealed record KeyUse(string KeyId, string Kind, long Count)
{
    /// <summary>When the last of them is over by itself, as it is stored; null: they have no end.</summary>
    public long? LastsUntil { get; init; }

    // Computed columns have no type while there are no rows, so these two are read by property, not by constructor.
    private KeyUse()
        : this("", "", 0)
    {
    }
}

/// <summary>Passwords that were hashed in the same way, and one of them.</summary>
public sealed record PasswordKind(string Sample, long Count)
{
    /// <summary>When the last of them is over by itself, as it is stored; null: they have no end.</summary>
    public long? LastsUntil { get; init; }

    private PasswordKind()
        : this("", 0)
    {
    }
}

/// <summary>What the database says about the root keys it was written with.</summary>
public static class KeyUseStore
{
    /// <summary>The marks of all keys; none in a database without tables.</summary>
    public static async Task<IReadOnlyList<StoredCanary>> Canaries(Sql sql) => await sql.HasTable("key_canaries")
        ? await sql.Query<StoredCanary>($"SELECT key_id, canary FROM key_canaries ORDER BY key_id")
        : [];

    /// <summary>Marks the database with a key; one that is marked already stays as it is.</summary>
    public static Task AddCanary(Tx tx, string keyId, byte[] canary) => tx.Execute($"""
        INSERT INTO key_canaries (key_id, canary) VALUES ({keyId}, {canary}) ON CONFLICT (key_id) DO NOTHING
        """);

    /// <summary>Marks the database with a key that is put into use, so that every server that holds it uses it.</summary>
    public static async Task Activate(Tx tx, string keyId, byte[] canary)
    {
        await AddCanary(tx, keyId, canary);
        await tx.Execute($"UPDATE key_canaries SET activated_at = {tx.Now} WHERE key_id = {keyId}");
    }

    /// <summary>When a key was put into use that had been coming; 1970 where it was in use from the beginning.</summary>
    public static async Task<DateTimeOffset> ActivatedAt(Sql sql, string keyId) => Stored.Instant(
        await sql.Number($"SELECT coalesce(max(activated_at), 0) FROM key_canaries WHERE key_id = {keyId}"));

    /// <summary>Takes a key's mark away.</summary>
    public static Task RemoveCanary(Tx tx, string keyId) => tx.Execute($"DELETE FROM key_canaries WHERE key_id = {keyId}");

    /// <summary>Whether anything was ever written under a key.</summary>
    public static async Task<bool> HasData(Sql sql) =>
        0 < await sql.Number($"SELECT (SELECT count(*) FROM accounts) + (SELECT count(*) FROM audit_log)");

    /// <summary>Whether the database belongs to a key: it carries a mark, or data without any. An empty file does not.</summary>
    public static Task<bool> BelongsToAKey(Db db, CancellationToken ct) => db.Read(async sql =>
        await sql.HasTable("key_canaries") && await sql.HasTable("audit_log")
        && (await HasData(sql) || (await Canaries(sql)).Count > 0), ct);

    /// <summary>
    /// One stored hash of every kind, cost and key, of passwords and of recovery codes: they differ before their last 66 characters.
    /// </summary>
    public static Task<IReadOnlyList<string>> HashSamples(Sql sql) => sql.Query<string>($"""
        SELECT min(password_hash) FROM accounts WHERE password_hash IS NOT NULL GROUP BY substr(password_hash, 1, length(password_hash) - 66)
        UNION
        SELECT min(password_hash) FROM sign_ups GROUP BY substr(password_hash, 1, length(password_hash) - 66)
        UNION
        SELECT min(password_hash) FROM anonymous_asks WHERE password_hash IS NOT NULL
        GROUP BY substr(password_hash, 1, length(password_hash) - 66)
        UNION
        SELECT min(code_hash) FROM backup_codes WHERE used_at IS NULL GROUP BY substr(code_hash, 1, length(code_hash) - 66)
        """);

    /// <summary>How many live values of each kind are hashed under each key, and until when; passwords left out.</summary>
    public static Task<IReadOnlyList<KeyUse>> HashedUnder(Sql sql) => sql.Query<KeyUse>($"""
        SELECT token_key AS key_id, 'sessions' AS kind, count(*) AS count, max(expires_at) AS lasts_until FROM sessions
        WHERE ended_at IS NULL AND expires_at > {sql.Now} GROUP BY token_key
        UNION ALL
        SELECT token_key, 'challenges', count(*), max(expires_at) FROM challenges
        WHERE ended_at IS NULL AND expires_at > {sql.Now} GROUP BY token_key
        UNION ALL
        SELECT code_key, 'sent codes', count(*), max(expires_at) FROM challenges
        WHERE ended_at IS NULL AND expires_at > {sql.Now} AND code_key IS NOT NULL GROUP BY code_key
        UNION ALL
        SELECT hash_key, 'TOTP set-ups', count(*), max(expires_at) FROM totp_setups
        WHERE ended_at IS NULL AND expires_at > {sql.Now} GROUP BY hash_key
        UNION ALL
        SELECT t.token_key, 'remembered browsers', count(*), max(b.expires_at)
        FROM browser_tokens t JOIN remembered_browsers b ON b.id = t.browser_id
        WHERE t.spent_at IS NULL AND b.ended_at IS NULL AND b.expires_at > {sql.Now} GROUP BY t.token_key
        UNION ALL
        SELECT token_key, 'codes of programs', count(*), max(expires_at) FROM program_grants
        WHERE expires_at > {sql.Now} GROUP BY token_key
        UNION ALL
        SELECT root_key, 'what applications were given', count(*), max(expires_at) FROM app_tokens
        WHERE expires_at > {sql.Now} GROUP BY root_key
        UNION ALL
        SELECT token_key, 'API keys', count(*), NULL FROM api_keys GROUP BY token_key
        UNION ALL
        SELECT selector_key, 'recovery codes', count(*), NULL FROM backup_codes WHERE used_at IS NULL GROUP BY selector_key
        UNION ALL
        SELECT selector_key, 'recovery codes not good yet', count(*), NULL FROM pending_codes GROUP BY selector_key
        """);

    /// <summary>The accounts whose passwords are hashed under a key, oldest first.</summary>
    public static Task<IReadOnlyList<Account>> WithPasswordUnder(Sql sql, string keyId) => AccountStore.Query(
        sql, $"SELECT {AccountStore.Columns} FROM accounts WHERE password_hash LIKE {PatternOf(keyId)} ORDER BY id");

    /// <summary>Takes away the passwords that are hashed under a key; those of sign-ups that nobody has confirmed too.</summary>
    public static async Task VoidPasswordsUnder(Tx tx, string keyId)
    {
        await tx.Execute($"UPDATE accounts SET password_hash = NULL WHERE password_hash LIKE {PatternOf(keyId)}");
        await tx.Execute($"DELETE FROM sign_ups WHERE password_hash LIKE {PatternOf(keyId)}");
        await tx.Execute($"DELETE FROM anonymous_asks WHERE password_hash LIKE {PatternOf(keyId)}");
    }

    /// <summary>How many past passwords were hashed in each way, and until when they are kept.</summary>
    public static Task<IReadOnlyList<PasswordKind>> PastPasswordKinds(Sql sql) => sql.Query<PasswordKind>($"""
        SELECT min(hash) AS sample, count(*) AS count, max(expires_at) AS lasts_until FROM past_passwords
        WHERE expires_at > {sql.Now} GROUP BY substr(hash, 1, length(hash) - 66)
        """);

    /// <summary>The accounts with past passwords that are hashed under a key, oldest first.</summary>
    public static Task<IReadOnlyList<Account>> WithPastPasswordsUnder(Sql sql, string keyId) => AccountStore.Query(sql, $"""
        SELECT {AccountStore.Columns} FROM accounts
        WHERE id IN (SELECT account_id FROM past_passwords WHERE hash LIKE {PatternOf(keyId)} AND expires_at > {sql.Now}) ORDER BY id
        """);

    /// <summary>Deletes the past passwords that are hashed under a key: nobody signs in with them.</summary>
    public static Task ForgetPastPasswordsUnder(Tx tx, string keyId) =>
        tx.Execute($"DELETE FROM past_passwords WHERE hash LIKE {PatternOf(keyId)}");

    /// <summary>The accounts with recovery codes that are hashed under a key and still good, oldest first.</summary>
    public static Task<IReadOnlyList<Account>> WithRecoveryCodesUnder(Sql sql, string keyId) => AccountStore.Query(sql, $"""
        SELECT {AccountStore.Columns} FROM accounts
        WHERE id IN (SELECT account_id FROM backup_codes WHERE selector_key = {keyId} AND used_at IS NULL) ORDER BY id
        """);

    /// <summary>Takes away the recovery codes that are hashed under a key and still good.</summary>
    public static Task VoidRecoveryCodesUnder(Tx tx, string keyId) =>
        tx.Execute($"DELETE FROM backup_codes WHERE selector_key = {keyId} AND used_at IS NULL");

    /// <summary>The accounts with API keys that are hashed under a key, oldest first.</summary>
    public static Task<IReadOnlyList<Account>> WithApiKeysUnder(Sql sql, string keyId) => AccountStore.Query(sql, $"""
        SELECT {AccountStore.Columns} FROM accounts
        WHERE id IN (SELECT account_id FROM api_keys WHERE token_key = {keyId}) ORDER BY id
        """);

    /// <summary>Takes away the API keys that are hashed under a key, with the sessions that they have opened.</summary>
    public static async Task VoidApiKeysUnder(Tx tx, string keyId)
    {
        await tx.Execute($"""
            UPDATE sessions SET ended_at = {tx.Now}
            WHERE ended_at IS NULL AND api_key_id IN (SELECT id FROM api_keys WHERE token_key = {keyId})
            """);
        await tx.Execute($"DELETE FROM api_keys WHERE token_key = {keyId}");
    }

    private static string PatternOf(string keyId) => $"%,k={keyId}$%";

    /// <summary>How many passwords were hashed in each way: they differ before their last 66 characters.</summary>
    public static Task<IReadOnlyList<PasswordKind>> PasswordKinds(Sql sql) => sql.Query<PasswordKind>($"""
        SELECT min(password_hash) AS sample, count(*) AS count FROM (
            SELECT password_hash FROM accounts WHERE password_hash IS NOT NULL
            UNION ALL
            SELECT password_hash FROM sign_ups
            UNION ALL
            SELECT password_hash FROM anonymous_asks WHERE password_hash IS NOT NULL) p
        GROUP BY substr(password_hash, 1, length(password_hash) - 66)
        """);
}
