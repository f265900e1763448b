using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What an application was given. It does not print.</summary>
/// <param name="Kind">As the library names it: <c>authorization_code</c>, <c>access_token</c>, <c>refresh_token</c>.</param>
/// <param name="State">As the library names it: <c>valid</c>, <c>redeemed</c>, <c>revoked</c>.</param>
/// <param name="Reference">A hash of what the application presents; null for what it only reads.</param>
/// <param name="Payload">What it stands for, encrypted.</param>
public sealed record AppToken(
    long Id, AppId App, long? Grant, AccountId? Account, string Kind, string State, string? Reference, string? Payload,
    DateTimeOffset? CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RedeemedAt, long Version)
{
    /// <summary>The row alone.</summary>
    public override string ToString() => $"{Id} •••";
}

/// <summary>The table of what applications were given.</summary>
public static class AppTokenStore
{
    private static SqlPart Columns { get; } = new($"""
        id, application_id, grant_id, account_id, kind, state, reference, payload, created_at, expires_at, redeemed_at, version
        """);

    /// <summary>Adds one.</summary>
    /// <param name="rootKey">The root key that its payload is encrypted under.</param>
    public static Task<long> Add(Tx tx, AppToken token, string rootKey) => tx.Insert($"""
        INSERT INTO app_tokens (application_id, grant_id, account_id, kind, state, reference, payload, root_key, created_at, expires_at,
                                redeemed_at)
        VALUES ({token.App}, {token.Grant}, {token.Account?.Value}, {token.Kind}, {token.State}, {token.Reference}, {token.Payload},
                {rootKey}, {token.CreatedAt ?? tx.Now}, {token.ExpiresAt}, {token.RedeemedAt})
        RETURNING id
        """);

    /// <summary>The one of this number, or null.</summary>
    public static async Task<AppToken?> Find(Sql sql, long id) =>
        (await sql.FindOne<Row>($"SELECT {Columns} FROM app_tokens WHERE id = {id}"))?.ToToken();

    /// <summary>The one that is presented by this, or null: also where it was given while the clock was ahead.</summary>
    public static async Task<AppToken?> Find(Sql sql, string reference) => (await sql.FindOne<Row>($"""
        SELECT {Columns} FROM app_tokens WHERE reference = {reference} AND created_at <= {sql.Now + Believed.Drift}
        """))?.ToToken();

    /// <summary>Uses up what is good once; true for exactly one caller.</summary>
    public static async Task<bool> TryRedeem(Tx tx, long id) => 1 == await tx.Execute($"""
        UPDATE app_tokens SET state = 'redeemed', redeemed_at = {tx.Now}, version = version + 1 WHERE id = {id} AND state = 'valid'
        """);

    /// <summary>Saves what has become of one; false when something has become of it meanwhile.</summary>
    public static async Task<bool> TrySave(Tx tx, AppToken token) => 1 == await tx.Execute($"""
        UPDATE app_tokens
        SET state = {token.State}, reference = {token.Reference}, payload = {token.Payload}, expires_at = {token.ExpiresAt},
            redeemed_at = {token.RedeemedAt}, version = version + 1
        WHERE id = {token.Id} AND version = {token.Version}
        """);

    /// <summary>Takes away one; false when it is gone.</summary>
    public static async Task<bool> TryDelete(Tx tx, long id) => 1 == await tx.Execute($"DELETE FROM app_tokens WHERE id = {id}");

    /// <summary>
    /// Takes away what has been over for a day. What was used is kept as long as its family can live, so that a second use is seen.
    /// </summary>
    public static Task Sweep(Tx tx) => tx.Execute($"""
        DELETE FROM app_tokens WHERE expires_at < {tx.Now - TimeSpan.FromDays(1)} OR created_at > {tx.Now + Believed.Drift}
        """);

    private sealed record Row(
        long Id, long ApplicationId, long? GrantId, long? AccountId, string Kind, string State, string? Reference, string? Payload,
        long CreatedAt, long? ExpiresAt, long? RedeemedAt, long Version)
    {
        public AppToken ToToken() => new(
            Id, new(ApplicationId), GrantId, AccountId is { } account ? new AccountId(account) : null, Kind, State, Reference, Payload,
            Stored.Instant(CreatedAt), Stored.Instant(ExpiresAt), Stored.Instant(RedeemedAt), Version);
    }
}
