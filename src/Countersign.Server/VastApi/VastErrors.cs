using Countersign.Core;
using Countersign.Server.Vocabulary;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>One table from the reasons of our verbs to the codes, statuses and sentences of this interface.</summary>
public static class VastErrors
{
    private const string NoCode = "That isn't a code: a code has six digits. It was not counted as a try; check it and try again.";
    private const string NoRecoveryCode =
        "That isn't a recovery code: one looks like XXXX-XXXX-XXXX, twelve letters and digits. It was not counted as a try.";

    /// <summary>A refusal in this door's words.</summary>
    public static IResult Of(Refused refused) => refused is { Why: Refusal.Proof, Verdict: { } verdict }
        ? OfVerdict(verdict)
        // What older clients of this interface expect where Twilio is the gateway.
        : Say(
            refused is { Why: Refusal.NotDelivered, Gateway: "twilio" or "twilio-call" } ? VastErrorCode.TwilioError : CodeOf(refused.Why),
            refused.Detail ?? SentenceOf(refused), refused.RetryAt);

    /// <summary>Any error body of this interface.</summary>
    public static IResult Say(VastErrorCode code, string sentence, DateTimeOffset? retryAt = null) =>
        new VastErrorResult(code, new ErrorAnswer(code.Word(), sentence), retryAt);

    private static IResult OfVerdict(Verdict verdict) => verdict.Outcome switch
    {
        Outcome.NotACode => verdict.Kind is ProofKind.BackupCode
            ? Say(VastErrorCode.InvalidBackupCode, NoRecoveryCode)
            : Say(VastErrorCode.TfaVerificationFailed, NoCode),
        Outcome.WrongCode => Counted(VastErrorCode.TfaVerificationFailed, verdict, Wrong(verdict)),
        Outcome.ClockOff => Counted(VastErrorCode.TfaVerificationFailed,
            verdict,
            "That code does not fit the time. Set the clock of your phone to automatic, and use a code that your app shows after that."),
        Outcome.UsedCode => Counted(
            VastErrorCode.TfaVerificationFailed, verdict, "That code was already used. Wait for the next code in your app and use that."),
        Outcome.SpentCode => Counted(VastErrorCode.TfaVerificationFailed, verdict,
            "That code was already used or typed before, or is older than one that was. Wait for the next code in your app and use that."),
        Outcome.PassedCode => Counted(VastErrorCode.TfaVerificationFailed,
            verdict,
            "That code is from before the clock was set back: a code of a later time was already accepted. Wait a few minutes and " +
                "try again; if that does not help, use another method or ask the operator."),
        Outcome.Locked => Counted(
            VastErrorCode.TfaLocked, verdict, "Too many wrong codes. Wait until the lock ends, or use another method or a recovery code."),
        Outcome.WrongBackupCode => Counted(VastErrorCode.InvalidBackupCode,
            verdict, "That recovery code is not valid. Each code works once, and only codes of the newest set work."),
        Outcome.NoSuchMethod => Say(VastErrorCode.NotFound, "This account has no such 2FA method. See `tfa status` for those it has."),
        Outcome.PasskeyOnly => Say(VastErrorCode.TfaMethodNotConfigured, VastShapes.PasskeyOnly),
        Outcome.AmbiguousMethod => Say(VastErrorCode.InvalidParams,
            "This account has several methods of that type. Give tfa_method_id (see `tfa status`) to say which."),
        Outcome.KeyUnreadable => Say(VastErrorCode.TfaMethodNotConfigured,
            "This method cannot be checked now. Use another method or a recovery code, and tell the operator."),
        Outcome.MissingSecret => Say(VastErrorCode.MissingParams, "A code that was sent needs the secret that came back when it was sent."),
        Outcome.NoChallenge => Say(VastErrorCode.ChallengeNotFound, "No such code is pending. Ask for a new one."),
        Outcome.NoCodeSent => Say(VastErrorCode.NoChallengeFound,
            "No code was sent that way for this sign-in, or a newer one went another way. Ask for a code first."),
        Outcome.Expired => Say(VastErrorCode.TfaExpired, "That code has expired. Ask for a new one."),
        Outcome.EmailNotAccepted =>
            Say(VastErrorCode.InvalidTfaMethod, "Codes by e-mail are not accepted here. Use another method or a recovery code."),
        Outcome.EmailWaits => Say(VastErrorCode.InvalidTfaMethod, VastWaits.OfMail(verdict.LockedUntil)),
        Outcome.Accepted => throw new InvalidOperationException("An accepted proof refuses nothing."),
    };

