using Countersign.Core;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>A TOTP key that was handed out and waits for its first code.</summary>
public sealed record TotpSetup(long Id, int FailCount, HashedCode KeyHash);

/// <summary>The two tables of enrolment: keys that wait for their first code, and leave to add one method.</summary>
public static class EnrollmentStore
{
    // As long as an operator may let them last.
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(30);

    /// <summary>Remembers the hash of a key handed out to this caller.</summary>
    public static Task AddSetup(Tx tx, Account account, Credential openedBy, HashedCode keyHash, DateTimeOffset expiresAt) =>
        tx.Execute($"""
            INSERT INTO totp_setups (account_id, key_hash, hash_key, opened_by, expires_at, credential_version)
            VALUES ({account.Id}, {keyHash.Mac}, {keyHash.KeyId}, {openedBy}, {expiresAt}, {account.CredentialVersion})
            """);

    /// <summary>The account's live set-ups: a key we did not hand out is never accepted.</summary>
    public static async Task<IReadOnlyList<TotpSetup>> ListSetups(Sql sql, Account account)
    {
        var rows = await sql.Query<SetupRow>($"""
            SELECT id, fail_count, hash_key, key_hash FROM totp_setups
            WHERE account_id = {account.Id} AND ended_at IS NULL AND {Believed.IsAhead(sql, "expires_at", LongestLife)}
              AND credential_version = {account.CredentialVersion}
            ORDER BY id DESC
            """);
        return [.. rows.Select(row => new TotpSetup(row.Id, (int)row.FailCount, new(row.HashKey, row.KeyHash)))];
    }

    /// <summary>Counts a wrong first code; at the limit the set-up ends.</summary>
    public static async Task<bool> TryCountFailure(Tx tx, TotpSetup before, int limit) => 1 == await tx.Execute($"""
        UPDATE totp_setups
        SET fail_count = fail_count + 1, ended_at = CASE WHEN fail_count + 1 >= {limit} THEN {tx.Now} ELSE NULL END
        WHERE id = {before.Id} AND fail_count = {before.FailCount} AND ended_at IS NULL
        """);

    /// <summary>Ends a set-up; true for exactly one caller.</summary>
    public static async Task<bool> TryEndSetup(Tx tx, TotpSetup setup) => 1 == await tx.Execute($"""
        UPDATE totp_setups SET ended_at = {tx.Now} WHERE id = {setup.Id} AND ended_at IS NULL
        """);

    /// <summary>Gives a caller leave to add one method.</summary>
    public static Task AddGrant(Tx tx, Account account, Credential openedBy, DateTimeOffset expiresAt) => tx.Execute($"""
        INSERT INTO add_grants (account_id, opened_by, expires_at, credential_version)
        VALUES ({account.Id}, {openedBy}, {expiresAt}, {account.CredentialVersion})
        """);

    /// <summary>Whether a caller may add a method now.</summary>
    /// <param name="openedBy">The credentials whose leave is the caller's.</param>
    public static async Task<bool> HasGrant(Sql sql, Account account, IReadOnlyList<Credential> openedBy) => 0 < await sql.Number($"""
        SELECT count(*) FROM add_grants
        WHERE account_id = {account.Id} AND opened_by IN {openedBy} AND ended_at IS NULL
          AND {Believed.IsAhead(sql, "expires_at", LongestLife)} AND credential_version = {account.CredentialVersion}
        """);

    /// <summary>Spends one leave of a caller; false when there is none.</summary>
    /// <param name="openedBy">The credentials whose leave is the caller's.</param>
    public static async Task<bool> TrySpendGrant(Tx tx, Account account, IReadOnlyList<Credential> openedBy) => 1 == await tx.Execute($"""
        UPDATE add_grants SET ended_at = {tx.Now}
        WHERE ended_at IS NULL AND id = (
            SELECT min(id) FROM add_grants
            WHERE account_id = {account.Id} AND opened_by IN {openedBy} AND ended_at IS NULL
              AND {Believed.IsAhead(tx, "expires_at", LongestLife)} AND credential_version = {account.CredentialVersion})
        """);

    /// <summary>Ends every set-up, every leave and the pending method of an account.</summary>
    public static async Task EndAll(Tx tx, AccountId account)
    {
        await tx.Execute($"UPDATE totp_setups SET ended_at = {tx.Now} WHERE account_id = {account} AND ended_at IS NULL");
        await tx.Execute($"UPDATE add_grants SET ended_at = {tx.Now} WHERE account_id = {account} AND ended_at IS NULL");
        await PendingMethodStore.Remove(tx, account);
    }

    /// <summary>Deletes what has long been over, and what was begun while the clock was ahead.</summary>
    public static async Task Sweep(Tx tx)
    {
        var (earliest, latest) = (tx.Now - TimeSpan.FromDays(1), tx.Now + LongestLife + Believed.Drift);
        await tx.Execute($"DELETE FROM totp_setups WHERE expires_at <= {earliest} OR expires_at > {latest}");
        await tx.Execute($"DELETE FROM add_grants WHERE expires_at <= {earliest} OR expires_at > {latest}");
        await PendingMethodStore.Sweep(tx);
    }

    private sealed record SetupRow(long Id, long FailCount, string HashKey, byte[] KeyHash);
}
