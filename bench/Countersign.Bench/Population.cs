using Countersign.Server.Storage;
using Countersign.TestKit;

namespace Countersign.Bench;

/// <summary>
/// A service that has been used for twelve weeks: six of ten people have a second factor, some are locked, disabled or not
/// proven; each has signed in now and then, mistyped something, and been sent a message. Written by the database itself,
/// behind the server's back; nobody of them can sign in.
/// </summary>
internal static class Population
{
    private const long First = 1000;
    private const long Weeks = 12 * 7 * 86_400;
    private const long Week = 7 * 86_400;

    public static Task Plant(TestServer server, int people) => server.Db.Write(async tx =>
    {
        var now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        await PlantAccounts(tx, people, now);
        await PlantFactors(tx, people, now);
        await PlantSessions(tx, people, now);
        await PlantMessages(tx, people, now);
        await PlantPast(tx, people, now);
        await tx.Execute($"UPDATE trend_mark SET summed_through = 0");
    }, CancellationToken.None);

    private static async Task PlantAccounts(Tx tx, int people, long now)
    {
        await tx.Execute($"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people})
            INSERT INTO accounts (id, email, email_canonical, email_verified_at, username, username_canonical, full_name, full_name_canonical, password_hash,
                                  is_legacy, is_admin, disabled_at, created_at, language)
            SELECT {First} + i, 'person' || i || '@mail' || (i % 40) || '.example', 'person' || i || '@mail' || (i % 40) || '.example',
                   CASE WHEN i % 50 = 0 THEN NULL ELSE {now - Weeks} END, 'person' || i, 'person' || i, 'Person Number ' || i, 'person number ' || i,
                   '$argon2id$v=19$m=19456,t=2,p=1$' || hex(zeroblob(16)) || '$' || hex(zeroblob(32)),
                   i % 100 = 1, 0, CASE WHEN i % 200 = 3 THEN {now} - 90000 END, {now - Weeks} + i, 'en'
            FROM n
            """);
        await tx.Execute($"""
            INSERT INTO guards (account_id, kind, locked_until)
            SELECT id, kind, CASE WHEN id % 500 = 7 AND kind = 'email' THEN {now} + 600 - (id % 3) * 600 END
            FROM accounts JOIN (SELECT 'email' AS kind UNION SELECT 'backup_code' UNION SELECT 'phone_on_file') WHERE id > {First}
            """);
        await tx.Execute($"""
            INSERT INTO budgets (account_id, failures)
            SELECT id, CASE WHEN id % 12 = 5 THEN ({now} - id % 90000) || ',' || ({now} - id % 80000) ELSE '' END FROM accounts WHERE id > {First}
            """);
    }

    private static async Task PlantFactors(Tx tx, int people, long now)
    {
        await tx.Execute($"""
            INSERT INTO methods (account_id, kind, label, phone_number, sealed_key, is_primary, last_step, locked_until, created_at, last_used_at)
            SELECT id, CASE WHEN id % 4 = 0 THEN 'sms' ELSE 'totp' END, 'Phone', CASE WHEN id % 4 = 0 THEN '+1415' || (5550000 + id) END,
                   CASE WHEN id % 4 = 0 THEN NULL ELSE zeroblob(60) END, 1, 0,
                   CASE WHEN id % 700 = 9 THEN {now} + 900 - (id % 3) * 900 END, {now - Weeks}, {now} - id % 600000
            FROM accounts WHERE id > {First} AND id % 10 < 6
            """);
        await tx.Execute($"""
            WITH RECURSIVE k (j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM k WHERE j < 10)
            INSERT INTO backup_codes (account_id, selector, selector_key, code_hash, created_at, used_at)
            SELECT id, j * 31 + id, 'k1', '$argon2id$v=19$m=19456,t=2,p=1$' || hex(zeroblob(16)) || '$' || hex(zeroblob(32)),
                   {now - Weeks}, CASE WHEN j = 1 THEN {now} - 1000 END
            FROM accounts JOIN k WHERE id > {First} AND id % 10 < 6
            """);
        await tx.Execute($"""
            INSERT INTO api_keys (account_id, name, token_hash, token_key, suffix, permissions, created_at, last_used_at)
            SELECT id, 'script', randomblob(32), 'k1', 'abcd', '', {now - Weeks}, {now} - id FROM accounts
            WHERE id > {First} AND id <= {First + people} AND id % 5 = 1
            """);
    }

    private static Task<int> PlantSessions(Tx tx, int people, long now) => tx.Execute($"""
        WITH RECURSIVE k (j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM k WHERE j < 5)
        INSERT INTO sessions (account_id, kind, token_hash, token_key, ip_address, user_agent, created_at, last_seen_at, expires_at)
        SELECT id, CASE WHEN id % 7 = 0 THEN 'token' ELSE 'browser' END, randomblob(32), 'k1', '192.0.2.1',
               'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36',
               {now} - j * 1300000 - id * 7919 % 1300000, {now} - j * 1300000 - id * 7919 % 1300000, {now} - j * 1300000 - id * 7919 % 1300000 + 86400
        FROM accounts JOIN k WHERE id > {First} AND id <= {First + people}
        """);

    private static Task<int> PlantMessages(Tx tx, int people, long now) => tx.Execute($"""
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people})
        INSERT INTO outbox (message_id, account_id, channel, kind, destination, state, attempts, next_attempt_at, expires_at, created_at, done_at, last_error)
        SELECT 'm' || i, {First} + i, CASE WHEN i % 4 = 0 THEN 'sms' ELSE 'email' END, CASE WHEN i % 3 = 0 THEN 'notice' ELSE 'log_in_code' END,
               CASE WHEN i % 4 = 0 THEN '+14155550123' ELSE 'person' || i || '@mail.example' END, CASE WHEN i % 100 = 1 THEN 'refused' ELSE 'sent' END, 1,
               {now - Week} + i * {Week} / {people}, {now - Week} + i * {Week} / {people} + 600, {now - Week} + i * {Week} / {people},
               {now - Week} + i * {Week} / {people} + 2, CASE WHEN i % 100 = 1 THEN 'no such address' END
        FROM n
        """);

    // Twenty rows for each, in their order: eleven sign-ins, two mistakes, a code, and the passwords before them.
    private static Task<int> PlantPast(Tx tx, int people, long now) => tx.Execute($"""
        WITH RECURSIVE k (j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM k WHERE j < 20)
        INSERT INTO audit_log (account_id, seq, event, outcome, factor, credential, api_route, args, ip_address, created_at, hash_key, hash)
        SELECT id, j,
               CASE WHEN j % 5 IN (0, 2) THEN 'authn_password_accepted' WHEN j = 11 THEN 'code_sent' WHEN j IN (13, 16) THEN 'authn_login_fail'
                    ELSE 'authn_login_success' END,
               CASE WHEN j = 13 THEN 'wrong_password' WHEN j = 16 THEN 'wrong_code' ELSE 'success' END,
               CASE WHEN id % 10 < 6 AND j % 5 NOT IN (0, 2) AND j <> 13 THEN CASE WHEN j = 11 OR id % 4 = 0 THEN 'sms' ELSE 'totp' END END,
               'browser:1', 'POST /sign-in/code', {"{}"}, '192.0.2.1', {now - Weeks} + (j - 1) * {Weeks / 20} + (id * 7919) % {Weeks / 20}, 'k1', randomblob(32)
        FROM accounts JOIN k WHERE id > {First} AND id <= {First + people}
        """);
}
