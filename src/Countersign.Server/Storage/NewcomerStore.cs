using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>Somebody who has no second factor.</summary>
/// <param name="LastSignIn">When they last signed in with a password; null: never.</param>
public sealed record Newcomer(AccountId Id,
    string Username, EmailAddress Email, bool IsEmailVerified, bool IsAdmin, DateTimeOffset CreatedAt, DateTimeOffset? LastSignIn);

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
    /// <summary>
    /// Counts them. Who has none is what remains of all accounts, so that indexes are counted and no account is read but those
    /// that are apart: the disabled ones, those that still sign in by the number on file, and those whom applications keep, who are none of
    /// ours. Words stand in the text where an index is for them.
    /// </summary>
    public static async Task<NewcomerCount> Count(Sql sql) => (await sql.Query<CountRow>($"""
        WITH shut (id) AS (SELECT id FROM accounts WHERE disabled_at IS NOT NULL UNION SELECT id FROM accounts WHERE application_id IS NOT NULL),
             apart (id) AS (SELECT id FROM shut UNION SELECT id FROM accounts WHERE is_legacy = 1)
        SELECT (SELECT count(*) FROM accounts) - (SELECT count(*) FROM shut) AS accounts,
               (SELECT count(*) FROM accounts) - (SELECT count(*) FROM apart) - (SELECT count(DISTINCT account_id) FROM methods)
                 + (SELECT count(*) FROM apart WHERE EXISTS (SELECT 1 FROM methods m WHERE m.account_id = apart.id)) AS without,
               (SELECT count(*) FROM accounts a WHERE email_verified_at IS NULL AND disabled_at IS NULL AND is_legacy = 0 AND application_id IS NULL
                  AND NOT EXISTS (SELECT 1 FROM methods m WHERE m.account_id = a.id)) AS unproven,
               (SELECT count(*) FROM accounts a WHERE is_admin = 1 AND disabled_at IS NULL AND is_legacy = 0
                  AND NOT EXISTS (SELECT 1 FROM methods m WHERE m.account_id = a.id)) AS admins,
               (SELECT count(*) FROM api_keys k WHERE NOT EXISTS (SELECT 1 FROM methods m WHERE m.account_id = k.account_id)
                  AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = k.account_id AND a.disabled_at IS NULL AND a.is_legacy = 0)) AS api_keys,
               (SELECT count(*) FROM sessions s WHERE s.kind = 'token' AND s.ended_at IS NULL AND s.expires_at > {sql.Now}
                  AND NOT EXISTS (SELECT 1 FROM methods m WHERE m.account_id = s.account_id)
                  AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = s.account_id AND a.disabled_at IS NULL AND a.is_legacy = 0)) AS tokens
        """))[0].ToCount();

    /// <summary>A page of them, oldest account first.</summary>
    /// <param name="after">Only accounts younger than this one.</param>
    public static async Task<IReadOnlyList<Newcomer>> List(Sql sql, long after, int most)
    {
        var rows = await sql.Query<Row>($"""
            SELECT id, username, email, email_verified_at, is_admin, created_at,
                   (SELECT l.created_at FROM audit_log l WHERE l.account_id = a.id AND l.event = {AuditEvent.AuthnLoginSuccess} ORDER BY l.seq DESC LIMIT 1) AS last_sign_in
            FROM accounts a
            WHERE id > {after} AND disabled_at IS NULL AND is_legacy = 0 AND application_id IS NULL
              AND NOT EXISTS (SELECT 1 FROM methods m WHERE m.account_id = a.id)
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
            new(Id), Username, Stored.Email(Email), EmailVerifiedAt is not null, IsAdmin == 1, Stored.Instant(CreatedAt), Stored.Instant(
                LastSignIn));
    }

    private sealed record CountRow
    {
        public long Accounts { get; init; }

        public long Without { get; init; }

        public long Unproven { get; init; }

        public long Admins { get; init; }

        public long ApiKeys { get; init; }

        public long Tokens { get; init; }

        public NewcomerCount ToCount() => new(Accounts, Without, Unproven, Admins, ApiKeys, Tokens);
    }
}
