using Countersign.Core;
using Countersign.Server.Vocabulary;
using Countersign.Wire;

namespace Countersign.Server.Apps;

/// <summary>One table from the reasons of our verbs to the codes and sentences of this interface.</summary>
public static class AppsErrors
{
    /// <summary>A refusal in this door's words.</summary>
    public static AppsErrorResult Of(Refused refused) => refused is { Why: Refusal.Proof, Verdict: { } verdict }
        ? OfVerdict(verdict)
        : Say(CodeOf(refused.Why), refused.Detail ?? SentenceOf(refused.Why), refused.RetryAt);

    /// <summary>Any error body of this interface.</summary>
    public static AppsErrorResult Say(AppsErrorCode code, string what, DateTimeOffset? retryAt = null) => new(code, what, retryAt);

    private static AppsErrorResult OfVerdict(Verdict verdict) => verdict.Outcome switch
    {
        Outcome.NotACode => Say(
            AppsErrorCode.NotACode, "A code has six digits, a recovery code looks like XXXX-XXXX-XXXX. It was not counted as a try."),
        Outcome.WrongCode => Say(
            AppsErrorCode.WrongCode,
            verdict.LockedUntil is null ? "The code is wrong." : "The code is wrong, and it was one too many: the factor is locked.",
            verdict.LockedUntil),
        Outcome.ClockOff => Say(AppsErrorCode.WrongCode, "The code does not fit the time: the clock of the person's phone is off."),
        Outcome.WrongBackupCode => Say(
            AppsErrorCode.WrongCode, "That is not a recovery code of this person, or it was used. Only those of the newest set work.",
            verdict.LockedUntil),
        Outcome.UsedCode => Say(AppsErrorCode.UsedCode, "The code was used before. The person waits for the next one in their app."),
        Outcome.SpentCode => Say(
            AppsErrorCode.UsedCode, "The code was used or typed before, or is older than one that was. The next one in the app is good."),
        Outcome.PassedCode => Say(
            AppsErrorCode.UsedCode, "The code is from before the clock was set back: one of a later time was accepted. Try a later one."),
        Outcome.Locked => Say(
            AppsErrorCode.Locked, "Too many codes were wrong. Wait until the lock ends, or take a recovery code.", verdict.LockedUntil),
        Outcome.NoSuchMethod or Outcome.PasskeyOnly => Say(AppsErrorCode.NoFactor, "The person has no factor whose code this could be."),
        Outcome.AmbiguousMethod => Say(AppsErrorCode.BadRequest, "The person has several factors of this kind: say which by `factor`."),
        Outcome.KeyUnreadable => Say(AppsErrorCode.Unavailable, "The factor cannot be checked now: tell the operator."),
        Outcome.MissingSecret or Outcome.NoChallenge or Outcome.NoCodeSent or Outcome.Expired => Say(
            AppsErrorCode.Expired, "No such code was sent, or it has expired."),
        Outcome.EmailNotAccepted or Outcome.EmailWaits => Say(AppsErrorCode.WrongCode, "Codes by e-mail are not accepted here."),
        Outcome.Accepted => throw new InvalidOperationException("An accepted proof refuses nothing."),
    };