    private static string Wrong(Verdict verdict) => verdict.LockedUntil is null
        ? "That code is not right. Check it and try again."
        : "That code is not right, and it was one too many: wait until the lock ends, or use another method or a recovery code.";

    private static VastErrorResult Counted(VastErrorCode code, Verdict verdict, string sentence)
    {
        var answer = new CountedErrorAnswer(code.Word(), sentence) { FailCount = verdict.FailCount, LockedUntil = verdict.LockedUntil };
        return new(code, answer, code is VastErrorCode.TfaLocked ? verdict.LockedUntil : null);
    }

    private static VastErrorCode CodeOf(Refusal why) => why switch
    {
        Refusal.Proof => VastErrorCode.TfaVerificationFailed,
        Refusal.WrongPassword or Refusal.BeyondOwnRights => VastErrorCode.AuthError,
        Refusal.PasswordTooWeak or Refusal.InvalidUsername or Refusal.NameTaken => VastErrorCode.InvalidParams,
        Refusal.TryLater or Refusal.TooManyWaiting => VastErrorCode.RateLimited,
        Refusal.SignUpClosed => VastErrorCode.AuthError,
        Refusal.NameMismatch or Refusal.DeletionAsked or Refusal.LastAdmin => VastErrorCode.InvalidParams,
        Refusal.PasswordMissing => VastErrorCode.MissingParams,
        Refusal.InvalidEmail => VastErrorCode.MissingEmail,
        Refusal.EmailNotVerified => VastErrorCode.EmailNotVerified,
        Refusal.EmailNotAccepted or Refusal.EmailWaits or Refusal.SmsNotOffered => VastErrorCode.InvalidTfaMethod,
        Refusal.NoPhoneNumber => VastErrorCode.MissingPhoneNumber,
        Refusal.InvalidPhoneNumber => VastErrorCode.InvalidPhoneNumber,
        Refusal.BlockedPhoneNumber => VastErrorCode.SmsBlockedNumber,
        Refusal.PhoneNumberMismatch => VastErrorCode.PhoneNumberMismatch,
        Refusal.PhoneOnTooManyAccounts => VastErrorCode.PreauthPhoneCap,
        Refusal.SentTooRecently => VastErrorCode.TfaChallengeExists,
        Refusal.ResentTooSoon or Refusal.SentTooOften => VastErrorCode.SmsRateLimited,
        Refusal.NotDelivered => VastErrorCode.SmsDeliveryFailed,
        Refusal.CannotSend => VastErrorCode.ChallengeCreationFailed,
        Refusal.ChallengeNotFound or Refusal.InvalidLink or Refusal.UnknownSetupKey => VastErrorCode.ChallengeNotFound,
        Refusal.NoChallenge => VastErrorCode.NoChallengeFound,
        Refusal.ChallengeExpired => VastErrorCode.TfaExpired,
        Refusal.NoPendingAuthorization => VastErrorCode.NoPendingAuthorization,
        Refusal.NoSuchMethod or Refusal.NotFound => VastErrorCode.NotFound,
        Refusal.AmbiguousMethod or Refusal.InvalidLabel or Refusal.NothingToChange or Refusal.PrimaryCannotBeUnset =>
            VastErrorCode.InvalidParams,
        Refusal.MissingTarget => VastErrorCode.MissingParams,
        Refusal.NotAuthorizedToAdd or Refusal.ChangesFrozen => VastErrorCode.AuthorizationRequired,
        Refusal.DuplicateMethod => VastErrorCode.DuplicateTfaMethod,
        Refusal.TooManyMethods or Refusal.TooManyKeys or Refusal.InvalidPermissions => VastErrorCode.InvalidParams,
        Refusal.WrongFirstCode or Refusal.NotACode => VastErrorCode.TfaVerificationFailed,
        Refusal.LegacyAccount => VastErrorCode.UntrackedTfaFound,
        Refusal.SecondFactorRequired or Refusal.EmailInOtherScript => VastErrorCode.InvalidParams,
        Refusal.MustTurnOnSecondFactor => VastErrorCode.AuthError,
        Refusal.OtpMissing => VastErrorCode.MissingParams,
        Refusal.SecondFactorIsOn or Refusal.DisableByLinkOff or Refusal.TooEarly => VastErrorCode.InvalidParams,
        Refusal.NothingPending or Refusal.MailboxToVouch => VastErrorCode.NoPendingAuthorization,
        Refusal.PasskeyOnly => VastErrorCode.TfaMethodNotConfigured,
        Refusal.OperatorAct or Refusal.Explained => throw NotHere(),
    };

