using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>
/// Reads everything that is kept about an account, in one snapshot: neither keys nor codes, no hashes of them, no texts of messages.
/// </summary>
public sealed class ReadExport(Ground ground, IssuerName issuer)
{
    private const int All = int.MaxValue;
    private const string Shell = "shell:";

    /// <summary>Null: there is no such account any more.</summary>
    public Task<AccountExport?> Run(AccountId id, CancellationToken ct) => ground.Db.Read(async sql =>
        await AccountStore.Find(sql, id) is { } account ? await Read(sql, account) : null, ct);

    private async Task<AccountExport> Read(Sql sql, Account account)
    {
        var factors = await FactorState.Read(sql, account, ground.Policy);
        return new(
            AccountExport.FormatName, AccountExport.NewestVersion, issuer.Text, sql.Now,
            Of(account, await MarkStore.ListOf(sql, account.Id), await DeletionStore.Find(sql, account.Id)),
            [.. factors.Methods.Select(Of)],
            await KeptStore.Pending(sql, account.Id) is { } pending ? Of(pending) : null,
            new(factors.BackupCodesLeft, await BackupCodeStore.MadeAt(sql, account.Id)),
            [
                Of(GuardKind.Email, factors.Email), Of(GuardKind.BackupCode, factors.BackupCode),
                Of(GuardKind.PhoneOnFile, factors.PhoneOnFile),
            ],
            [.. (await GuardStore.ReadBudget(sql, account.Id)).Failures],
            [.. (await ApiKeyStore.ListOf(sql, account.Id)).Select(Of)],
            [.. (await KeptStore.Sessions(sql, account.Id)).Select(Of)],
            [.. (await KeptStore.Browsers(sql, account.Id)).Select(Of)],
            [.. (await KeptStore.Challenges(sql, account.Id)).Select(Of)],
            [.. (await KeptStore.SignUps(sql, account.Id)).Select(Of)],
            [.. (await AuditLog.Newest(sql, account.Id, All)).Select(Of)],
            [.. (await MessageRecordStore.List(sql, MessageChoice.All, null, account.Id, null, All)).Select(Of)]);
    }

    private static ExportedAccount Of(Account account, IReadOnlyDictionary<string, DateTimeOffset> marks, Deletion? deletion) => new(
        account.Id.Value, account.Email.Text, account.EmailVerifiedAt, account.Username, account.FullName, account.Phone?.E164,
        account.Language?.Code(), account.PasswordHash is not null, account.IsAdmin, account.IsLegacy, account.CreatedAt,
        account.DisabledAt, account.MailCountsFrom == LockoutRules.NeverByItself ? null : account.MailCountsFrom,
        account.CredentialVersion, marks,
        deletion is null ? null : new(deletion.AskedAt, deletion.DueAt, deletion.IpAddress, deletion.UserAgent));

    private static ExportedMethod Of(Method method) => new(
        method.Id.Value, Words.Of(method.Kind), method.Label, method.Phone?.E164, method.IsPrimary, method.CreatedAt, method.LastUsedAt,
        method.Guard.FailCount, method.Guard.LockedUntil);

    private static ExportedPending Of(KeptPending begun) =>
        new(begun.Kind, begun.PhoneNumber, (int)begun.FailCount, Stored.Instant(begun.ExpiresAt));

    private static ExportedLock Of(GuardKind kind, Guard guard) => new(Words.Of(kind), guard.FailCount, guard.LockedUntil);

    private static ExportedApiKey Of(ApiKey key) => new(
        key.Id.Value, key.Name, JsonElement.Parse(key.Permissions), key.Suffix, key.IsByOperator, key.CreatedAt, key.LastUsedAt);

    private static ExportedSession Of(KeptSession kept) => new(
        kept.Id, kept.Kind, kept.IpAddress, kept.UserAgent, Stored.Instant(kept.CreatedAt), Stored.Instant(kept.LastSeenAt),
        Stored.Instant(kept.ExpiresAt), Stored.Instant(kept.EndedAt), Stored.Instant(kept.SecondFactorAt), kept.ApiKeyId);

    private static ExportedBrowser Of(KeptBrowser kept) => new(
        kept.Id, kept.IpAddress, kept.UserAgent, Stored.Instant(kept.CreatedAt), Stored.Instant(kept.LastUsedAt),
        Stored.Instant(kept.ExpiresAt), Stored.Instant(kept.EndedAt));

    private static ExportedChallenge Of(KeptChallenge kept) => new(
        kept.Purpose, kept.Channel, kept.MethodId, kept.Destination, kept.OpenedBy, kept.OpenedFrom, Stored.Instant(kept.CreatedAt),
        Stored.Instant(kept.ExpiresAt), Stored.Instant(kept.LastSentAt), (int)kept.SendCount, (int)kept.FailCount,
        Stored.Instant(kept.EndedAt));

    private static ExportedSignUp Of(KeptSignUp kept) => new(kept.Username, kept.Language, Stored.Instant(kept.CreatedAt));

    // The name of an operator's account on the machine is theirs, and no data of this person.
    private static ExportedActivity Of(StoredAuditEntry entry) => new(
        Stored.Instant(entry.CreatedAt), entry.Event, entry.Outcome, entry.Factor, entry.MethodId,
        entry.Credential?.StartsWith(Shell, StringComparison.Ordinal) is true ? "shell" : entry.Credential, entry.ApiKeyId, entry.ApiRoute,
        entry.IpAddress, JsonElement.Parse(entry.Args));

    private static ExportedMessage Of(MessageRecord record) => new(
        record.CreatedAt, Words.Of(record.Kind), Words.Of(record.Channel), record.Masked, Words.Of(record.State), record.Attempts,
        record.DoneAt);
}
