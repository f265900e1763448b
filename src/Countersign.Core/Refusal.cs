namespace Countersign.Core;

/// <summary>Every reason a verb may say no. Each door has one table from these to its own words.</summary>
public enum Refusal
{
    /// <summary>The second factor was not proven; the verdict says how.</summary>
    Proof,

    /// <summary>User unknown, password wrong or account shut: told apart by nobody.</summary>
    WrongPassword,
    PasswordTooWeak,
    TryLater,

    /// <summary>
    /// The password was right, but too many sign-ins with it wait already, begun at places where nobody has proven a factor.
    /// </summary>
    TooManyWaiting,
    SignUpClosed,
    NameTaken,
    InvalidEmail,

    /// <summary>An address in letters of another script, which our mail server does not take.</summary>
    EmailInOtherScript,
    InvalidUsername,
    InvalidLink,
    EmailNotVerified,
    EmailNotAccepted,

    /// <summary>
    /// The password was set by mail: until then the mailbox proves nothing more (see <see cref="Account.MailWaitsUntil"/>).
    /// </summary>
    EmailWaits,
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

    /// <summary>By our own fault the message was not taken: the operator must do something, the person can only go another way.</summary>
    CannotSend,
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

    /// <summary>What came has not the form of a code; it was not counted.</summary>
    NotACode,
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

    /// <summary>The code is right; now the link in the mail must vouch for it.</summary>
    MailboxToVouch,

    /// <summary>No method was begun that could be verified or sent a code for.</summary>
    NothingPending,
    DisableByLinkOff,

    /// <summary>The link waits before it works.</summary>
    TooEarly,
    NotFound,

    /// <summary>What was typed to be sure is neither the address nor the user name of the account.</summary>
    NameMismatch,

    /// <summary>The account has no second factor, and its password was not given.</summary>
    PasswordMissing,

    /// <summary>The account is to be deleted already.</summary>
    DeletionAsked,

    /// <summary>Nobody else could administer afterwards.</summary>
    LastAdmin,
    InvalidPermissions,
    TooManyKeys,

    /// <summary>An API key that may do more than the one that asks for it.</summary>
    BeyondOwnRights,

    /// <summary>The person said "this wasn't me": second factors cannot be changed for a while.</summary>
    ChangesFrozen,

    /// <summary>
    /// An operator's act on somebody else's account, or on the whole service, was not done; <see cref="OperatorRefusal"/> says why.
    /// </summary>
    OperatorAct,

    /// <summary>A command of the operator's shell was not done; the detail says why and what to do.</summary>
    Explained,

    /// <summary>The account's only methods are passkeys, which this door cannot ask.</summary>
    PasskeyOnly,
}
