using System.Globalization;
using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Storage;

/// <summary>What can happen, in the vocabulary of the OWASP logging sheet where it has a word.</summary>
public enum AuditEvent
{
    AuthnLoginSuccess,
    AuthnLoginFail,
    AuthnLoginLock,
    AuthnPasswordAccepted,
    AuthnPasswordChange,
    AuthnTokenCreated,
    AuthnTokenRevoked,
    AuthnTokenReuse,
    SessionRenewed,
    SessionEnded,
    UserCreated,
    UserUpdated,
    UserDeleted,
    EmailVerified,
    PasswordResetAsked,
    BrowserRemembered,
    BrowserForgotten,
    ChangesFrozen,
    BackupCodeChecked,
    CodeSent,
    MethodAuthorized,
    MethodSetUp,
    MethodAdded,
    MethodUpdated,
    MethodRemoved,
    SecondFactorVerified,
    SecondFactorDisableAsked,
    SecondFactorDisabled,
    BackupCodesRegenerated,
    AdminUnlocked,
    AdminReset,
    AdminDisabled,
    AdminEnabled,
    AdminGranted,
    AdminRevoked,

    /// <summary>
    /// In an admin's own chain: what they did to another account. The outcome names the event there, the arguments the account.
    /// </summary>
    AdminActed,
    RequirementOrdered,
    RequirementCalledOff,
    KeyRotated,
    KeyRetired,
    DatabaseRestored,
}

/// <summary>One thing that happened: who, by what, from where, how it ended. Args never hold a secret.</summary>
public sealed record AuditEntry(AuditEvent Event, Source Source, AccountId? Account, AuditOutcome Outcome = AuditOutcome.Success)
{
    /// <summary>The credential that asked, as the audit log names it.</summary>
    public Credential? Credential { get; init; }

    /// <summary>The API key that asked, if one did.</summary>
    public ApiKeyId? ApiKey { get; init; }

    /// <summary>The kind of proof that was offered.</summary>
    public ProofKind? Factor { get; init; }

    /// <summary>The method that was tried or changed.</summary>
    public MethodId? Method { get; init; }

    /// <summary>What an admin did, in their own chain: it stands in the place of the outcome there.</summary>
    public AuditEvent? Act { get; init; }

    /// <summary>What else was asked for, masked, as a JSON object.</summary>
    public string Args { get; init; } = "{}";
}

/// <summary>An entry as it is read back.</summary>
public sealed record StoredAuditEntry(
    long AccountId, long Seq, string Event, string Outcome, string? Factor, long? MethodId, string? Credential, long? ApiKeyId,
    string ApiRoute, string Args, string IpAddress, long CreatedAt, string HashKey, byte[] Hash)
{
    /// <summary>Whether it ended so.</summary>
    public bool Ended(AuditOutcome outcome) => Outcome == Words.Of(outcome);
}

/// <summary>
/// The audit log: one chain per account, each row's keyed hash covering the row and the hash before it, so a changed,
/// missing or moved row shows. Rows are written in the transaction of what they tell about.
/// </summary>
public sealed class AuditLog(KeyRing keys)
{
    /// <summary>Appends an entry to its account's chain.</summary>
    public async Task Append(Tx tx, AuditEntry entry)
    {
        var account = entry.Account?.Value ?? 0;
        var last = await Last(tx, account);
        var row = new StoredAuditEntry(
            account, (last?.Seq ?? 0) + 1, Words.Of(entry.Event), entry.Act is { } act ? Words
                .Of(act) : Words.Of(entry.Outcome), entry.Factor is { } factor ? Words.Of(factor) : null,
            entry.Method?.Value, entry.Credential?.Word, entry.ApiKey?.Value, entry.Source.Route, entry.Args, entry.Source.IpAddress,
            tx.Now.ToUnixTimeSeconds(), keys.Active, []);
        row = row with { Hash = HashOf(row, last?.Hash) };

        await tx.Execute($"""
            INSERT INTO audit_log (account_id, seq, event, outcome, factor, method_id, credential, api_key_id, api_route, args,
                                   ip_address, created_at, hash_key, hash)
            VALUES ({row.AccountId}, {row.Seq}, {row.Event}, {row.Outcome}, {row.Factor}, {row.MethodId}, {row.Credential},
                    {row.ApiKeyId}, {row.ApiRoute}, {row.Args}, {row.IpAddress}, {row.CreatedAt}, {row.HashKey}, {row.Hash})
            """);
    }

    /// <summary>The account's newest entries, newest first.</summary>
    public static Task<IReadOnlyList<StoredAuditEntry>> Newest(Sql sql, AccountId account, int most) => sql.Query<StoredAuditEntry>($"""
        SELECT account_id, seq, event, outcome, factor, method_id, credential, api_key_id, api_route, args, ip_address, created_at, hash_key, hash
        FROM audit_log WHERE account_id = {account} ORDER BY seq DESC LIMIT {most}
        """);

    /// <summary>When something last happened to the account; null when it never did.</summary>
    public static async Task<DateTimeOffset?> LastTime(Sql sql, AccountId account, AuditEvent what)
    {
        var seconds = await sql.Number(
            $"SELECT coalesce(max(created_at), 0) FROM audit_log WHERE account_id = {account} AND event = {what}");
        return seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    /// <summary>The first entry of a chain that does not follow from the one before it, or null when the whole chain holds.</summary>
    public async Task<long?> FindBreak(Sql sql, long account)
    {
        StoredAuditEntry? last = null;
        foreach (var row in await sql.Query<StoredAuditEntry>($"""
            SELECT account_id, seq, event, outcome, factor, method_id, credential, api_key_id, api_route, args, ip_address, created_at, hash_key, hash
            FROM audit_log WHERE account_id = {account} ORDER BY seq
            """))
        {
            var follows = last is null || row.Seq == last.Seq + 1;
            if (!follows || !CryptographicOperations.FixedTimeEquals(row.Hash, HashOf(row, last?.Hash))) return row.Seq;
            last = row;
        }

        return null;
    }

    /// <summary>The accounts that have a chain.</summary>
    public static Task<IReadOnlyList<long>> Chains(Sql sql) => sql.Query<long>($"SELECT DISTINCT account_id FROM audit_log");

    private static Task<StoredAuditEntry?> Last(Sql sql, long account) => sql.FindOne<StoredAuditEntry>($"""
        SELECT account_id, seq, event, outcome, factor, method_id, credential, api_key_id, api_route, args, ip_address, created_at, hash_key, hash
        FROM audit_log WHERE account_id = {account} ORDER BY seq DESC LIMIT 1
        """);

    private byte[] HashOf(StoredAuditEntry row, byte[]? before) => HMACSHA256.HashData(
        keys.Derive(row.HashKey, KeyPurpose.AuditChain),
        Fields.Join(
            Convert.ToHexString(before ?? []), Number(row.AccountId), Number(row.Seq), row.Event, row.Outcome, row.Factor ?? "",
            Number(row.MethodId), row.Credential
                ?? "", Number(row.ApiKeyId), row.ApiRoute, row.Args, row.IpAddress, Number(row.CreatedAt)));

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
