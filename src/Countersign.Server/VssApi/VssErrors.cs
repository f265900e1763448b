using System.Globalization;
using Countersign.Core;
using Countersign.Server.Vocabulary;
using Countersign.Wire;

namespace Countersign.Server.VssApi;

/// <summary>One table from the reasons of our verbs to the codes and sentences of this interface.</summary>
public static class VssErrors
{
    private const string PasskeyOnly =
        "comes from no app or phone here: this account signs in with a passkey, which only a browser can ask. Use a recovery code, or " +
        "sign in at the web page.";

    private const string NoCode =
        "isn't a code: give six digits, or a recovery code like XXXX-XXXX-XXXX. It was not counted as a try.";

    /// <summary>A refusal in this door's words.</summary>
    public static VssErrorResult Of(Refused refused) => refused is { Why: Refusal.Proof, Verdict: { } verdict }
        ? OfVerdict(verdict)
        : Say(CodeOf(refused.Why), refused.Detail ?? SentenceOf(refused), refused.RetryAt);

    /// <summary>Any error body of this interface.</summary>
    public static VssErrorResult Say(VssErrorCode code, string what, DateTimeOffset? retryAt = null) => new(code, what, retryAt);

    /// <summary>A refusal as a sentence alone, for a page.</summary>
    public static string SentenceFor(Refused refused) => refused.Detail ?? SentenceOf(refused);

    private static VssErrorResult OfVerdict(Verdict verdict) => verdict.Outcome switch
    {
        Outcome.NotACode => Otp(NoCode),
        Outcome.WrongCode => Otp(verdict.LockedUntil is null
            ? "is wrong. Check it and try again."
            : "is wrong, and it was one too many: wait until the lock ends, or use a recovery code."),
        Outcome.ClockOff =>
            Otp("does not fit the time. Set the clock of your phone to automatic, and use a code that your app shows after that."),
        Outcome.UsedCode => Otp("was already used. Wait for the next code in your app and use that."),
        Outcome.SpentCode => Otp(
            "was already used or typed before, or is older than one that was. Wait for the next code in your app and use that."),
        Outcome.PassedCode => Otp("is from before the clock was set back: a code of a later time was already accepted. Wait a few " +
            "minutes and try again; if that does not help, use a recovery code or ask the operator."),
        Outcome.WrongBackupCode => Otp("is not a valid recovery code. Each works once, and only those of the newest set work."),
        Outcome.NoChallenge or Outcome.NoCodeSent or Outcome.Expired or Outcome.MissingSecret =>
            Otp("matches no code that was sent, or that code has expired. Request a new one."),
        Outcome.PasskeyOnly => Otp(PasskeyOnly),
        Outcome.KeyUnreadable => Otp("cannot be checked now. Use a recovery code, and tell the operator."),
        Outcome.NoSuchMethod or Outcome.AmbiguousMethod => Otp("cannot be matched with a method. Use a recovery code."),
        Outcome.EmailNotAccepted => Say(VssErrorCode.Forbidden, "Codes by e-mail are not accepted here. Use a recovery code."),
        Outcome.EmailWaits => Say(VssErrorCode.Forbidden, Waits(verdict.LockedUntil)),
        Outcome.Locked => Say(
            VssErrorCode.TooManyRequests, "Too many wrong codes. Wait until the lock ends, or use a recovery code.", verdict.LockedUntil),
        Outcome.Accepted => throw new InvalidOperationException("An accepted proof refuses nothing."),
    };

    // Clients look for these very words, and then ask their person for a code.
    private static VssErrorResult Otp(string what) => Say(VssErrorCode.InvalidParameterValue, $"{VssTexts.Otp} {what}");

