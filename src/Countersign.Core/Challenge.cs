namespace Countersign.Core;

/// <summary>The way a code travels to a person.</summary>
public enum Channel
{
    Email,
    Sms,
}

/// <summary>What a challenge may be spent on. A code made for one purpose is worth nothing for another.</summary>
public enum ChallengePurpose
{
    /// <summary>To finish the sign-in whose password step opened this challenge.</summary>
    LogIn,

    /// <summary>One action of a signed-in caller: upgrade its API key to a session, remove a method, make new backup codes.</summary>
    Change,

    /// <summary>To be allowed to add a method.</summary>
    Authorize,

    /// <summary>To prove a phone number that is not on the account yet, and only that number.</summary>
    Enroll,

    /// <summary>To prove the account's e-mail address, by link or by code.</summary>
    VerifyEmail,

    /// <summary>To reset a password, by link.</summary>
    ResetPassword,

    /// <summary>To turn 2FA off by the token of a mailed link, together with the password.</summary>
    Disable,

    /// <summary>To vouch by mail for a second factor that was set up with the password alone.</summary>
    ConfirmFactor,

    /// <summary>To say "this wasn't me" by the link of a notice, whatever became of the account's credentials since.</summary>
    NotMe,
}

/// <summary>
/// A code we sent, or a sign-in that waits for its second factor. The handle a client holds (<c>secret</c> on the
/// wire) is stored only as a hash, the code too.
/// </summary>
/// <param name="Channel">Where the live code went; null while no code was sent.</param>
/// <param name="Method">The method the code belongs to; null where there is none: an address that is only a channel, a number not on the
/// account, a legacy account.</param>
/// <param name="Destination">Canonical address or E.164 number the code went to.</param>
/// <param name="OpenedBy">The credential that asked for it (an API key or a session), null for a sign-in that has only a password so
/// far.</param>
/// <param name="ExpiresAt">Fixed when the challenge is made; a resend never moves it.</param>
/// <param name="FailCount">Wrong codes offered to this challenge; only limits enrolment, where no method can count.</param>
/// <param name="Concerns">What exactly its link is about; null: the account as such.</param>
public sealed record Challenge(
    ChallengeId Id,
    AccountId Account,
    ChallengePurpose Purpose,
    Channel? Channel,
    MethodId? Method,
    string? Destination,
    Credential? OpenedBy,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastSentAt,
    int SendCount,
    int FailCount,
    long CredentialVersion,
    long Version,
    Concern? Concerns = null)
{
    /// <summary>Expiry is decided at use, by the clock of the check; no clean-up job is needed for it.</summary>
    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;
}
