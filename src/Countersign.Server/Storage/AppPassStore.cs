using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>Somebody at an application behind a proxy, as they and it are now.</summary>
/// <param name="Session">The sign-in behind it.</param>
/// <param name="Methods">How many methods they have.</param>
/// <param name="OrderedFrom">From when on a second factor was ordered for everybody; null: it was not.</param>
/// <param name="Paths">What it demands below some paths, as it is stored.</param>
/// <param name="IsAlive">Whether nobody and nothing has ended it (<see cref="AppGrantStore.Find"/>).</param>
public sealed record AppPassage(
    Account Account, SessionId Session, string IpAddress, DateTimeOffset SignedInAt, ProvenFactor? Factor, int Methods,
    DateTimeOffset? OrderedFrom, AppLevel Level, TimeSpan? FreshFor, string Paths, bool IsAlive);

/// <summary>Who is at an application behind a proxy: one question for each request that comes there.</summary>
public static class AppPassStore
{
    /// <summary>What stands behind a grant; null when it is gone, with its person, its application or its session.</summary>
    public static async Task<AppPassage?> Find(Sql sql, AccountId account, long grant) => (await sql.FindOne<Row>($"""
        SELECT session_id, session_ip_address, session_created_at, session_second_factor_at, session_second_factor_by, session_expires_at,
               session_ended_at, grant_version, grant_created_at, grant_revoked_at, app_level, app_fresh_for, app_paths,
               (SELECT count(*) FROM methods m WHERE m.account_id = accounts.id) AS methods,
               (SELECT begins_at FROM requirement_orders WHERE standing = 1) AS ordered_from, {AccountStore.Columns}
        FROM (SELECT g.account_id AS grant_account_id, g.credential_version AS grant_version, g.created_at AS grant_created_at,
                     g.revoked_at AS grant_revoked_at, s.id AS session_id, s.ip_address AS session_ip_address,
                     s.created_at AS session_created_at, s.second_factor_at AS session_second_factor_at,
                     s.second_factor_by AS session_second_factor_by, s.expires_at AS session_expires_at, s.ended_at AS session_ended_at,
                     p.level AS app_level, p.fresh_for AS app_fresh_for, p.paths AS app_paths
              FROM app_grants g
              JOIN sessions s ON s.id = g.session_id AND s.account_id = g.account_id
              JOIN applications p ON p.id = g.application_id
              WHERE g.id = {grant} AND g.account_id = {account}) presented
        JOIN accounts ON accounts.id = presented.grant_account_id
        """))?.ToPassage(sql.Now);

    private sealed record Row : AccountRow
    {
        public required long SessionId { get; init; }

        public required string SessionIpAddress { get; init; }

        public required long SessionCreatedAt { get; init; }

        public required long? SessionSecondFactorAt { get; init; }

        public required string? SessionSecondFactorBy { get; init; }

        public required long SessionExpiresAt { get; init; }

        public required long? SessionEndedAt { get; init; }

        public required long GrantVersion { get; init; }

        public required long GrantCreatedAt { get; init; }

        public required long? GrantRevokedAt { get; init; }

        public required string AppLevel { get; init; }

        public required long? AppFreshFor { get; init; }

        public required string AppPaths { get; init; }

        public required long Methods { get; init; }

        public required long? OrderedFrom { get; init; }

        public AppPassage ToPassage(DateTimeOffset now) => new(
            ToAccount(), new(SessionId), SessionIpAddress, Stored.Instant(SessionCreatedAt),
            ProvenFactor.Of(SessionSecondFactorAt, SessionSecondFactorBy), (int)Methods, Stored.Instant(OrderedFrom),
            Words.To<AppLevel>(AppLevel), AppFreshFor is { } seconds ? TimeSpan.FromSeconds(seconds) : null, AppPaths, IsAlive(now));

        private bool IsAlive(DateTimeOffset now) =>
            GrantRevokedAt is null && DisabledAt is null && GrantVersion == CredentialVersion && SessionEndedAt is null
            && Stored.Instant(SessionExpiresAt) > now && Believed.HasBeen(Stored.Instant(GrantCreatedAt), now);
    }
}