    private static VssErrorCode CodeOf(Refusal why) => why switch
    {
        Refusal.WrongPassword => VssErrorCode.Unauthorized,
        Refusal.MustTurnOnSecondFactor => VssErrorCode.TotpEnforcement,
        Refusal.SecondFactorIsOn or Refusal.DuplicateMethod or Refusal.LegacyAccount => VssErrorCode.Conflict,
        Refusal.NotFound or Refusal.NoSuchMethod or Refusal.NothingPending or Refusal.InvalidLink => VssErrorCode.NotFound,
        Refusal.TryLater or Refusal.TooManyWaiting or Refusal.SentTooRecently or Refusal.ResentTooSoon or Refusal.SentTooOften
            or Refusal.PhoneOnTooManyAccounts or Refusal.TooEarly => VssErrorCode.TooManyRequests,
        Refusal.Proof
            or Refusal.OtpMissing or Refusal.PasskeyOnly or Refusal.WrongFirstCode or Refusal.NotACode
            or Refusal.ChallengeNotFound or Refusal.NoChallenge
            or Refusal.ChallengeExpired or Refusal.NoPhoneNumber or Refusal.InvalidPhoneNumber or Refusal.BlockedPhoneNumber
            or Refusal.PhoneNumberMismatch or Refusal.NotDelivered => VssErrorCode.InvalidParameterValue,
        Refusal.CannotSend => VssErrorCode.ServiceUnavailable,
        Refusal.SignUpClosed
            or Refusal.EmailNotVerified or Refusal.EmailNotAccepted or Refusal.EmailWaits or Refusal.MailboxToVouch or Refusal.SmsNotOffered
            or Refusal.SecondFactorRequired or Refusal.DisableByLinkOff or Refusal.NotAuthorizedToAdd or Refusal.ChangesFrozen =>
                VssErrorCode.Forbidden,
        Refusal.PasswordTooWeak or Refusal.NameTaken or Refusal.NameMismatch or Refusal.PasswordMissing or Refusal.DeletionAsked
            or Refusal.LastAdmin
            or Refusal.InvalidEmail or Refusal.EmailInOtherScript or Refusal.InvalidUsername or Refusal.NoPendingAuthorization
            or Refusal.AmbiguousMethod or Refusal.MissingTarget or Refusal.TooManyMethods or Refusal.UnknownSetupKey or Refusal.InvalidLabel
            or Refusal.NothingToChange or Refusal.PrimaryCannotBeUnset or Refusal.InvalidPermissions or Refusal.TooManyKeys
            or Refusal.BeyondOwnRights =>
                VssErrorCode.BadRequest,
        Refusal.OperatorAct or Refusal.Explained => throw NotHere(),
    };

