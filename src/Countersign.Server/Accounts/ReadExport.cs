using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>
/// Reads everything that is kept about an account: neither keys nor codes, no hashes of them, no texts of messages. What an operator did
/// is in it, but nothing about the operator: neither name nor number, nor from where, nor what they wrote down as the reason.
/// </summary>
public sealed class ReadExport(Ground ground, IssuerName issuer)
{
    private const int All = int.MaxValue;
    private const string Nothing = "{}";

    /// <summary>Everything, as it is within a change that holds the account: with what that change has written itself.</summary>
    public async Task<AccountExport> Run(Tx sql, Account account)
    {
        var factors = await FactorState.Read(sql, account, ground.Policy);
        return new(
            AccountExport.FormatName, AccountExport.NewestVersion, issuer.Text, sql.Now,
            Of(account, await MarkStore.ListOf(sql, account.Id), await DeletionStore.Find(sql, account.Id)),
            [.. factors.Methods.Select(method => Of(method, factors.Passkeys.FirstOrDefault(known => known.Method == method.Id)))],
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
            [.. Unwritten(sql, account), .. (await AuditLog.Newest(sql, account.Id, All)).Select(Of)],
            [.. (await MessageRecordStore.List(sql, MessageChoice.All, null, account.Id, null, All)).Select(Of)]);
    }

    private static ExportedAccount Of(Account account, IReadOnlyDictionary<string, DateTimeOffset> marks, Deletion? deletion) => new(
        account.Id.Value, account.Email.Text, account.EmailVerifiedAt, account.Username, account.FullName, account.Phone?.E164,
        account.Language?.Code(), account.PasswordHash is not null, account.IsAdmin, account.IsLegacy, account.CreatedAt,
        account.DisabledAt, account.MailCountsFrom is { } from && from > MailRules.AtOnce && MailRules.EndsByItself(from) ? from : null,
        account.CredentialVersion, marks,
        deletion is null ? null : new(deletion.AskedAt, deletion.DueAt, deletion.IpAddress, deletion.UserAgent, deletion.ToldAt));

    private static ExportedMethod Of(Method method, Passkey? passkey) => new(
        method.Id.Value, Words.Of(method.Kind), method.Label, method.Phone?.E164, method.IsPrimary, method.CreatedAt, method.LastUsedAt,
        method.Guard.FailCount, method.Guard.LockedUntil, passkey is null ? null : new(
            passkey.Site, passkey.Transports, passkey.SignCount, passkey.IsUserVerified, passkey.IsBackupEligible, passkey.IsBackedUp,
            passkey.OpensAlone));

    private static ExportedPending Of(KeptPending begun) =>
        new(begun.Kind, begun.PhoneNumber, (int)begun.FailCount, Stored.Instant(begun.ExpiresAt));

    private static ExportedLock Of(GuardKind kind, Guard guard) => new(Words.Of(kind), guard.FailCount, guard.LockedUntil);

    private static ExportedApiKey Of(ApiKey key) => new(
        key.Id.Value, key.Name, JsonElement.Parse(key.Permissions), key.Suffix, key.IsByOperator, key.CreatedAt, key.LastUsedAt);

    private static ExportedSession Of(KeptSession kept) => new(
        kept.Id, kept.Kind, kept.IpAddress, kept.UserAgent, Stored.Instant(kept.CreatedAt), Stored.Instant(kept.LastSeenAt),
        Stored.Instant(kept.ExpiresAt), Stored.Instant(kept.EndedAt), Stored.Instant(kept.SecondFactorAt), kept.SecondFactorBy,
        kept.ApiKeyId);

    private static ExportedBrowser Of(KeptBrowser kept) => new(
        kept.Id, kept.IpAddress, kept.UserAgent, Stored.Instant(kept.CreatedAt), Stored.Instant(kept.LastUsedAt),
        Stored.Instant(kept.ExpiresAt), Stored.Instant(kept.EndedAt), kept.SecondFactorBy);

    private static ExportedChallenge Of(KeptChallenge kept) => new(
        kept.Purpose, kept.Channel, kept.MethodId, kept.Destination, kept.OpenedBy, kept.OpenedFrom, Stored.Instant(kept.CreatedAt),
        Stored.Instant(kept.ExpiresAt), Stored.Instant(kept.LastSentAt), (int)kept.SendCount, (int)kept.FailCount,
        Stored.Instant(kept.EndedAt));

    private static ExportedSignUp Of(KeptSignUp kept) => new(kept.Username, kept.Language, Stored.Instant(kept.CreatedAt));

    // What this change appends is in the table only with its commit, where all changes go through one writer.
    private static IEnumerable<ExportedActivity> Unwritten(Tx tx, Account account) =>
        tx.Entries.Where(entry => entry.AccountId == account.Id.Value).Reverse().Select(Of);

    private static ExportedActivity Of(StoredAuditEntry entry)
    {
        var by = OperatorOf(entry.Credential);
        var isOthers = by is not null || entry.Event == Words.Of(AuditEvent.AdminActed);
        return new(
            Stored.Instant(entry.CreatedAt), entry.Event, entry.Outcome, entry.Factor, entry.MethodId, by ?? entry.Credential,
            entry.ApiKeyId, entry.ApiRoute, by is null ? entry.IpAddress : null, JsonElement.Parse(isOthers ? Nothing : entry.Args));
    }

    // Who it was is theirs, and no data of this person. Null: it was no operator.
    private static string? OperatorOf(string? credential) => credential?.Split(':', 2)[0] switch
    {
        "shell" => "shell",
        "admin" => "admin",
        _ => null, // an open list: whatever else spoke for the account is the person's
    };

    private static ExportedMessage Of(MessageRecord record) => new(
        record.CreatedAt, Words.Of(record.Kind), Words.Of(record.Channel), record.Masked, Words.Of(record.State), record.Attempts,
        record.DoneAt, record.Reported is { } reported ? Words.Of(reported) : null, record.ReportedAt);
}
