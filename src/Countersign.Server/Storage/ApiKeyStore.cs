using Countersign.Core;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>An API key's record; the key itself is stored as a hash only.</summary>
/// <param name="Permissions">The permissions as they were asked for, JSON; <c>{}</c> means everything.</param>
/// <param name="IsByOperator">Whether an operator made it, and its value was not changed since.</param>
public sealed record ApiKey(
    ApiKeyId Id, AccountId Account, string Name, string Suffix, string Permissions, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt,
    bool IsByOperator);

/// <summary>The table of API keys.</summary>
public static class ApiKeyStore
{
    private static SqlPart Columns { get; } = new($"id, account_id, name, suffix, permissions, created_at, last_used_at, made_by_operator");

    /// <summary>Adds a key.</summary>
    public static async Task<ApiKeyId> Add(
        Tx tx, AccountId account, string name, Token key, HashedToken hash, string permissions, bool byOperator) =>
        new(await tx.Insert($"""
            INSERT INTO api_keys (account_id, name, token_hash, token_key, suffix, permissions, created_at, made_by_operator)
            VALUES ({account}, {name}, {hash.Hash}, {hash.KeyId}, {key.Suffix}, {permissions}, {tx.Now}, {byOperator})
            RETURNING id
            """));

    /// <summary>Whether a key still has the value that was presented, and how many methods its account has now.</summary>
    public static async Task<Standing> Look(Sql sql, ApiKey key, IReadOnlyList<byte[]> presented) =>
        (await sql.FindOne<Standing>($"""
            SELECT (SELECT count(*) FROM api_keys WHERE id = {key.Id} AND token_hash IN {presented}) AS live,
                   (SELECT count(*) FROM methods WHERE account_id = {key.Account}) AS methods
            """))!;

    /// <summary>This account's key, or null.</summary>
    public static async Task<ApiKey?> Find(Sql sql, AccountId account, ApiKeyId id) =>
        (await sql.FindOne<Row>($"""
            SELECT {Columns} FROM api_keys WHERE id = {id} AND account_id = {account}
            """))?.ToApiKey();

    /// <summary>The account's keys, oldest first.</summary>
    public static async Task<IReadOnlyList<ApiKey>> ListOf(Sql sql, AccountId account)
    {
        var rows = await sql.Query<Row>($"""
            SELECT {Columns} FROM api_keys WHERE account_id = {account} ORDER BY id
            """);
        return [.. rows.Select(row => row.ToApiKey())];
    }

    /// <summary>
    /// Gives a key another value; the old one dies with this write, and the key is the person's own from now on, whoever made it. False
    /// when the key is gone.
    /// </summary>
    public static async Task<bool> TryReplace(Tx tx, AccountId account, ApiKeyId id, Token key, HashedToken hash) => 1 == await tx.Execute($"""
        UPDATE api_keys SET token_hash = {hash.Hash}, token_key = {hash.KeyId}, suffix = {key.Suffix}, made_by_operator = 0
        WHERE id = {id} AND account_id = {account}
        """);

    /// <summary>
    /// Notes a use, and re-hashes a key that is still stored under a retiring root key. A key that was replaced meanwhile
    /// stays dead.
    /// </summary>
    public static Task NoteUse(Tx tx, ApiKeyId id, IReadOnlyList<byte[]> presented, HashedToken hash) => tx.Later($"""
        UPDATE api_keys SET last_used_at = {tx.Now}, token_hash = {hash.Hash}, token_key = {hash.KeyId}
        WHERE id = {id} AND token_hash IN {presented}
        """);

    /// <summary>Deletes a key; false when the account has no such key.</summary>
    public static async Task<bool> TryDelete(Tx tx, AccountId account, ApiKeyId id) =>
        1 == await tx.Execute($"DELETE FROM api_keys WHERE id = {id} AND account_id = {account}");

    private sealed record Row(
        long Id, long AccountId, string Name, string Suffix, string Permissions, long CreatedAt, long? LastUsedAt, long MadeByOperator)
    {
        public ApiKey ToApiKey() => new(
            new(Id), new(AccountId), Name, Suffix, Permissions, Stored.Instant(CreatedAt), Stored.Instant(LastUsedAt), MadeByOperator == 1);
    }
}
