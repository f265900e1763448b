using Countersign.Core;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>How a session's key travels.</summary>
public enum SessionKind
{
    /// <summary>As a cookie of a browser.</summary>
    Browser,

    /// <summary>As a bearer key of a program.</summary>
    Bearer,

    /// <summary>Inside a signed access token.</summary>
    Token,
}

/// <summary>A second factor that was proven.</summary>
/// <param name="By">By what; null: that was not written down yet when it was.</param>
public sealed record ProvenFactor(DateTimeOffset At, ProofKind? By)
{
    /// <summary>As two columns hold it.</summary>
    internal static ProvenFactor? Of(long? at, string? by) =>
        Stored.Instant(at) is { } instant ? new(instant, by is null ? null : Words.To<ProofKind>(by)) : null;
}

/// <summary>A signed-in state; its key is stored as a hash only.</summary>
/// <param name="Factor">The second factor that was proven; null for an account that had none.</param>
public sealed record Session(
    SessionId Id, AccountId Account, SessionKind Kind, ProvenFactor? Factor, string IpAddress, string UserAgent,
    DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, DateTimeOffset? EndedAt)
{
    /// <summary>When its second factor was proven.</summary>
    public DateTimeOffset? SecondFactorAt => Factor?.At;

    /// <summary>The API key that opened it; null when none did, or when that key is gone.</summary>
    public ApiKeyId? OpenedBy { get; init; }

    /// <summary>
    /// Expiry is decided at use: after a day, and for a browser also after an hour nobody used it. What seems to begin later than now was
    /// begun while the clock was ahead.
    /// </summary>
    public bool IsExpired(DateTimeOffset now, Policy policy) =>
        !Believed.IsAhead(ExpiresAt, now, policy.SessionLife)
        || !Believed.HasBeen(CreatedAt, now)
        || (Kind is SessionKind.Browser && LastSeenAt + policy.SessionIdle <= now);
}

/// <summary>The table of sessions.</summary>
public static class SessionStore
{
    private static SqlPart Columns { get; } = new($"""
        id, account_id, kind, token_hash, token_key, second_factor_at, second_factor_by, ip_address, user_agent, created_at,
        last_seen_at, expires_at, ended_at, api_key_id
        """);

    /// <summary>Opens a session.</summary>
    public static Task Add(Tx tx, Session session, HashedToken key) => tx.Later(Addition(session, key));

    /// <summary>Opens a session and tells its number.</summary>
    public static async Task<SessionId> AddNumbered(Tx tx, Session session, HashedToken key) =>
        new(await tx.Insert($"{new SqlPart(Addition(session, key))} RETURNING id"));

    /// <summary>The session with one of these hashes, ended and expired ones too, or null.</summary>
    public static async Task<Session?> FindByHash(Sql sql, IReadOnlyList<byte[]> hashes) =>
        (await sql.FindOne<Row>($"SELECT {Columns} FROM sessions WHERE token_hash IN {hashes}"))?.ToSession();

    /// <summary>
    /// Whether a session is neither ended nor expired and still has the key that was presented, and how many methods its account has now.
    /// </summary>
    public static async Task<Standing> Look(Sql sql, Session session, IReadOnlyList<byte[]> presented) =>
        (await sql.FindOne<Standing>($"""
            SELECT (SELECT count(*) FROM sessions
                    WHERE id = {session.Id} AND token_hash IN {presented} AND ended_at IS NULL AND expires_at > {sql.Now}) AS live,
                   (SELECT count(*) FROM methods WHERE account_id = {session.Account}) AS methods
            """))!;

    /// <summary>The account's live sessions, youngest first.</summary>
    public static async Task<IReadOnlyList<Session>> ListLive(Sql sql, AccountId account)
    {
        var rows = await sql.Query<Row>($"""
            SELECT {Columns} FROM sessions WHERE account_id = {account} AND ended_at IS NULL AND expires_at > {sql.Now} ORDER BY id DESC
            """);
        return [.. rows.Select(row => row.ToSession())];
    }

    /// <summary>One of the account's live sessions; null when it has ended, or was never one of this account.</summary>
    public static async Task<Session?> FindLive(Sql sql, AccountId account, SessionId id) => (await sql.FindOne<Row>($"""
        SELECT {Columns} FROM sessions WHERE id = {id} AND account_id = {account} AND ended_at IS NULL AND expires_at > {sql.Now}
        """))?.ToSession();

    /// <summary>When the account's newest session was opened, however long it lasted; null when none is kept any more.</summary>
    public static async Task<DateTimeOffset?> LastOpened(Sql sql, AccountId account) => Stored.Instant(
        (await sql.FindOne<Opened>($"SELECT created_at FROM sessions WHERE account_id = {account} ORDER BY id DESC LIMIT 1"))?.CreatedAt);

    /// <summary>Lets a live session last until <paramref name="expiresAt"/>, its second factor proven now.</summary>
    public static async Task<bool> TryProlong(Tx tx, SessionId id, DateTimeOffset expiresAt, ProvenFactor factor) => 1 == await tx.Execute($"""
        UPDATE sessions SET expires_at = {expiresAt}, second_factor_at = {factor.At}, second_factor_by = {factor.By}
        WHERE id = {id} AND ended_at IS NULL AND expires_at > {tx.Now}
        """);

