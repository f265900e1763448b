using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>A secret that signs what is sent to a webhook. It does not print.</summary>
/// <param name="EndsAt">When it signs nothing any more; null: it is the one of now.</param>
public sealed record SealedHookSecret(long Id, byte[] Sealed, DateTimeOffset? EndsAt)
{
    /// <summary>Its number alone.</summary>
    public override string ToString() => $"{Id} •••";
}

/// <summary>The table of the secrets of webhooks.</summary>
public static class HookSecretStore
{
    /// <summary>Adds one, to be sealed for the row this answers.</summary>
    public static Task<long> Add(Tx tx, HookId hook) => tx.Insert($"""
        INSERT INTO hook_secrets (hook_id, created_at) VALUES ({hook}, {tx.Now}) RETURNING id
        """);

    /// <summary>Stores it sealed.</summary>
    public static Task Set(Tx tx, long id, byte[] sealedSecret) =>
        tx.Execute($"UPDATE hook_secrets SET sealed_secret = {sealedSecret} WHERE id = {id}");

    /// <summary>Lets those of now end then, and takes away what has ended.</summary>
    public static async Task End(Tx tx, HookId hook, DateTimeOffset then)
    {
        await tx.Execute($"DELETE FROM hook_secrets WHERE hook_id = {hook} AND ends_at <= {tx.Now}");
        await tx.Execute($"UPDATE hook_secrets SET ends_at = {then} WHERE hook_id = {hook} AND ends_at IS NULL");
    }

    /// <summary>Those that sign now, the newest first.</summary>
    public static async Task<IReadOnlyList<SealedHookSecret>> Live(Sql sql, HookId hook)
    {
        var rows = await sql.Query<Row>($"""
            SELECT id, sealed_secret, ends_at FROM hook_secrets
            WHERE hook_id = {hook} AND sealed_secret IS NOT NULL AND (ends_at IS NULL OR ends_at > {sql.Now}) ORDER BY id DESC
            """);
        return [.. rows.Select(row => new SealedHookSecret(row.Id, row.SealedSecret, Stored.Instant(row.EndsAt)))];
    }

    private sealed record Row(long Id, byte[] SealedSecret, long? EndsAt);
}
