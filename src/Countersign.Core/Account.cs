namespace Countersign.Core;

/// <summary>A person as the service knows them. Read-only; every change is a conditional write in the store.</summary>
public sealed record Account(
    AccountId Id,
    EmailAddress Email,
    string Username,
    string FullName,
    DateTimeOffset? EmailVerifiedAt,
    PhoneNumber? Phone,
    string? PasswordHash,
    bool IsLegacy,
    bool IsAdmin,
    DateTimeOffset? DisabledAt,
    long CredentialVersion,
    DateTimeOffset CreatedAt,
    Language? Language,
    DateTimeOffset? MailCountsFrom = null)
{
    /// <summary>The address was proven by a link or a code; only then may codes be mailed to it.</summary>
    public bool IsEmailVerified => EmailVerifiedAt is not null;

    /// <summary>
    /// The application that keeps this person: nobody else knows of them, and they sign in nowhere here. Null: they are one of ours.
    /// </summary>
    public AppId? Application { get; init; }

    /// <summary>When the wait began that ends at <see cref="MailCountsFrom"/>; null: there is none, or nobody noted it.</summary>
    public DateTimeOffset? MailWaitSince { get; init; }

    /// <summary>What had been lived through by then (<see cref="LivedTime"/>).</summary>
    public TimeSpan? MailWaitLived { get; init; }

    /// <summary>
    /// Until when the mailbox proves nothing about this account: its password was set by mail, and mail alone must not open it. Null:
    /// mail counts; <see cref="LockoutRules.NeverByItself"/>: its person objected, and only another factor makes it count again.
    /// </summary>
    public DateTimeOffset? MailWaitsUntil(DateTimeOffset now) => MailCountsFrom > now ? MailCountsFrom : null;

    /// <summary>An operator has shut this account: nothing opens it.</summary>
    public bool IsDisabled => DisabledAt is not null;

    /// <summary>
    /// Whether a sign-in needs a second factor: there is an active method, or the account came from an older system
    /// with 2FA on and only a phone number (a legacy account).
    /// </summary>
    public bool NeedsSecondFactor(int activeMethods) => activeMethods > 0 || IsLegacy;

    /// <summary>Whether a second factor is required and the account has none: it may then do nothing but turn it on.</summary>
    public bool MustTurnOnSecondFactor(int activeMethods, Requirement requirement) =>
        Application is null && requirement.Holds && !NeedsSecondFactor(activeMethods);
}
