using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>A session as it is kept, whether it still lives or not; in the words that are stored.</summary>
public sealed record KeptSession(
    long Id, string Kind, string IpAddress, string UserAgent, long CreatedAt, long LastSeenAt, long ExpiresAt, long? EndedAt,
    long? SecondFactorAt, string? SecondFactorBy, long? ApiKeyId);

/// <summary>A browser as it is kept, whether it is still remembered or not.</summary>
public sealed record KeptBrowser(
    long Id, string IpAddress, string UserAgent, long CreatedAt, long LastUsedAt, long ExpiresAt, long? EndedAt,
    string? SecondFactorBy);

/// <summary>A code or a link that was asked for, without either.</summary>
public sealed record KeptChallenge(
    string Purpose, string? Channel, long? MethodId, string? Destination, string? OpenedBy, string? OpenedFrom, long CreatedAt,
    long ExpiresAt, long? LastSentAt, long SendCount, long FailCount, long? EndedAt);

/// <summary>A method that was begun and not proven yet.</summary>
public sealed record KeptPending(string Kind, string? PhoneNumber, long FailCount, long ExpiresAt);

/// <summary>A sign-up that nobody has confirmed yet.</summary>
public sealed record KeptSignUp(string Username, string? Language, long CreatedAt);

/// <summary>
/// What is kept of an account, over or not, as its owner may see it: statements of their own, so that no secret is even read.
/// </summary>
public static class KeptStore
{
    /// <summary>Its sessions, oldest first.</summary>
    public static Task<IReadOnlyList<KeptSession>> Sessions(Sql sql, AccountId account) => sql.Query<KeptSession>($"""
        SELECT id, kind, ip_address, user_agent, created_at, last_seen_at, expires_at, ended_at, second_factor_at,
               second_factor_by, api_key_id
        FROM sessions WHERE account_id = {account} ORDER BY id
        """);

    /// <summary>Its remembered browsers, oldest first.</summary>
    public static Task<IReadOnlyList<KeptBrowser>> Browsers(Sql sql, AccountId account) => sql.Query<KeptBrowser>($"""
        SELECT id, ip_address, user_agent, created_at, last_used_at, expires_at, ended_at, second_factor_by
        FROM remembered_browsers WHERE account_id = {account} ORDER BY id
        """);

    /// <summary>Codes and links that were asked for, oldest first.</summary>
    public static Task<IReadOnlyList<KeptChallenge>> Challenges(Sql sql, AccountId account) => sql.Query<KeptChallenge>($"""
        SELECT purpose, channel, method_id, destination, opened_by, opened_from, created_at, expires_at, last_sent_at, send_count,
               fail_count, ended_at
        FROM challenges WHERE account_id = {account} ORDER BY id
        """);

    /// <summary>The method that was begun; null when none was.</summary>
    public static Task<KeptPending?> Pending(Sql sql, AccountId account) => sql.FindOne<KeptPending>(
        $"SELECT kind, phone_number, fail_count, expires_at FROM pending_methods WHERE account_id = {account}");

    /// <summary>Sign-ups that nobody has confirmed yet, oldest first.</summary>
    public static Task<IReadOnlyList<KeptSignUp>> SignUps(Sql sql, AccountId account) => sql.Query<KeptSignUp>(
        $"SELECT username, language, created_at FROM sign_ups WHERE account_id = {account} ORDER BY id");
}