    private static string SentenceOf(Refused refused) => refused.Why switch
    {
        Refusal.WrongPassword => "The user name or the password is wrong.",
        Refusal.MustTurnOnSecondFactor =>
            $"{VssTexts.MustEnable}. Enable it first (account set mfa mk); until then, nothing else is allowed.",
        Refusal.SecondFactorIsOn =>
            "Two-factor authentication is already on. Disable it first (account set mfa rm), or add a second method through the tfa " +
            "interface.",
        Refusal.LegacyAccount or Refusal.DuplicateMethod => "That is already a method of this account. Use it, or give another one.",
        Refusal.NoSuchMethod =>
            "Two-factor authentication is not on for this account. To turn it on, enable a method (account set mfa mk).",
        Refusal.MailboxToVouch =>
            "The one-time password is right. Now open the link in the e-mail we sent, and confirm there: only then two-factor " +
                "authentication is on.",
        Refusal.NothingPending =>
            "Nothing is being enabled for this account, or it took too long. Enable a method first (account set mfa mk).",
        Refusal.InvalidLink => "That token is no longer valid. Ask for a new one (account set mfa rm).",
        Refusal.NotFound => "That was not found on this account. Check the ID and try again.",
        Refusal.TooEarly => $"That token does not work yet. Wait {Wait(refused)} and try again.",
        Refusal.SentTooRecently or Refusal.ResentTooSoon => $"A code was sent a moment ago. Use it, or wait {Wait(refused)} and ask again.",
        Refusal.SentTooOften => $"Too many messages were sent. Wait {Wait(refused)} and try again.",
        Refusal.TryLater => $"Too many tries. Wait {Wait(refused)} and try again.",
        Refusal.TooManyWaiting =>
            $"Too many sign-ins to this account wait for their second factor, begun elsewhere. Wait {Wait(refused)}, sign in from where " +
            "you have signed in lately, or set a new password by mail: that ends them.",
        Refusal.PhoneOnTooManyAccounts => "That phone number is in use on too many accounts. Use another one.",
        Refusal.OtpMissing => $"{VssTexts.Otp} is missing. Two-factor authentication is on: give a code or a recovery code.",
        Refusal.NotACode => $"{VssTexts.Otp} {NoCode}",
        Refusal.PasskeyOnly => $"{VssTexts.Otp} {PasskeyOnly}",
        Refusal.WrongFirstCode => $"{VssTexts.Otp} is wrong. Check it and try again.",
        Refusal.Proof or Refusal.ChallengeNotFound or Refusal.NoChallenge or Refusal.ChallengeExpired =>
            $"{VssTexts.Otp} was not accepted. Request a new code.",
        Refusal.NoPhoneNumber => "phone is missing. SMS needs the number to send to.",
        Refusal.InvalidPhoneNumber or Refusal.PhoneNumberMismatch => VssNumbers.SentenceOf(refused.Number),
        Refusal.BlockedPhoneNumber =>
            "phone is of a kind or in a country that text messages are not sent to. Use another number or an authenticator app.",
        Refusal.NotDelivered => "phone or email could not be reached. Check it, or use an authenticator app.",
        Refusal.CannotSend =>
            "Messages cannot be sent just now, and neither phone nor email is to blame. Try again later, or use an authenticator app.",
        Refusal.EmailNotVerified =>
            "The e-mail address of this account is not confirmed yet. Open the link in the e-mail we sent, then try again.",
        Refusal.EmailNotAccepted => "Codes by e-mail are not accepted here. Use AUTHENTICATOR.",
        Refusal.EmailWaits => Waits(refused.RetryAt),
        Refusal.SmsNotOffered => "Text messages are not offered here. Use AUTHENTICATOR.",
        Refusal.SecondFactorRequired =>
            "Two-factor authentication is required here and cannot be turned off. Ask the operator to reset it.",
        Refusal.DisableByLinkOff =>
            "Two-factor authentication cannot be turned off by e-mail here. Use a recovery code, or ask the operator to reset it.",
        Refusal.ChangesFrozen =>
            $"The password, second factors and API keys of this account are frozen, because its owner said that something was " +
            $"not them. Reset the password by e-mail and sign in with it, or wait {Wait(refused)}.",
        Refusal.SignUpClosed or Refusal.NotAuthorizedToAdd => "That is not allowed here. Ask the operator.",
        Refusal.PasswordTooWeak or Refusal.NameTaken or Refusal.NameMismatch or Refusal.PasswordMissing or Refusal.DeletionAsked
            or Refusal.LastAdmin
            or Refusal.InvalidEmail or Refusal.EmailInOtherScript or Refusal.InvalidUsername or Refusal.NoPendingAuthorization
            or Refusal.AmbiguousMethod or Refusal.MissingTarget or Refusal.TooManyMethods or Refusal.UnknownSetupKey or Refusal.InvalidLabel
            or Refusal.NothingToChange or Refusal.PrimaryCannotBeUnset or Refusal.InvalidPermissions or Refusal.TooManyKeys
            or Refusal.BeyondOwnRights =>
                "That cannot be done here; nothing was changed.",
        Refusal.OperatorAct or Refusal.Explained => throw NotHere(),
    };

    private static InvalidOperationException NotHere() => new("Operators do not come through this door.");

    private static string Waits(DateTimeOffset? until) => until is { } from && MailRules.EndsByItself(from)
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"The password was set by mail, so codes and tokens by e-mail don't count until {from.UtcDateTime:yyyy-MM-dd HH:mm} UTC, or " +
            $"until you have used another factor or a recovery code once.")
        : "The password was set by mail, and its owner objected. Use another factor or a recovery code once.";

    private static string Wait(Refused refused) => refused.RetryAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"until {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")
        : "a little";
}