    private static string SentenceOf(Refused refused) => refused.Why switch
    {
        Refusal.Proof => "The second factor was not proven. Try again.",
        Refusal.PasskeyOnly => VastShapes.PasskeyOnly,
        Refusal.WrongPassword => "The name or the password is wrong.",
        Refusal.PasswordTooWeak => "That password is too easy to guess. Choose a longer one.",
        Refusal.TryLater => $"Too many tries. Wait {VastWaits.Until(refused)} and try again.",
        Refusal.TooManyWaiting =>
            $"Too many sign-ins to this account wait for their second factor, begun elsewhere. Wait {VastWaits.Until(refused)}, sign in from where " +
            "you have signed in lately, or set a new password by mail: that ends them.",
        Refusal.SignUpClosed => "Only the operator creates accounts here. Ask them for one.",
        Refusal.NameTaken => "That user name is taken. Choose another one.",
        Refusal.InvalidEmail => "That isn't a valid e-mail address. Give one like name@example.org.",
        Refusal.EmailInOtherScript =>
            "The mail server of this service takes no address with letters of other scripts before the @ (SMTPUTF8). Give one that has " +
            "only letters from a to z, digits and signs there.",
        Refusal.InvalidUsername =>
            "A user name has 1 to 40 letters, digits, dots, dashes and underscores, and begins with a letter or digit.",
        Refusal.InvalidLink => "That link or code is no longer valid. Ask for a new one.",
        Refusal.EmailNotVerified => "Your e-mail address is not confirmed yet. Open the link in the e-mail we sent, then try again.",
        Refusal.EmailNotAccepted => "Codes by e-mail are not accepted here. Use another method or a recovery code.",
        Refusal.EmailWaits => VastWaits.OfMail(refused.RetryAt),
        Refusal.SmsNotOffered => "Text messages are not offered here. Use an authenticator app.",
        Refusal.NoPhoneNumber => "There is no phone number to send to. Give phone_number, with its country code.",
        Refusal.InvalidPhoneNumber => VastNumbers.SentenceOf(refused.Number),
        Refusal.BlockedPhoneNumber =>
            "Text messages are not sent to numbers of this kind or in this country. Use another number or an authenticator app.",
        Refusal.PhoneNumberMismatch => "That phone number is not the one this code is for. Give the number it was sent to.",
        Refusal.PhoneOnTooManyAccounts => "That phone number is in use on too many accounts. Use another one.",
        Refusal.SentTooRecently => $"A code was sent there a moment ago. Use it, or wait {VastWaits.Until(refused)} and ask again.",
        Refusal.ResentTooSoon => $"A code was sent a moment ago. Wait {VastWaits.Until(refused)} before you ask for it again.",
        Refusal.SentTooOften =>
            $"Too many messages were sent. Wait {VastWaits.Until(refused)}, or use another method or a recovery code; where you have " +
            "neither, whoever runs this service can help.",
        Refusal.NotDelivered => "The message could not be delivered to that address or number. Check it, or use another method.",
        Refusal.CannotSend =>
            "The server cannot send messages just now, and your address or number is not to blame. Use another method, or try again later.",
        Refusal.ChallengeNotFound => "No such code or sign-in is pending. Begin again.",
        Refusal.NoChallenge => "There is no code to send again. Ask for a new one.",
        Refusal.ChallengeExpired => "That code or sign-in has expired. Begin again.",
        Refusal.NoPendingAuthorization => "No authorization is pending. Ask for one first (`tfa auth-new`).",
        Refusal.NoSuchMethod => "This account has no such 2FA method. See `tfa status` for those it has.",
        Refusal.AmbiguousMethod => "This account has several methods of that type. Give tfa_method_id (see `tfa status`) to say which.",
        Refusal.MissingTarget => "Say which method to remove: give target_id (see `tfa status`).",
        Refusal.NotAuthorizedToAdd => "Adding a method must be authorized first, and the authorization lasts 30 minutes (`tfa auth-new`).",
        Refusal.DuplicateMethod => "That is already a 2FA method of this account. Use it, or add another one.",
        Refusal.TooManyMethods => "This account has as many 2FA methods as it can have. Remove one first.",
        Refusal.BeyondOwnRights =>
            "An API key can make only keys that may do no more than it may itself. Name such permissions, or log in and make the key then. A key " +
            "by which an application names the addresses of its people is made by an operator.",
        Refusal.TooManyKeys => "This account has as many API keys as it can have. Delete one first.",
        Refusal.UnknownSetupKey =>
            "That setup key was not issued to this account, or was issued too long ago. Begin again with `tfa totp-setup`.",
        Refusal.NotACode => NoCode,
        Refusal.WrongFirstCode => "That code is not right. Check it and try again.",
        Refusal.InvalidLabel => "A label or name must be shorter and have no control characters; a label has at most 30 characters.",
        Refusal.NothingToChange => "There is nothing to change. Give a label or is_primary.",
        Refusal.PrimaryCannotBeUnset => "The primary method stays primary until you make another one primary.",
        Refusal.LegacyAccount =>
            "This account's 2FA comes from an older system. Make new recovery codes first (`tfa regen-codes`): that registers its phone " +
            "number.",
        Refusal.SecondFactorRequired => "2FA is required here, and this is the last method. Add another one first.",
        Refusal.MustTurnOnSecondFactor => VastGate.FirstTurnOn,
        Refusal.OtpMissing => "This account uses 2FA. Give a code or a recovery code.",
        Refusal.SecondFactorIsOn => "2FA is already on. To change it, add or remove a method.",
        Refusal.MailboxToVouch => "The code is right. Now open the link in the e-mail we sent, and confirm.",
        Refusal.NothingPending => "No method is waiting for its first code. Begin again.",
        Refusal.DisableByLinkOff =>
            "2FA cannot be turned off by a mailed link here. Use another method or a recovery code, or ask the operator.",
        Refusal.TooEarly => $"That link does not work yet. Wait {VastWaits.Until(refused)} and try again.",
        Refusal.NotFound => "That was not found on this account. Check the ID and try again.",
        Refusal.NameMismatch => "That is neither the e-mail address nor the user name of this account. Give one of them as name.",
        Refusal.PasswordMissing => "This account has no second factor. Give its password.",
        Refusal.DeletionAsked => VastWaits.OfDeletion(refused.RetryAt),
        Refusal.LastAdmin => "This account is the last admin of this service. Make somebody else an admin first.",
        Refusal.ChangesFrozen =>
            $"The password, second factors and API keys of this account are frozen, because its owner said that something was " +
            $"not them. Reset the password by e-mail and sign in with it, or wait {VastWaits.UntilDay(refused)}.",
        Refusal.InvalidPermissions => "Permissions must look like {\"api\": {\"user_read\": {}, \"user_write\": {}}}.",
        Refusal.OperatorAct or Refusal.Explained => throw NotHere(),
    };

    private static InvalidOperationException NotHere() => new("Operators do not come through this door.");
}
