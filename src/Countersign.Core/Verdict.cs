namespace Countersign.Core;

/// <summary>Every way a check of a second factor can end.</summary>
public enum Outcome
{
    /// <summary>The proof is right and is spent.</summary>
    Accepted,

    /// <summary>What came has not the form of a code: it was compared with nothing, counted nowhere and not written down.</summary>
    NotACode,

    /// <summary>The code is wrong; it was counted.</summary>
    WrongCode,

    /// <summary>The code fits a clock that is a few minutes off: refused and counted like a wrong one.</summary>
    ClockOff,

    /// <summary>The code is right but was accepted before (RFC 6238 §5.2).</summary>
    UsedCode,

    /// <summary>
    /// The code is right, but one that comes after it was accepted, or it was told before that it fits a clock that is off.
    /// </summary>
    SpentCode,

    /// <summary>The code is right, but one of a later time was taken in before: some clock was ahead.</summary>
    PassedCode,

    /// <summary>The factor, or the whole account, takes no guesses now; nothing was evaluated.</summary>
    Locked,

    /// <summary>The account has no such method.</summary>
    NoSuchMethod,

    /// <summary>The account's only methods are passkeys, and what came is a code: nothing was compared or counted.</summary>
    PasskeyOnly,

    /// <summary>Several methods of that kind exist and the caller named none.</summary>
    AmbiguousMethod,

    /// <summary>The stored key cannot be opened: refuse, never accept, never reset.</summary>
    KeyUnreadable,

    /// <summary>No live backup code matches: used, unknown and regenerated are told apart by nobody.</summary>
    WrongBackupCode,

    /// <summary>A sent code was offered without the handle of its challenge.</summary>
    MissingSecret,

    /// <summary>No such challenge, or one of another account, purpose or caller, or one already spent.</summary>
    NoChallenge,

    /// <summary>The challenge is this sign-in's, but no code of that kind was sent for it.</summary>
    NoCodeSent,

    /// <summary>The challenge's time is over.</summary>
    Expired,

    /// <summary>The operator does not accept e-mailed codes for this.</summary>
    EmailNotAccepted,

    /// <summary>The password was set by mail, so the mailbox proves nothing before another factor did, or before the lock's end.</summary>
    EmailWaits,
}

/// <summary>What was decided, in the words every door needs to answer.</summary>
/// <param name="Method">The stored method that was tried, if one was.</param>
/// <param name="FailCount">Its failures in this lock period; null when no counted factor was tried.</param>
/// <param name="LockedUntil">The end of its lock, or of the account's.</param>
public sealed record Verdict(
    Outcome Outcome,
    ProofKind? Kind = null,
    MethodId? Method = null,
    int? FailCount = null,
    DateTimeOffset? LockedUntil = null)
{
    /// <summary>Whether what was asked for may now happen.</summary>
    public bool IsAccepted => Outcome is Outcome.Accepted;
}
