using Countersign.Core;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>A method that was begun and waits for its first code. It can neither sign anybody in nor keep anybody out.</summary>
/// <param name="SealedKey">The TOTP key, encrypted; null for SMS and e-mail.</param>
/// <param name="FailCount">Wrong first codes so far.</param>
/// <param name="ConfirmedStep">The step of its first right code, when only the mailbox is still to vouch for it; -1 where codes have
/// none.</param>
public sealed record PendingMethod(
    long Id, AccountId Account, MethodKind Kind, PhoneNumber? Phone, byte[]? SealedKey, int FailCount, long? ConfirmedStep);

/// <summary>The table of methods begun through the /tf interface, one per account, and of their recovery codes.</summary>
public static class PendingMethodStore
{
    // As long as an operator may let it, or the link that vouches for it, last.
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);

    /// <summary>
    /// Begins a method in the place of any earlier one, and ends the links that would have vouched for that. A key is sealed for its row,
    /// so it is stored by <see cref="SetKey"/> right after.
    /// </summary>
    public static async Task<long> Replace(
        Tx tx, Account account, MethodKind kind, PhoneNumber? phone, IReadOnlyList<StoredBackupCode> codes, DateTimeOffset expiresAt)
    {
        await Remove(tx, account.Id);
        await ChallengeStore.EndLive(tx, account.Id, ChallengePurpose.ConfirmFactor);
        var id = await tx.Insert($"""
            INSERT INTO pending_methods (account_id, kind, phone_number, expires_at, credential_version)
            VALUES ({account.Id}, {kind}, {phone}, {expiresAt}, {account.CredentialVersion})
            RETURNING id
            """);
        if (codes.Count == 0) return id;

        IReadOnlyList<SqlRow> rows = [.. codes.Select(code => new SqlRow($"{id}, {(int)code.Selector}, {code.KeyId}, {code.Phc}"))];
        await tx.Execute($"INSERT INTO pending_codes (pending_id, selector, selector_key, code_hash) VALUES {rows}");
        return id;
    }

    /// <summary>Stores a pending method's sealed key.</summary>
    public static Task SetKey(Tx tx, long id, byte[] sealedKey) =>
        tx.Execute($"UPDATE pending_methods SET sealed_key = {sealedKey} WHERE id = {id}");

    /// <summary>The account's pending method, unless its time is over or the account's credentials changed since.</summary>
    public static async Task<PendingMethod?> FindLive(Sql sql, Account account) => (await sql.FindOne<Row>($"""
        SELECT id, account_id, kind, phone_number, sealed_key, fail_count, confirmed_step FROM pending_methods
        WHERE account_id = {account.Id} AND credential_version = {account.CredentialVersion}
          AND {Believed.IsAhead(sql, "expires_at", LongestLife)}
        """))?.ToMethod();

    /// <summary>The recovery codes that belong to a pending method.</summary>
    public static async Task<IReadOnlyList<StoredBackupCode>> CodesOf(Sql sql, PendingMethod pending)
    {
        var rows = await sql.Query<CodeRow>($"""
            SELECT selector, selector_key, code_hash FROM pending_codes WHERE pending_id = {pending.Id}
            """);
        return [.. rows.Select(row => new StoredBackupCode(row.SelectorKey, (byte)row.Selector, row.CodeHash))];
    }

    /// <summary>Counts a wrong first code; at the limit the method must be begun again.</summary>
    public static async Task<bool> TryCountFailure(Tx tx, PendingMethod before, int limit) => 1 == (before.FailCount + 1 < limit
        ? await tx.Execute(
            $"UPDATE pending_methods SET fail_count = fail_count + 1 WHERE id = {before.Id} AND fail_count = {before.FailCount}")
        : await tx.Execute($"DELETE FROM pending_methods WHERE id = {before.Id} AND fail_count = {before.FailCount}"));

    /// <summary>Notes its first right code, and lets it wait for the mailbox.</summary>
    public static async Task<bool> TryConfirm(Tx tx, PendingMethod before, long step, DateTimeOffset expiresAt) =>
        1 == await tx.Execute($"""
            UPDATE pending_methods
            SET confirmed_step = {step}, expires_at = CASE WHEN expires_at < {expiresAt} THEN {expiresAt} ELSE expires_at END
            WHERE id = {before.Id} AND fail_count = {before.FailCount} AND coalesce(confirmed_step, -1) <= {step}
            """);

    /// <summary>Takes the pending method off the table to make it a real one; true for exactly one caller.</summary>
    public static async Task<bool> TryTake(Tx tx, PendingMethod pending) =>
        1 == await tx.Execute($"DELETE FROM pending_methods WHERE id = {pending.Id} AND fail_count = {pending.FailCount}");

    /// <summary>Forgets the account's pending method.</summary>
    public static Task Remove(Tx tx, AccountId account) => tx.Execute($"DELETE FROM pending_methods WHERE account_id = {account}");

    /// <summary>Deletes what is over.</summary>
    public static Task Sweep(Tx tx) =>
        tx.Execute($"DELETE FROM pending_methods WHERE expires_at <= {tx.Now} OR expires_at > {tx.Now + LongestLife + Believed.Drift}");

    private sealed record Row(
        long Id, long AccountId, string Kind, string? PhoneNumber, byte[]? SealedKey, long FailCount, long? ConfirmedStep)
    {
        public PendingMethod ToMethod() =>
            new(Id, new(AccountId), Words.To<MethodKind>(Kind), Stored.Phone(PhoneNumber), SealedKey, (int)FailCount, ConfirmedStep);
    }

    private sealed record CodeRow(long Selector, string SelectorKey, string CodeHash);
}
