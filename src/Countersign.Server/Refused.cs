using Countersign.Core;

namespace Countersign.Server;

/// <summary>Every reason a verb may say no. Each door has one table from these to its own words.</summary>
public enum Refusal
{
    /// <summary>The second factor was not proven; the verdict says how.</summary>
    Proof,

    /// <summary>User unknown, password wrong or account shut: told apart by nobody.</summary>
    WrongPassword,
    PasswordTooWeak,
    TryLater,
    SignUpClosed,
    NameTaken,
    InvalidEmail,
    InvalidUsername,
    InvalidLink,
    EmailNotVerified,
    EmailNotAccepted,
    SmsNotOffered,
    NoPhoneNumber,
    InvalidPhoneNumber,
    BlockedPhoneNumber,
    PhoneNumberMismatch,
    PhoneOnTooManyAccounts,
    SentTooRecently,
    ResentTooSoon,
    SentTooOften,
    NotDelivered,
    ChallengeNotFound,
    NoChallenge,
    ChallengeExpired,
    NoPendingAuthorization,
    NoSuchMethod,
    AmbiguousMethod,
    MissingTarget,
    NotAuthorizedToAdd,
    DuplicateMethod,
    TooManyMethods,
    UnknownSetupKey,
    WrongFirstCode,
    InvalidLabel,
    NothingToChange,
    PrimaryCannotBeUnset,
    LegacyAccount,
    SecondFactorRequired,

    /// <summary>The operator wants 2FA and the account has none: first turn it on.</summary>
    MustTurnOnSecondFactor,

    /// <summary>2FA is on and no one-time password was given.</summary>
    OtpMissing,
    SecondFactorIsOn,

    /// <summary>No method was begun that could be verified or sent a code for.</summary>
    NothingPending,
    DisableByLinkOff,

    /// <summary>The link waits before it works.</summary>
    TooEarly,
    NotFound,
    InvalidPermissions,
    TooManyKeys,

    /// <summary>The person said "this wasn't me": second factors cannot be changed for a while.</summary>
    ChangesFrozen,
}

/// <summary>A no, with what a person needs to know to go on.</summary>
/// <param name="Verdict">How the proof failed, for <see cref="Refusal.Proof"/>.</param>
/// <param name="RetryAt">When the same request may succeed.</param>
/// <param name="Detail">A sentence for the person, where the reason alone does not say what to change.</param>
/// <param name="Password">What is wrong with a new password, for <see cref="Refusal.PasswordTooWeak"/>.</param>
public sealed record Refused(
    Refusal Why, Verdict? Verdict = null, DateTimeOffset? RetryAt = null, string? Detail = null, PasswordRefusal? Password = null);

/// <summary>What a verb says: what was asked for, or a no. Refusals are values; only surprises are exceptions.</summary>
public sealed class Answer<T>
    where T : class
{
    private Answer(T? given, Refused? refused) => (Given, Refused) = (given, refused);

    /// <summary>What was asked for; null when refused.</summary>
    public T? Given { get; }

    /// <summary>The no; null when given.</summary>
    public Refused? Refused { get; }

    public static implicit operator Answer<T>(T given) => new(given, null);

    public static implicit operator Answer<T>(Refused refused) => new(null, refused);

    public static implicit operator Answer<T>(Refusal why) => new(null, new(why));
}
