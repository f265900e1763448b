using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>Somebody went to an application.</summary>
/// <param name="IsAlive">Whether what it was given then is good.</param>
public sealed record AppGrant(
    long Id, AppId App, AccountId Account, SessionId Session, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, bool IsAlive);

/// <summary>The table of what people went to applications with.</summary>
public static class AppGrantStore
{
    /// <summary>How long something renewed with can last; and a grant is kept.</summary>
    public static TimeSpan Life { get; } = TimeSpan.FromDays(30);

    /// <summary>Somebody goes to an application.</summary>
    /// <returns>The number of the grant.</returns>
    /// <param name="app">The application as it was when it was decided: what is given is good under what it demanded then.</param>
    public static Task<long> Add(Tx tx, App app, Account account, SessionId session, IReadOnlyList<string> scopes) => tx.Insert($"""
        INSERT INTO app_grants (application_id, account_id, session_id, credential_version, scopes, created_at, demand_version)
        VALUES ({app.Id}, {account.Id}, {session}, {account.CredentialVersion}, {string.Join(' ', scopes)}, {tx.Now},
                {app.DemandVersion})
        RETURNING id
        """);

    /// <summary>
    /// The grant of this number, or null. It is alive as long as nobody has ended it, its person may come in, nothing about their password
    /// and factors has changed, the application demands what it did, and their session has not been ended; nor is over, unless the
    /// application may go on when they have gone. What seems to have been given later than now was given while the clock was ahead.
    /// </summary>
    public static async Task<AppGrant?> Find(Sql sql, long id) => (await sql.FindOne<Row>($"""
        SELECT g.id, g.application_id, g.account_id, g.session_id, g.scopes, g.created_at,
               CASE WHEN g.revoked_at IS NULL AND a.disabled_at IS NULL AND a.credential_version = g.credential_version
                         AND p.demand_version = g.demand_version
                         AND g.created_at <= {sql.Now + Believed.Drift} AND s.ended_at IS NULL AND (s.expires_at > {sql.Now} OR g.scopes LIKE '%offline_access%')
                    THEN 1 ELSE 0 END AS alive
        FROM app_grants g JOIN accounts a ON a.id = g.account_id JOIN sessions s ON s.id = g.session_id AND s.account_id = g.account_id
             JOIN applications p ON p.id = g.application_id
        WHERE g.id = {id}
        """))?.ToGrant();

    /// <summary>Ends one with all that was given by it; false when that was done before.</summary>
    public static async Task<bool> TryRevoke(Tx tx, long id) =>
        1 == await tx.Execute($"UPDATE app_grants SET revoked_at = {tx.Now} WHERE id = {id} AND revoked_at IS NULL");

    /// <summary>Ends those by which somebody went to one application from one session; false when none was left.</summary>
    public static async Task<bool> TryRevokeAll(Tx tx, AppId app, AccountId account, SessionId session) => 0 < await tx.Execute($"""
        UPDATE app_grants SET revoked_at = {tx.Now}
        WHERE account_id = {account} AND application_id = {app} AND session_id = {session} AND revoked_at IS NULL
        """);

    /// <summary>Takes away what is over.</summary>
    public static Task Sweep(Tx tx) => tx.Execute($"""
        DELETE FROM app_grants WHERE created_at < {tx.Now - Life - Life} OR created_at > {tx.Now + Believed.Drift}
        """);

    private sealed record Row(long Id, long ApplicationId, long AccountId, long SessionId, string Scopes, long CreatedAt, long Alive)
    {
        public AppGrant ToGrant() => new(
            Id, new(ApplicationId), new(AccountId), new(SessionId), Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Stored.Instant(CreatedAt), Alive == 1);
    }
}
