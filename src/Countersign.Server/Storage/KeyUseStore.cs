namespace Countersign.Server.Storage;

/// <summary>The mark of one root key.</summary>
public sealed record StoredCanary(string KeyId, byte[] Canary);

/// <summary>How many rows of one kind need a root key.</summary>
public sealed record KeyUse(string KeyId, string Kind, long Count);

/// <summary>What the database says about the root keys it was written with.</summary>
public static class KeyUseStore
{
    /// <summary>The marks of all keys.</summary>
    public static Task<IReadOnlyList<StoredCanary>> Canaries(Sql sql) =>
        sql.Query<StoredCanary>($"SELECT key_id, canary FROM key_canaries ORDER BY key_id");

    /// <summary>Marks the database with a key; one that is marked already stays as it is.</summary>
    public static Task AddCanary(Tx tx, string keyId, byte[] canary) => tx.Execute($"""
        INSERT INTO key_canaries (key_id, canary) VALUES ({keyId}, {canary}) ON CONFLICT (key_id) DO NOTHING
        """);

    /// <summary>Takes a key's mark away.</summary>
    public static Task RemoveCanary(Tx tx, string keyId) => tx.Execute($"DELETE FROM key_canaries WHERE key_id = {keyId}");

    /// <summary>Whether anything was ever written under a key.</summary>
    public static async Task<bool> HasData(Sql sql) =>
        0 < await sql.Number($"SELECT (SELECT count(*) FROM accounts) + (SELECT count(*) FROM audit_log)");

    /// <summary>One stored hash of every kind, cost and key, of passwords and of backup codes: they differ before their last 66 characters.</summary>
    public static Task<IReadOnlyList<string>> HashSamples(Sql sql) => sql.Query<string>($"""
        SELECT min(password_hash) FROM accounts WHERE password_hash IS NOT NULL GROUP BY substr(password_hash, 1, length(password_hash) - 66)
        UNION
        SELECT min(code_hash) FROM backup_codes WHERE used_at IS NULL GROUP BY substr(code_hash, 1, length(code_hash) - 66)
        """);
}
