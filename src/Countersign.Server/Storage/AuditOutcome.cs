using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// How something that the audit log tells of ended. The middle ones are those of a refused proof (<see cref="Outcome"/>).
/// </summary>
public enum AuditOutcome
{
    /// <summary>It was done.</summary>
    Success,
    WrongCode,
    ClockOff,
    UsedCode,
    SpentCode,
    PassedCode,
    Locked,
    NoSuchMethod,
    AmbiguousMethod,
    KeyUnreadable,
    WrongBackupCode,
    MissingSecret,
    NoChallenge,
    NoCodeSent,
    Expired,
    EmailNotAccepted,
    EmailWaits,

    /// <summary>The password was wrong.</summary>
    WrongPassword,

    /// <summary>Nobody looked at it: too many had been wrong before.</summary>
    TurnedAway,

    /// <summary>Nobody looked at it: the server had too much to hash.</summary>
    Busy,

    /// <summary>A remembered browser stood for the second factor.</summary>
    RememberedBrowser,

    /// <summary>A page stood for the sign-in: whoever was signed in there has allowed a program.</summary>
    AllowedAtPage,

    /// <summary>A password, by a mailed link.</summary>
    ResetByMail,

    /// <summary>By the link of a notice, without signing in.</summary>
    ByLink,

    /// <summary>A copy of a remembered browser was refused.</summary>
    BrowserToken,

    /// <summary>All sessions but the one that asked.</summary>
    AllOthers,

    /// <summary>Somebody tried to sign up with the address of an account.</summary>
    AddressHasAnAccount,

    /// <summary>A key, a session or a link that nobody was given.</summary>
    UnknownCredential,

    /// <summary>A key or a session that is live no longer: signed out, or its account is shut.</summary>
    EndedCredential,

    /// <summary>A live key or session was not enough: it takes one with a second factor, or one that was proven lately.</summary>
    SecondFactorNeeded,

    /// <summary>The operator requires a second factor, and the account has none yet.</summary>
    MustTurnOn,

    /// <summary>An admin whose mailbox has not vouched for their second factor.</summary>
    AwaitsMailbox,

    /// <summary>The key or the account has no right to what was asked.</summary>
    RightMissing,

    /// <summary>Another site has made a request that a browser sent along with its session.</summary>
    OtherSite,

    /// <summary>The name or the secret of an application: no operator has added one like this.</summary>
    UnknownApp,

    /// <summary>What an application was given and had used before.</summary>
    AppToken,

    /// <summary>A new password that somebody else may know: the account had it when its second factor was set up.</summary>
    PastPassword,
}

/// <summary>The outcomes of checks in the vocabulary of the audit log.</summary>
public static class AuditOutcomes
{
    /// <summary>How a check of a second factor is written down.</summary>
    public static AuditOutcome Of(Outcome outcome) => outcome switch
    {
        Outcome.Accepted => AuditOutcome.Success,
        Outcome.NotACode or Outcome.PasskeyOnly =>
            throw new InvalidOperationException("What isn't a code was not tried, and is not written down."),
        Outcome.WrongCode => AuditOutcome.WrongCode,
        Outcome.ClockOff => AuditOutcome.ClockOff,
        Outcome.UsedCode => AuditOutcome.UsedCode,
        Outcome.SpentCode => AuditOutcome.SpentCode,
        Outcome.PassedCode => AuditOutcome.PassedCode,
        Outcome.Locked => AuditOutcome.Locked,
        Outcome.NoSuchMethod => AuditOutcome.NoSuchMethod,
        Outcome.AmbiguousMethod => AuditOutcome.AmbiguousMethod,
        Outcome.KeyUnreadable => AuditOutcome.KeyUnreadable,
        Outcome.WrongBackupCode => AuditOutcome.WrongBackupCode,
        Outcome.MissingSecret => AuditOutcome.MissingSecret,
        Outcome.NoChallenge => AuditOutcome.NoChallenge,
        Outcome.NoCodeSent => AuditOutcome.NoCodeSent,
        Outcome.Expired => AuditOutcome.Expired,
        Outcome.EmailNotAccepted => AuditOutcome.EmailNotAccepted,
        Outcome.EmailWaits => AuditOutcome.EmailWaits,
    };
}
