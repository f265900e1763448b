using System.Text.Json;

namespace Countersign.Server.Accounts;

/// <summary>
/// Everything that is kept about an account, for its owner. The names of the members are the format: what is added is added at the end,
/// and whoever takes one away or gives it another meaning counts <see cref="Version"/> up (docs/export.md).
/// </summary>
public sealed record AccountExport(
    string Format, int Version, string Service, DateTimeOffset ExportedAt, ExportedAccount Account, IReadOnlyList<ExportedMethod> Methods,
    ExportedPending? PendingMethod, ExportedRecoveryCodes RecoveryCodes, IReadOnlyList<ExportedLock> Locks,
    IReadOnlyList<DateTimeOffset> RecentFailures, IReadOnlyList<ExportedApiKey> ApiKeys, IReadOnlyList<ExportedSession> Sessions,
    IReadOnlyList<ExportedBrowser> RememberedBrowsers, IReadOnlyList<ExportedChallenge> CodesAndLinks,
    IReadOnlyList<ExportedSignUp> SignUps, IReadOnlyList<ExportedActivity> Activity, IReadOnlyList<ExportedMessage> Messages)
{
    /// <summary>What the file calls itself.</summary>
    public const string FormatName = "countersign-account-export";

    /// <summary>The version of what stands here.</summary>
    public const int NewestVersion = 1;

    /// <summary>Neither names nor addresses.</summary>
    public override string ToString() => $"{Format} of account {Account.Id}";
}

/// <summary>The account itself.</summary>
/// <param name="Marks">Instants that the account carries, by name.</param>
/// <param name="Deletion">Null: it stays.</param>
public sealed record ExportedAccount(
    long Id, string Email, DateTimeOffset? EmailVerifiedAt, string Username, string FullName, string? PhoneNumber, string? Language,
    bool HasPassword, bool IsAdmin, bool IsFromOlderSystem, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt,
    DateTimeOffset? MailCountsFrom, long CredentialVersion, IReadOnlyDictionary<string, DateTimeOffset> Marks, ExportedDeletion? Deletion);

/// <summary>The owner has asked for the account to be deleted.</summary>
/// <param name="ToldAt">When the notice about it left; null: it has not.</param>
public sealed record ExportedDeletion(
    DateTimeOffset AskedAt, DateTimeOffset DueAt, string IpAddress, string Device, DateTimeOffset? ToldAt);

/// <summary>A second factor, without its key.</summary>
public sealed record ExportedMethod(
    long Id, string Kind, string Label, string? PhoneNumber, bool IsPrimary, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt,
    int FailCount, DateTimeOffset? LockedUntil, ExportedPasskey? Passkey);

/// <summary>What a passkey is, without what it is known by.</summary>
public sealed record ExportedPasskey(
    string Site, string Transports, long SignCount, bool IsUserVerified, bool IsBackupEligible, bool IsBackedUp, bool OpensAlone);

/// <summary>A second factor that was begun and not proven.</summary>
public sealed record ExportedPending(string Kind, string? PhoneNumber, int FailCount, DateTimeOffset ExpiresAt);

/// <summary>How many recovery codes are left, and never one of them.</summary>
public sealed record ExportedRecoveryCodes(int Left, DateTimeOffset? MadeAt);

/// <summary>What is counted of wrong codes beside the methods.</summary>
public sealed record ExportedLock(string Kind, int FailCount, DateTimeOffset? LockedUntil);

/// <summary>An API key's record, without the key.</summary>
/// <param name="Suffix">The last characters of the key, to tell one from another.</param>
public sealed record ExportedApiKey(
    long Id, string Name, JsonElement Permissions, string Suffix, bool IsByOperator, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <summary>A sign-in, over or not.</summary>
public sealed record ExportedSession(
    long Id, string Kind, string IpAddress, string Device, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? EndedAt, DateTimeOffset? SecondFactorAt, string? SecondFactorBy, long? ApiKeyId);

/// <summary>A browser that needs no code for a while, or did not.</summary>
public sealed record ExportedBrowser(
    long Id, string IpAddress, string Device, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? EndedAt, string? SecondFactorBy);

/// <summary>A code or a link that was asked for, without either.</summary>
public sealed record ExportedChallenge(
    string Purpose, string? Channel, long? MethodId, string? Destination, string? AskedBy, string? AskedFrom,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastSentAt, int SendCount, int FailCount, DateTimeOffset? EndedAt);

/// <summary>A sign-up for the account's address that nobody has confirmed.</summary>
public sealed record ExportedSignUp(string Username, string? Language, DateTimeOffset CreatedAt);

/// <summary>An entry of the audit log, in its words.</summary>
/// <param name="By">The credential that asked; of an operator only that it was one, at a shell or as an admin.</param>
/// <param name="IpAddress">Null: an operator's.</param>
public sealed record ExportedActivity(
    DateTimeOffset At, string Event, string Outcome, string? Factor, long? MethodId, string? By, long? ApiKeyId, string Route,
    string? IpAddress, JsonElement Args);

/// <summary>A message that was sent to the person, without its text.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Reported">What the gateway that took it has said since; null: nothing.</param>
public sealed record ExportedMessage(
    DateTimeOffset CreatedAt, string Kind, string Channel, string To, string Result, int Attempts, DateTimeOffset? DoneAt,
    string? Reported, DateTimeOffset? ReportedAt);
