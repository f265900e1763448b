using Countersign.Core;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Prompt;

/// <summary>From the ways a proof can fail to what is said about it.</summary>
public static class ProofSaid
{
    /// <summary>What to say about a refusal where a second factor is asked for.</summary>
    public static Said Of(Refused refused) => refused.Why switch
    {
        Refusal.Proof => Of(refused.Verdict!),
        Refusal.SentTooRecently or Refusal.ResentTooSoon => Said.WaitALittle,
        Refusal.SentTooOften or Refusal.TryLater => Said.TooOften,
        Refusal.CannotSend => Said.CannotSend,
        Refusal.NotDelivered or Refusal.BlockedPhoneNumber => Said.NotDelivered,
        Refusal.EmailNotAccepted or Refusal.EmailNotVerified or Refusal.SmsNotOffered => Said.NotAccepted,
        Refusal.EmailWaits => Said.MailWaits,
        Refusal.SecondFactorRequired => Said.LastMethod,
        Refusal.ChallengeExpired => Said.CodeExpired,
        Refusal.ChangesFrozen => Said.ChangesFrozen,
        _ => Said.BeginAgain, // an open list on purpose: whatever else a verb may refuse, the step is over and nothing changed
    };

    /// <summary>What to say to somebody who asked to be called: that they are called only when they are.</summary>
    public static Said OfCall(Answer<CodeSent> answer) => answer switch
    {
        { Refused: { } refused } => Of(refused),
        { Given.Waits: true } => Said.CodeSent,
        _ => Said.BeingCalled,
    };

    private static Said Of(Verdict verdict) => verdict.Kind is ProofKind.Passkey ? OfPasskey(verdict.Outcome) : OfCode(verdict);

    private static Said OfPasskey(Outcome outcome) => outcome switch
    {
        Outcome.NotACode or Outcome.PasskeyOnly => Said.PasskeyMissing,
        Outcome.Locked => Said.Locked,
        Outcome.Expired or Outcome.NoChallenge or Outcome.UsedCode => Said.PasskeyOver,
        _ => Said.PasskeyRefused, // an open list on purpose: whatever else is wrong with an answer, the person can only try again
    };

    private static Said OfCode(Verdict verdict) => verdict.Outcome switch
    {
        Outcome.NotACode => verdict.Kind is ProofKind.BackupCode ? Said.NotARecoveryCode : Said.NotACode,
        Outcome.WrongCode when verdict.LockedUntil is not null => Said.Locked,
        Outcome.WrongBackupCode when verdict.LockedUntil is not null => Said.Locked,
        Outcome.WrongCode => Said.CodeWrong,
        Outcome.ClockOff => Said.ClockOff,
        Outcome.UsedCode => Said.CodeUsed,
        Outcome.SpentCode => Said.CodeSpent,
        Outcome.PassedCode => Said.CodePassed,
        Outcome.Locked => Said.Locked,
        Outcome.WrongBackupCode => Said.RecoveryCodeWrong,
        Outcome.KeyUnreadable => Said.Unreadable,
        Outcome.MissingSecret or Outcome.NoCodeSent or Outcome.NoChallenge => Said.NotSent,
        Outcome.Expired => Said.CodeExpired,
        Outcome.EmailNotAccepted => Said.NotAccepted,
        Outcome.EmailWaits => Said.MailWaits,
        Outcome.NoSuchMethod or Outcome.AmbiguousMethod or Outcome.PasskeyOnly => Said.BeginAgain,
        Outcome.Accepted => throw new InvalidOperationException("An accepted proof refuses nothing."),
    };
}
