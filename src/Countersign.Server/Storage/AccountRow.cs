using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>A row of the table of people (<see cref="AccountStore.Columns"/>).</summary>
internal record AccountRow
{
    public required long Id { get; init; }

    public required string Email { get; init; }

    public required string EmailCanonical { get; init; }

    public required long? EmailVerifiedAt { get; init; }

    public required string Username { get; init; }

    public required string UsernameCanonical { get; init; }

    public required string FullName { get; init; }

    public required string FullNameCanonical { get; init; }

    public required string? PhoneNumber { get; init; }

    public required string? PasswordHash { get; init; }

    public required long IsLegacy { get; init; }

    public required long IsAdmin { get; init; }

    public required long? DisabledAt { get; init; }

    public required long CredentialVersion { get; init; }

    public required long CreatedAt { get; init; }

    public required string? Language { get; init; }

    public required long? MailCountsFrom { get; init; }

    public required long? MailWaitSince { get; init; }

    public required long? MailWaitLived { get; init; }

    public required long? ApplicationId { get; init; }

    /// <summary>The person.</summary>
    public Account ToAccount() => new(
        new(Id), Stored.Email(Email), Username, FullName, Stored.Instant(EmailVerifiedAt), Stored.Phone(PhoneNumber),
        PasswordHash, IsLegacy == 1, IsAdmin == 1, Stored.Instant(DisabledAt), CredentialVersion, Stored.Instant(CreatedAt),
        Languages.Find(Language), Stored.Instant(MailCountsFrom))
    {
        Application = ApplicationId is { } application ? new AppId(application) : null,
        MailWaitSince = Stored.Instant(MailWaitSince),
        MailWaitLived = SteadyClock.Of(MailWaitLived),
    };
}
