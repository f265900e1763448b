using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>An API key or a session, with the account that it speaks for.</summary>
/// <param name="Methods">How many methods the account has.</param>
/// <param name="OrderedFrom">From when on a second factor was ordered for everybody; null: it was not.</param>
/// <param name="IsUnvouched">Whether the account's mailbox has not vouched for its second factor (<see cref="AccountMark.AwaitsMailbox"/>).</param>
public sealed record KnownCredential(
    ApiKey? Key, Session? Session, Account Account, int Methods, DateTimeOffset? OrderedFrom, bool IsUnvouched);

/// <summary>
/// Who is calling, in one question: each request begins with it. Only to look: a change reads the account again, and holds it.
/// A wait for its mailbox is still to be judged (<see cref="MailWaits"/>), which takes more questions.
/// </summary>
public static class CredentialStore
{
    private static SqlPart OfAccount { get; } = new($"""
        {AccountStore.Columns},
        (SELECT count(*) FROM methods m WHERE m.account_id = accounts.id) AS methods,
        (SELECT begins_at FROM requirement_orders WHERE standing = 1) AS ordered_from,
        (SELECT count(*) FROM account_marks k
         WHERE k.account_id = accounts.id AND k.mark = {AccountMark.AwaitsMailbox}) AS unvouched
        """);

    /// <summary>The API key with one of these hashes, or null.</summary>
    public static async Task<KnownCredential?> FindKey(Sql sql, IReadOnlyList<byte[]> hashes) => (await sql.FindOne<KeyRow>($"""
        SELECT key_id, key_name, key_suffix, key_permissions, key_created_at, key_last_used_at, key_made_by_operator, {OfAccount}
        FROM (SELECT id AS key_id, account_id AS key_account_id, name AS key_name, suffix AS key_suffix, permissions AS key_permissions,
                     created_at AS key_created_at, last_used_at AS key_last_used_at, made_by_operator AS key_made_by_operator
              FROM api_keys WHERE token_hash IN {hashes}) presented
        JOIN accounts ON accounts.id = presented.key_account_id
        """))?.ToCredential();

    /// <summary>The session with one of these hashes, ended and expired ones too, or null.</summary>
    public static async Task<KnownCredential?> FindSession(Sql sql, IReadOnlyList<byte[]> hashes) => (await sql.FindOne<SessionRow>($"""
        SELECT session_id, session_kind, session_second_factor_at, session_second_factor_by, session_ip_address, session_user_agent,
               session_created_at, session_last_seen_at, session_expires_at, session_ended_at, session_api_key_id, {OfAccount}
        FROM (SELECT id AS session_id, account_id AS session_account_id, kind AS session_kind, second_factor_at AS session_second_factor_at,
                     second_factor_by AS session_second_factor_by, ip_address AS session_ip_address, user_agent AS session_user_agent, created_at AS session_created_at,
                     last_seen_at AS session_last_seen_at, expires_at AS session_expires_at, ended_at AS session_ended_at,
                     api_key_id AS session_api_key_id
              FROM sessions WHERE token_hash IN {hashes}) presented
        JOIN accounts ON accounts.id = presented.session_account_id
        """))?.ToCredential();

    private abstract record CredentialRow : AccountRow
    {
        public required long Methods { get; init; }

        public required long? OrderedFrom { get; init; }

        public required long Unvouched { get; init; }

        protected KnownCredential With(ApiKey? key, Session? session) =>
            new(key, session, ToAccount(), (int)Methods, Stored.Instant(OrderedFrom), Unvouched > 0);
    }

    private sealed record KeyRow : CredentialRow
    {
        public required long KeyId { get; init; }

        public required string KeyName { get; init; }

        public required string KeySuffix { get; init; }

        public required string KeyPermissions { get; init; }

        public required long KeyCreatedAt { get; init; }

        public required long? KeyLastUsedAt { get; init; }

        public required long KeyMadeByOperator { get; init; }

        public KnownCredential ToCredential() => With(
            new(new(KeyId), new(Id), KeyName, KeySuffix, KeyPermissions, Stored.Instant(KeyCreatedAt), Stored.Instant(KeyLastUsedAt),
                KeyMadeByOperator == 1), null);
    }

    private sealed record SessionRow : CredentialRow
    {
        public required long SessionId { get; init; }

        public required string SessionKind { get; init; }

        public required long? SessionSecondFactorAt { get; init; }

        public required string? SessionSecondFactorBy { get; init; }

        public required string SessionIpAddress { get; init; }

        public required string SessionUserAgent { get; init; }

        public required long SessionCreatedAt { get; init; }

        public required long SessionLastSeenAt { get; init; }

        public required long SessionExpiresAt { get; init; }

        public required long? SessionEndedAt { get; init; }

        public required long? SessionApiKeyId { get; init; }

        public KnownCredential ToCredential() => With(null, new Session(
            new(SessionId), new(Id), Words.To<SessionKind>(SessionKind), ProvenFactor.Of(SessionSecondFactorAt, SessionSecondFactorBy),
            SessionIpAddress, SessionUserAgent, Stored.Instant(SessionCreatedAt), Stored.Instant(SessionLastSeenAt),
            Stored.Instant(SessionExpiresAt), Stored.Instant(SessionEndedAt))
        {
            OpenedBy = SessionApiKeyId is { } key ? new ApiKeyId(key) : null,
        });
    }
}
