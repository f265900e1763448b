using Countersign.Core;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>A browser that need not show a second factor for a while.</summary>
/// <param name="CreatedAt">When it proved one.</param>
/// <param name="ProvenBy">By what; null: that was not written down yet when it did.</param>
public sealed record RememberedBrowser(
    long Id, AccountId Account, string IpAddress, string UserAgent, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt,
    DateTimeOffset ExpiresAt, DateTimeOffset? EndedAt, long CredentialVersion, ProofKind? ProvenBy)
{
    /// <summary>Whether it opens this account now: not over, and no factor or password changed since.</summary>
    public bool Opens(Account account, DateTimeOffset now) =>
        Account == account.Id && EndedAt is null && ExpiresAt > now && Believed.HasBeen(CreatedAt, now)
        && CredentialVersion == account.CredentialVersion;
}

/// <summary>A token a browser came with, spent or not, and the browser.</summary>
public sealed record StoredBrowserToken(byte[] Hash, DateTimeOffset? SpentAt, RememberedBrowser Browser);

/// <summary>The two tables of remembered browsers.</summary>
public static class BrowserStore
{
    private static SqlPart Columns { get; } = new($"""
        id, account_id, ip_address, user_agent, created_at, last_used_at, expires_at, ended_at,
        credential_version, second_factor_by
        """);

    /// <summary>Remembers a browser; answers its id.</summary>
    public static Task<long> Add(Tx tx, RememberedBrowser browser) => tx.Insert($"""
        INSERT INTO remembered_browsers (account_id, ip_address, user_agent, created_at, last_used_at, expires_at, credential_version,
                                         second_factor_by)
        VALUES ({browser.Account}, {browser.IpAddress}, {browser.UserAgent}, {browser.CreatedAt}, {browser.LastUsedAt},
                {browser.ExpiresAt}, {browser.CredentialVersion}, {browser.ProvenBy})
        RETURNING id
        """);

    /// <summary>Gives a browser its next token.</summary>
    public static Task AddToken(Tx tx, long browser, HashedToken token) => tx.Execute($"""
        INSERT INTO browser_tokens (token_hash, token_key, browser_id) VALUES ({token.Hash}, {token.KeyId}, {browser})
        """);

    /// <summary>The token with one of these hashes, or null.</summary>
    public static async Task<StoredBrowserToken?> FindToken(Sql sql, IReadOnlyList<byte[]> hashes)
    {
        var token = await sql.FindOne<TokenRow>(
            $"SELECT token_hash, browser_id, spent_at FROM browser_tokens WHERE token_hash IN {hashes}");
        if (token is null) return null;

        var browser = await sql.FindOne<Row>($"SELECT {Columns} FROM remembered_browsers WHERE id = {token.BrowserId}");
        return new(token.TokenHash, Stored.Instant(token.SpentAt), browser!.ToBrowser());
    }

    /// <summary>Spends a token; true for exactly one caller.</summary>
    public static async Task<bool> TrySpend(Tx tx, byte[] hash) => 1 == await tx.Execute($"""
        UPDATE browser_tokens SET spent_at = {tx.Now} WHERE token_hash = {hash} AND spent_at IS NULL
        """);

    /// <summary>Notes a use, and from where.</summary>
    public static Task NoteUse(Tx tx, long browser, string ipAddress) => tx.Execute($"""
        UPDATE remembered_browsers SET last_used_at = {tx.Now}, ip_address = {ipAddress} WHERE id = {browser}
        """);

    /// <summary>The browsers that open the account now, youngest first.</summary>
    public static async Task<IReadOnlyList<RememberedBrowser>> ListLive(Sql sql, Account account)
    {
        var rows = await sql.Query<Row>($"""
            SELECT {Columns} FROM remembered_browsers
            WHERE account_id = {account.Id} AND ended_at IS NULL AND expires_at > {sql.Now} AND credential_version = {account.CredentialVersion}
            ORDER BY id DESC
            """);
        return [.. rows.Select(row => row.ToBrowser()).Where(browser => browser.Opens(account, sql.Now))];
    }

    /// <summary>Forgets a browser; false when the account has no such one.</summary>
    public static async Task<bool> TryEnd(Tx tx, AccountId account, long browser) => 1 == await tx.Execute($"""
        UPDATE remembered_browsers SET ended_at = {tx.Now} WHERE id = {browser} AND account_id = {account} AND ended_at IS NULL
        """);

    /// <summary>Deletes browsers that have long been over, and those remembered while the clock was ahead, with their tokens.</summary>
    public static Task Sweep(Tx tx) => tx.Execute($"""
        DELETE FROM remembered_browsers WHERE expires_at <= {tx.Now - TimeSpan.FromDays(7)} OR created_at > {tx.Now + Believed.Drift}
        """);

    private sealed record TokenRow(byte[] TokenHash, long BrowserId, long? SpentAt);

    private sealed record Row(
        long Id, long AccountId, string IpAddress, string UserAgent, long CreatedAt, long LastUsedAt, long ExpiresAt, long? EndedAt,
        long CredentialVersion, string? SecondFactorBy)
    {
        public RememberedBrowser ToBrowser() => new(
            Id, new(AccountId), IpAddress, UserAgent, Stored.Instant(CreatedAt), Stored.Instant(LastUsedAt), Stored.Instant(ExpiresAt),
            Stored.Instant(EndedAt), CredentialVersion, SecondFactorBy is { } by ? Words.To<ProofKind>(by) : null);
    }
}
