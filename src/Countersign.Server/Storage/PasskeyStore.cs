using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>The table of passkeys: what they are, beside the methods that they belong to. A passkey goes with its method.</summary>
public static class PasskeyStore
{
    private static SqlPart Columns { get; } = new($"""
        method_id, account_id, credential_id, public_key, sign_count, transports, is_user_verified, is_backup_eligible, is_backed_up,
        site, opens_alone, created_at
        """);

    /// <summary>The account's passkeys, oldest first.</summary>
    public static async Task<IReadOnlyList<Passkey>> ListOf(Sql sql, AccountId account)
    {
        var rows = await sql.Query<Row>($"SELECT {Columns} FROM passkeys WHERE account_id = {account} ORDER BY method_id");
        return [.. rows.Select(row => row.ToPasskey())];
    }

    /// <summary>Those of the account whose methods these are: nothing is asked of an account that has none.</summary>
    public static async Task<IReadOnlyList<Passkey>> ListOf(Sql sql, AccountId account, IReadOnlyList<Method> methods) =>
        methods.Any(method => method.Kind is MethodKind.Passkey) ? await ListOf(sql, account) : [];

    /// <summary>Whose passkey has this name; null: nobody's.</summary>
    public static async Task<AccountId?> FindAccount(Sql sql, byte[] credentialId) =>
        (await sql.FindOne<OwnerRow>($"SELECT account_id FROM passkeys WHERE credential_id = {credentialId}")) is { } row
            ? new AccountId(row.AccountId)
            : null;

    /// <summary>How many there are.</summary>
    public static Task<long> Count(Sql sql) => sql.Number($"SELECT count(*) FROM passkeys");

    /// <summary>How many were made for this site.</summary>
    public static Task<long> CountAt(Sql sql, string site) => sql.Number($"SELECT count(*) FROM passkeys WHERE site = {site}");

    /// <summary>Adds one; false when its name is another one's, whosever that is.</summary>
    public static async Task<bool> TryAdd(Tx tx, Passkey passkey) => 1 == await tx.Execute($"""
        INSERT INTO passkeys (method_id, account_id, credential_id, public_key, sign_count, transports, is_user_verified,
                              is_backup_eligible, is_backed_up, site, opens_alone, created_at)
        VALUES ({passkey.Method}, {passkey.Account}, {passkey.CredentialId}, {passkey.PublicKey}, {passkey.SignCount},
                {passkey.Transports}, {passkey.IsUserVerified}, {passkey.IsBackupEligible}, {passkey.IsBackedUp}, {passkey.Site},
                {passkey.OpensAlone}, {passkey.CreatedAt})
        ON CONFLICT (credential_id) DO NOTHING
        """);

    /// <summary>Saves what was seen of it, only if nobody has seen it since it was read; else all is read and decided again.</summary>
    public static Task Save(Tx tx, Passkey before, long signCount, bool isBackedUp) => tx.LaterOrAgain($"""
        UPDATE passkeys SET sign_count = {signCount}, is_backed_up = {isBackedUp}
        WHERE account_id = {before.Account} AND method_id = {before.Method} AND sign_count = {before.SignCount}
        """);

    /// <summary>From now on none of the account's stands for its password: one of them may be a stranger's.</summary>
    public static Task OpenNothingAlone(Tx tx, AccountId account) =>
        tx.Execute($"UPDATE passkeys SET opens_alone = 0 WHERE account_id = {account}");

    private sealed record OwnerRow(long AccountId);

    private sealed record Row(
        long MethodId, long AccountId, byte[] CredentialId, byte[] PublicKey, long SignCount, string Transports, long IsUserVerified,
        long IsBackupEligible, long IsBackedUp, string Site, long OpensAlone, long CreatedAt)
    {
        public Passkey ToPasskey() => new(
            new(MethodId), new(AccountId), CredentialId, PublicKey, SignCount, Transports, IsUserVerified == 1, IsBackupEligible == 1,
            IsBackedUp == 1, Site, OpensAlone == 1, Stored.Instant(CreatedAt));
    }
}
