using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>A secret that an application and we share. It does not print.</summary>
/// <param name="EndsAt">When it is good no longer; null: it is the one of now.</param>
public sealed record SealedAppSecret(long Id, byte[] Sealed, DateTimeOffset? EndsAt)
{
    /// <summary>Its number alone.</summary>
    public override string ToString() => $"{Id} •••";
}

/// <summary>The table of the secrets that applications share with us.</summary>
public static class AppSecretStore
{
    /// <summary>Adds one, to be sealed for the row this answers.</summary>
    public static Task<long> Add(Tx tx, AppId app) => tx.Insert($"""
        INSERT INTO app_secrets (application_id, created_at) VALUES ({app}, {tx.Now}) RETURNING id
        """);

    /// <summary>Stores it sealed.</summary>
    public static Task Set(Tx tx, long id, byte[] sealedSecret) =>
        tx.Execute($"UPDATE app_secrets SET sealed_secret = {sealedSecret} WHERE id = {id}");

    /// <summary>Lets the one of now end then, and takes away the one of before: two that are good at once are enough.</summary>
    /// <param name="then">Null: at once.</param>
    public static async Task End(Tx tx, AppId app, DateTimeOffset? then)
    {
        await tx.Execute($"DELETE FROM app_secrets WHERE application_id = {app} AND (ends_at IS NOT NULL OR {then} IS NULL)");
        await tx.Execute($"UPDATE app_secrets SET ends_at = {then} WHERE application_id = {app}");
    }

    /// <summary>Those of an application that are good now, the newest first.</summary>
    public static async Task<IReadOnlyList<SealedAppSecret>> Live(Sql sql, AppId app)
    {
        var rows = await sql.Query<Row>($"""
            SELECT id, sealed_secret, ends_at FROM app_secrets
            WHERE application_id = {app} AND sealed_secret IS NOT NULL ORDER BY id DESC
            """);
        return [.. rows.Select(row => row.ToSecret()).Where(secret => IsLive(secret, sql.Now))];
    }

    private static bool IsLive(SealedAppSecret secret, DateTimeOffset now) =>
        secret.EndsAt is not { } end || Believed.IsAhead(end, now, AppRules.Overlap);

    private sealed record Row(long Id, byte[] SealedSecret, long? EndsAt)
    {
        public SealedAppSecret ToSecret() => new(Id, SealedSecret, Stored.Instant(EndsAt));
    }
}
