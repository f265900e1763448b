namespace Countersign.Core;

/// <summary>Every way asking for another message of a challenge can end.</summary>
public enum ResendOutcome
{
    Allowed,
    TooSoon,
    TooMany,
    Expired,
}

/// <summary>What a challenge is good for, and when it may send again. Pure.</summary>
public static class ChallengeRules
{
    /// <summary>
    /// Whether a challenge may be spent on <paramref name="purpose"/> by this account and credential: everything pending
    /// is bound to the purpose it was made for, the credential that asked for it and the account's credential version.
    /// </summary>
    /// <param name="by">The credential of the caller; null for somebody who has only the password step behind them.</param>
    public static bool Fits(Challenge challenge, Account account, ChallengePurpose purpose, Credential? by) =>
        challenge.Account == account.Id
        && challenge.Purpose == purpose
        && challenge.OpenedBy == by
        && challenge.CredentialVersion == account.CredentialVersion;

    /// <summary>What a text message with a code for this purpose is for.</summary>
    public static SmsUse SmsUseOf(ChallengePurpose purpose) =>
        purpose is ChallengePurpose.Enroll ? SmsUse.NewNumber : SmsUse.Enrolled;

    /// <summary>The way the codes of a kind of proof travel; null for those that are not sent.</summary>
    public static Channel? ChannelOf(ProofKind? kind) => kind switch
    {
        ProofKind.Email => Channel.Email,
        ProofKind.Sms => Channel.Sms,
        ProofKind.Totp or ProofKind.BackupCode or ProofKind.Passkey or null => null,
    };

    /// <summary>Whether another message may go out: not too soon, not too often, never past the first expiry.</summary>
    public static ResendOutcome MayResend(Challenge challenge, DateTimeOffset now, Policy policy)
    {
        if (challenge.IsExpired(now)) return ResendOutcome.Expired;
        if (now < challenge.LastSentAt + policy.ResendWait) return ResendOutcome.TooSoon;

        return challenge.SendCount < policy.SendsPerChallenge ? ResendOutcome.Allowed : ResendOutcome.TooMany;
    }

    /// <summary>Whether the operator's policy takes an e-mailed code for this purpose.</summary>
    /// <param name="isFirstMethod">The first method is always authorized by e-mail: nothing else exists yet.</param>
    public static bool AcceptsEmail(ChallengePurpose purpose, bool isFirstMethod, Policy policy) => policy.EmailCodes switch
    {
        EmailCodes.All => true,
        EmailCodes.LogIn => purpose is ChallengePurpose.LogIn or ChallengePurpose.VerifyEmail || isFirstMethod,
        EmailCodes.Off => purpose is ChallengePurpose.VerifyEmail || isFirstMethod,
    };
}