    private static AppsErrorCode CodeOf(Refusal why) => why switch
    {
        Refusal.NotFound or Refusal.InvalidLink or Refusal.NoPendingAuthorization => AppsErrorCode.NotFound,
        Refusal.NoSuchMethod or Refusal.PasskeyOnly => AppsErrorCode.NoFactor,
        Refusal.OtpMissing or Refusal.NotAuthorizedToAdd => AppsErrorCode.CodeNeeded,
        Refusal.Proof or Refusal.WrongFirstCode => AppsErrorCode.WrongCode,
        Refusal.NotACode => AppsErrorCode.NotACode,
        Refusal.UnknownSetupKey or Refusal.ChallengeNotFound or Refusal.NoChallenge or Refusal.ChallengeExpired
            or Refusal.NothingPending => AppsErrorCode.Expired,
        Refusal.DuplicateMethod or Refusal.TooManyMethods or Refusal.LegacyAccount or Refusal.SecondFactorIsOn
            or Refusal.NameTaken => AppsErrorCode.Conflict,
        Refusal.TryLater or Refusal.TooManyWaiting or Refusal.SentTooRecently or Refusal.ResentTooSoon or Refusal.SentTooOften
            or Refusal.PhoneOnTooManyAccounts or Refusal.TooEarly => AppsErrorCode.TooManyRequests,
        Refusal.CannotSend => AppsErrorCode.Unavailable,
        Refusal.InvalidLabel or Refusal.MissingTarget or Refusal.AmbiguousMethod or Refusal.NothingToChange
            or Refusal.PrimaryCannotBeUnset or Refusal.NoPhoneNumber or Refusal.InvalidPhoneNumber or Refusal.BlockedPhoneNumber
            or Refusal.PhoneNumberMismatch or Refusal.InvalidEmail or Refusal.EmailInOtherScript or Refusal.NotDelivered
            or Refusal.SmsNotOffered or Refusal.EmailNotAccepted => AppsErrorCode.BadRequest,
        Refusal.WrongPassword or Refusal.PasswordTooWeak or Refusal.SignUpClosed or Refusal.InvalidUsername or Refusal.EmailNotVerified
            or Refusal.EmailWaits or Refusal.SecondFactorRequired or Refusal.MustTurnOnSecondFactor or Refusal.MailboxToVouch
            or Refusal.DisableByLinkOff or Refusal.NameMismatch or Refusal.PasswordMissing or Refusal.DeletionAsked or Refusal.LastAdmin
            or Refusal.InvalidPermissions or Refusal.TooManyKeys or Refusal.BeyondOwnRights or Refusal.ChangesFrozen
            or Refusal.OperatorAct or Refusal.Explained => throw NotHere(why),
    };

    private static string SentenceOf(Refusal why) => why switch
    {
        Refusal.OtpMissing => "The person has a factor: send a `code` of one of theirs along.",
        Refusal.NotAuthorizedToAdd => "Begin again: adding this factor is not allowed, or no longer.",
        Refusal.NoSuchMethod or Refusal.PasskeyOnly => "The person has no such factor.",
        Refusal.NotFound => "There is nothing here by this name.",
        Refusal.WrongFirstCode => "The code is wrong. Let the person check it and try again.",
        Refusal.NotACode => "A code has six digits. It was not counted as a try.",
        Refusal.UnknownSetupKey =>
            "This secret was not given out for this person, or too long ago, or too many codes were wrong. Begin again.",
        Refusal.DuplicateMethod => "The person has this very factor already.",
        Refusal.TooManyMethods => "The person has as many factors as there may be. Remove one first.",
        Refusal.TryLater => "Too much was asked for. Wait until `retry_at`.",
        Refusal.MissingTarget => "Say which factor.",
        Refusal.ChallengeNotFound or Refusal.ChallengeExpired => "No such code was sent, or it has expired, or it was used. Send another one.",
        Refusal.NoPhoneNumber => "Send a `number`, with its country code.",
        Refusal.InvalidPhoneNumber => "That is not a number that can get text messages. Send it with its country code, as +14165550123.",
        Refusal.BlockedPhoneNumber => "Text messages are not sent to numbers of this kind, or in this country.",
        Refusal.PhoneOnTooManyAccounts => "That number is in use too often.",
        Refusal.SentTooRecently or Refusal.ResentTooSoon => "A code was sent there a moment ago. Wait until `retry_at`.",
        Refusal.SentTooOften => "Too many messages were sent. Wait until `retry_at`, or take another factor or a recovery code.",
        Refusal.NotDelivered => "The message could not be delivered to that number.",
        Refusal.CannotSend => "The server cannot send messages just now. Take another factor, or try again later.",
        Refusal.SmsNotOffered => "Text messages are not offered here.",
        _ => "That cannot be done here; nothing was changed.", // what this door's verbs do not say yet
    };

    private static InvalidOperationException NotHere(Refusal why) => new($"Nobody whom an application keeps is told {why}.");
}
