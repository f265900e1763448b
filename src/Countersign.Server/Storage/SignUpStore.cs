using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What one sign-up chose for an account whose address is not proven yet.</summary>
public sealed record SignUpChoice(long Id, string Username, string PasswordHash, Language? Language)
{
    /// <summary>Never the hash.</summary>
    public override string ToString() => Username;
}

/// <summary>
/// The table of sign-ups that nobody has confirmed yet. Anybody can sign up with anybody's address, and several people may with the same:
/// what each of them chose stays apart, and opens nothing, until one of the mailed links says which of them has the mailbox.
/// </summary>
public static class SignUpStore
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    // Of an account that strangers alone have asked for: nobody has proven its address, and no operator has given it anything.
    private static SqlPart IsUntouched { get; } = new($"""
        m.mark = {AccountMark.SignedUp} AND a.email_verified_at IS NULL AND a.password_hash IS NULL
        AND a.is_admin = 0 AND a.disabled_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM api_keys k WHERE k.account_id = a.id)
        AND NOT EXISTS (SELECT 1 FROM methods f WHERE f.account_id = a.id)
        """);

    /// <summary>One more.</summary>
    public static Task<long> Add(Tx tx, AccountId account, AskedAccount chosen) => tx.Insert($"""
        INSERT INTO sign_ups (account_id, username, password_hash, language, created_at)
        VALUES ({account}, {chosen.Username}, {chosen.PasswordHash}, {chosen.Language?.Code()}, {tx.Now})
        RETURNING id
        """);

    /// <summary>Those of an account, oldest first.</summary>
    public static async Task<IReadOnlyList<SignUpChoice>> ListOf(Sql sql, AccountId account)
    {
        var rows = await sql.Query<Row>(
            $"SELECT id, username, password_hash, language FROM sign_ups WHERE account_id = {account} ORDER BY id");
        return [.. rows.Select(row => new SignUpChoice(row.Id, row.Username, row.PasswordHash, Languages.Find(row.Language)))];
    }

    /// <summary>Forgets those of an account.</summary>
    public static Task RemoveAll(Tx tx, AccountId account) => tx.Execute($"DELETE FROM sign_ups WHERE account_id = {account}");

    /// <summary>Whether there is one.</summary>
    public static async Task<bool> Any(Sql sql, AccountId account) =>
        0 < await sql.Number($"SELECT count(*) FROM sign_ups WHERE account_id = {account}");

    /// <summary>Forgets those that nobody has confirmed for long; that there was one stays known.</summary>
    public static async Task<int> Sweep(Tx tx)
    {
        await tx.Execute($"""
            INSERT INTO account_marks (account_id, mark, at, lived)
            SELECT DISTINCT account_id, {AccountMark.SignedUpBySeveral}, {tx.Now}, {SteadyClock.Lived(tx)} FROM sign_ups
            WHERE {IsOld(tx, "created_at")}
            ON CONFLICT (account_id, mark) DO NOTHING
            """);
        return await tx.Execute($"DELETE FROM sign_ups WHERE {IsOld(tx, "created_at")}");
    }

    /// <summary>
    /// Accounts that were only ever signed up for, long ago, and never confirmed. Not those for which a link is on its way, nor those that
    /// an operator has given anything to.
    /// </summary>
    public static async Task<IReadOnlyList<AccountId>> ListForgotten(Sql sql, int most)
    {
        var ids = await sql.Query<long>($"""
            SELECT a.id FROM account_marks m JOIN accounts a ON a.id = m.account_id
            WHERE {IsUntouched} AND {IsOld(sql, "m.at")}
              AND NOT EXISTS (SELECT 1 FROM sign_ups s WHERE s.account_id = a.id)
              AND NOT EXISTS (SELECT 1 FROM challenges c WHERE c.account_id = a.id AND c.expires_at > {sql.Now})
            ORDER BY a.id LIMIT {most}
            """);
        return [.. ids.Select(id => new AccountId(id))];
    }

    /// <summary>Whether nobody but strangers has ever asked for this account: it stands in nobody's way.</summary>
    public static async Task<bool> IsNobodys(Sql sql, AccountId account) => 0 < await sql.Number($"""
        SELECT count(*) FROM account_marks m JOIN accounts a ON a.id = m.account_id WHERE m.account_id = {account} AND {IsUntouched}
        """);

    private static SqlPart IsOld(Sql sql, string column) =>
        new($"{SqlPart.Of(column)} NOT BETWEEN {sql.Now - Life + TimeSpan.FromSeconds(1)} AND {sql.Now + Believed.Drift}");

    private sealed record Row(long Id, string Username, string PasswordHash, string? Language);
}
