using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>Whom a request to an application behind a proxy may pass as: what that application reads of them.</summary>
public sealed record AppPerson(AccountId Id, string Username, string Email, string FullName);

/// <summary>Somebody at an application behind a proxy, as they are now.</summary>
/// <param name="Session">The sign-in behind it.</param>
/// <param name="IpAddress">Where that began.</param>
/// <param name="HasFactor">Whether they have a second factor.</param>
/// <param name="OrderedFrom">From when on a second factor was ordered for everybody; null: it was not.</param>
/// <param name="Stands">Whether nobody and nothing has ended it (<see cref="AppGrantStore.Find"/>); time may.</param>
/// <param name="ExpiresAt">When the session is over.</param>
/// <param name="CameAt">When they went there.</param>
public sealed record AppPassage(
    AppPerson Person, SessionId Session, string IpAddress, DateTimeOffset SignedInAt, ProvenFactor? Factor, bool HasFactor,
    DateTimeOffset? OrderedFrom, bool Stands, DateTimeOffset ExpiresAt, DateTimeOffset CameAt)
{
    /// <summary>Whether it is good now; what seems to have begun later than now was begun while the clock was ahead.</summary>
    public bool IsAlive(DateTimeOffset now) => Stands && ExpiresAt > now && Believed.HasBeen(CameAt, now);
}

/// <summary>Who is at an application behind a proxy: one question for each request that comes there.</summary>
public static class AppPassStore
{
    /// <summary>
    /// What stands behind a grant of this application; null when it is gone, as it is with its person, its application or its session.
    /// </summary>
    public static async Task<AppPassage?> Find(Sql sql, AppId app, AccountId account, long grant) => (await sql.FindOne<Row>($"""
        SELECT a.id AS account_id, a.username, a.email, a.full_name,
               CASE WHEN a.is_legacy = 1 OR EXISTS (SELECT 1 FROM methods m WHERE m.account_id = a.id) THEN 1 ELSE 0 END AS has_factor,
               s.id AS session_id, s.ip_address, s.created_at AS signed_in_at, s.second_factor_at, s.second_factor_by,
               (SELECT begins_at FROM requirement_orders WHERE standing = 1) AS ordered_from,
               CASE WHEN g.revoked_at IS NULL AND a.disabled_at IS NULL AND a.credential_version = g.credential_version
                         AND s.ended_at IS NULL AND p.demand_version = g.demand_version THEN 1 ELSE 0 END AS stands,
               s.expires_at, g.created_at AS came_at
        FROM app_grants g
        JOIN accounts a ON a.id = g.account_id
        JOIN sessions s ON s.id = g.session_id AND s.account_id = g.account_id
        JOIN applications p ON p.id = g.application_id
        WHERE g.id = {grant} AND g.account_id = {account} AND g.application_id = {app}
        """))?.ToPassage();

    private sealed record Row(
        long AccountId, string Username, string Email, string FullName, long HasFactor, long SessionId, string IpAddress, long SignedInAt,
        long? SecondFactorAt, string? SecondFactorBy, long? OrderedFrom, long Stands,
        long ExpiresAt, long CameAt)
    {
        public AppPassage ToPassage() => new(
            new(new(AccountId), Username, Email, FullName), new(SessionId), IpAddress, Stored.Instant(SignedInAt),
            ProvenFactor.Of(SecondFactorAt, SecondFactorBy), HasFactor == 1, Stored.Instant(OrderedFrom), Stands == 1,
            Stored.Instant(ExpiresAt), Stored.Instant(CameAt));
    }
}