    /// <summary>Gives a live session another key; the old one dies with this write.</summary>
    public static async Task<bool> TryChangeKey(
        Tx tx, SessionId id, HashedToken key, ProvenFactor? factor) => 1 == await tx.Execute($"""
        UPDATE sessions
        SET token_hash = {key.Hash}, token_key = {key.KeyId}, second_factor_at = {factor?.At}, second_factor_by = {factor?.By}
        WHERE id = {id} AND ended_at IS NULL AND expires_at > {tx.Now}
        """);

    /// <summary>
    /// Notes that a session was used just now, and hashes its key under the active root key: one that is used holds no older root key up.
    /// </summary>
    /// <param name="presented">The possible hashes of the key that came; a session that has another key since keeps it.</param>
    public static Task NoteUse(Tx tx, SessionId id, IReadOnlyList<byte[]> presented, HashedToken hash) => tx.Later($"""
        UPDATE sessions SET last_seen_at = {tx.Now}, token_hash = {hash.Hash}, token_key = {hash.KeyId}
        WHERE id = {id} AND last_seen_at <> {tx.Now} AND token_hash IN {presented}
        """);

    /// <summary>Ends one session of the account; false when there is no such live one.</summary>
    public static async Task<bool> TryEnd(Tx tx, AccountId account, SessionId id) => 1 == await tx.Execute($"""
        UPDATE sessions SET ended_at = {tx.Now} WHERE id = {id} AND account_id = {account} AND ended_at IS NULL
        """);

    /// <summary>The account's access tokens whose time is not over, disabled ones too, youngest first.</summary>
    public static async Task<IReadOnlyList<Session>> ListTokens(Sql sql, AccountId account)
    {
        var rows = await sql.Query<Row>($"""
            SELECT {Columns} FROM sessions WHERE account_id = {account} AND kind = {SessionKind.Token} AND expires_at > {sql.Now} ORDER BY id DESC
            """);
        return [.. rows.Select(row => row.ToSession())];
    }

    /// <summary>Deletes one access token of the account; false when there is none.</summary>
    public static async Task<bool> TryDeleteToken(Tx tx, AccountId account, SessionId id) => 1 == await tx.Execute($"""
        DELETE FROM sessions WHERE id = {id} AND account_id = {account} AND kind = {SessionKind.Token}
        """);

    /// <summary>Ends all of the account's sessions but one.</summary>
    public static Task EndOthers(Tx tx, AccountId account, SessionId? keep) => tx.Execute($"""
        UPDATE sessions SET ended_at = {tx.Now}
        WHERE account_id = {account} AND ended_at IS NULL AND id <> {keep?.Value ?? 0}
        """);

    /// <summary>Ends the sessions that a key opened, but one: the key is gone, or has another value.</summary>
    public static Task EndOpenedBy(Tx tx, AccountId account, ApiKeyId key, SessionId? keep) => tx.Execute($"""
        UPDATE sessions SET ended_at = {tx.Now}
        WHERE account_id = {account} AND api_key_id = {key} AND ended_at IS NULL AND id <> {keep?.Value ?? 0}
        """);

    /// <summary>
    /// Deletes sessions that were over for 90 days; until then a client is told that its key expired. And those that were begun while the
    /// clock was ahead, before it is there again.
    /// </summary>
    public static Task Sweep(Tx tx) => tx.Execute($"""
        DELETE FROM sessions WHERE expires_at <= {tx.Now - TimeSpan.FromDays(90)} OR created_at > {tx.Now + Believed.Drift}
        """);

    private static Statement Addition(Session session, HashedToken key) => $"""
        INSERT INTO sessions (account_id, kind, token_hash, token_key, second_factor_at, second_factor_by, ip_address, user_agent,
                              created_at, last_seen_at, expires_at, api_key_id)
        VALUES ({session.Account}, {session.Kind}, {key.Hash}, {key.KeyId}, {session.Factor?.At}, {session.Factor?.By},
                {session.IpAddress}, {session.UserAgent}, {session.CreatedAt}, {session.LastSeenAt}, {session.ExpiresAt}, {session.OpenedBy?.Value})
        """;

    private sealed record Opened(long CreatedAt);

    private sealed record Row(
        long Id, long AccountId, string Kind, byte[] TokenHash, string TokenKey, long? SecondFactorAt, string? SecondFactorBy,
        string IpAddress, string UserAgent, long CreatedAt, long LastSeenAt, long ExpiresAt, long? EndedAt, long? ApiKeyId)
    {
        public Session ToSession() => new(
            new(Id), new(AccountId), Words.To<SessionKind>(Kind), ProvenFactor.Of(SecondFactorAt, SecondFactorBy), IpAddress,
            UserAgent, Stored.Instant(CreatedAt), Stored.Instant(LastSeenAt), Stored.Instant(ExpiresAt), Stored.Instant(EndedAt))
        {
            OpenedBy = ApiKeyId is { } key ? new ApiKeyId(key) : null,
        };
    }
}
