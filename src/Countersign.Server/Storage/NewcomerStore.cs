using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>Somebody who has no second factor.</summary>
/// <param name="LastSignIn">When they last signed in with a password; null: never.</param>
public sealed record Newcomer(AccountId Id, string Username, EmailAddress Email, bool IsEmailVerified, bool IsAdmin, DateTimeOffset CreatedAt, DateTimeOffset? LastSignIn);

/// <summary>How many people have no second factor, and what hangs on them.</summary>
/// <param name="Accounts">Everybody who can sign in.</param>
/// <param name="Without">Those of them without a second factor.</param>
/// <param name="Unproven">Those without whose address is not proven.</param>
/// <param name="Admins">Those without who are admins.</param>
/// <param name="ApiKeys">The API keys of those without.</param>
/// <param name="Tokens">Their live access tokens.</param>
public sealed record NewcomerCount(long Accounts, long Without, long Unproven, long Admins, long ApiKeys, long Tokens);

/// <summary>Asks for the people who have no second factor and can sign in.</summary>
public static class NewcomerStore
{
    /// <summary>Counts them.</summary>
    public static async Task<NewcomerCount> Count(Sql sql, DateTimeOffset now) => new(
        await sql.Number($"SELECT count(*) FROM accounts WHERE disabled_at IS NULL"),
        await sql.Number($"SELECT count(*) FROM accounts a WHERE disabled_at IS NULL AND is_legacy = 0 AND NOT EXISTS (SELECT 1 FROM methods m WHERE m.account_id = a.id)"),
        await sql.Number($"SELECT count(*) FROM accounts a WHERE disabled_at IS NULL AND is_legacy = 0 AND email_verified_at IS NULL AND NOT EXISTS (SELECT 1 FROM methods m WHERE m.account_id = a.id)"),
        await sql.Number($"SELECT count(*) FROM accounts a WHERE disabled_at IS NULL AND is_legacy = 0 AND is_admin = 1 AND NOT EXISTS (SELECT 1 FROM methods m WHERE m.account_id = a.id)"),
        await sql.Number($"""
            SELECT count(*) FROM api_keys k JOIN accounts a ON a.id = k.account_id
            WHERE a.disabled_at IS NULL AND a.is_legacy = 0 AND NOT EXISTS (SELECT 1 FROM methods m WHERE m.account_id = a.id)
            """),
        await sql.Number($"""
            SELECT count(*) FROM sessions s JOIN accounts a ON a.id = s.account_id
            WHERE s.kind = {SessionKind.Token} AND s.ended_at IS NULL AND s.expires_at > {now}
              AND a.disabled_at IS NULL AND a.is_legacy = 0 AND NOT EXISTS (SELECT 1 FROM methods m WHERE m.account_id = a.id)
            """));

    /// <summary>A page of them, oldest account first.</summary>
    /// <param name="after">Only accounts younger than this one.</param>
    public static async Task<IReadOnlyList<Newcomer>> List(Sql sql, long after, int most)
    {
        var rows = await sql.Query<Row>($"""
            SELECT id, username, email, email_verified_at, is_admin, created_at,
                   (SELECT max(l.created_at) FROM audit_log l WHERE l.account_id = a.id AND l.event = {AuditEvent.AuthnLoginSuccess}) AS last_sign_in
            FROM accounts a
            WHERE id > {after} AND disabled_at IS NULL AND is_legacy = 0 AND NOT EXISTS (SELECT 1 FROM methods m WHERE m.account_id = a.id)
            ORDER BY id LIMIT {most}
            """);
        return [.. rows.Select(row => row.ToNewcomer())];
    }

    /// <summary>The next of them who can be told by mail, oldest account first.</summary>
    public static async Task<IReadOnlyList<AccountId>> ListReachable(Sql sql, long after, long last, int most)
    {
        var ids = await sql.Query<long>($"""
            SELECT id FROM accounts a
            WHERE id > {after} AND id <= {last} AND disabled_at IS NULL AND is_legacy = 0 AND email_verified_at IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM methods m WHERE m.account_id = a.id)
            ORDER BY id LIMIT {most}
            """);
        return [.. ids.Select(id => new AccountId(id))];
    }

    // By properties: what is computed has no column type that a constructor could be chosen by.
    private sealed record Row
    {
        public long Id { get; init; }

        public string Username { get; init; } = "";

        public string Email { get; init; } = "";

        public long? EmailVerifiedAt { get; init; }

        public long IsAdmin { get; init; }

        public long CreatedAt { get; init; }

        public long? LastSignIn { get; init; }

        public Newcomer ToNewcomer() => new(
            new(Id), Username, Stored.Email(Email), EmailVerifiedAt is not null, IsAdmin == 1, Stored.Instant(CreatedAt), Stored.Instant(LastSignIn));
    }
}
