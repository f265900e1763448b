using Countersign.Client;
using Countersign.Wire;

namespace Countersign.Cli;

/// <summary>What to do after a refusal: one line, with the exact command where there is one.</summary>
internal static class Advice
{
    private const string LogIn = "Sign in with a code first:  countersign tfa login";
    private const string Another = "Use another method (countersign tfa status lists them) or a recovery code (--backup-code).";
    private const string Authorize = "Prove who you are before you add a method:  countersign tfa auth-new";
    private const string NewCode = "Get a new code:  countersign tfa send-sms, or  countersign tfa send-email";
    private const string Numbers = "Write it with its country code:  --phone-number +4915112345678";
    private const string WhichCode =
        "Say which code this is: --method-type and --method-id (countersign tfa status), or the --secret that was printed when it was " +
        "sent.";
    private const string Later = "Nothing was changed. Try again in a moment.";

    /// <summary>What to do where a command knows better than the server's word alone; null: it does not.</summary>
    public static string? Of(string command, CountersignRefused refused) => (command, refused.Code) switch
    {
        ("delete session", VastErrorCode.NotFound) => "See what there is:  countersign show sessions",
        ("delete api-key", VastErrorCode.NotFound) => "See what there is:  countersign show api-keys",
        ("create api-key", VastErrorCode.InvalidParams) => "See how it is typed:  countersign create api-key --help",
        ("account delete", VastErrorCode.InvalidParams) =>
            "See your account:  countersign show user, or keep it:  countersign account delete --call-off",
        _ => null, // an open list
    };

    public static string For(CountersignRefused refused) => refused switch
    {
        { LockedUntil: not null } => Another,
        { Code: { } code } => For(code),
        _ => Unknown(refused.Status),
    };

    private static string For(VastErrorCode code) => code switch
    {
        VastErrorCode.BadRequest => "The server did not understand us. Compare  countersign --version  with the server's version.",
        VastErrorCode.InvalidTfaMethod => "A method is one of email, sms and totp:  --method-type totp",
        VastErrorCode.InvalidParams => "The IDs and types of your methods:  countersign tfa status",
        VastErrorCode.MissingAuthValue => WhichCode,
        VastErrorCode.MissingParams => WhichCode,
        VastErrorCode.EmailNotVerified => "Open the link in the e-mail that you got when you signed up.",
        VastErrorCode.TfaExpired => NewCode,
        VastErrorCode.ChallengeNotFound => NewCode,
        VastErrorCode.NoChallengeFound => NewCode,
        VastErrorCode.TfaChallengeExists =>
            "A code is on its way to you: wait half a minute, and send again. If one of your steps waits for it:  countersign tfa resume",
        VastErrorCode.NoPendingAuthorization => Authorize,
        VastErrorCode.UntrackedTfaFound =>
            "Make new recovery codes first; that brings this account up to date:  countersign tfa regen-codes",
        VastErrorCode.DuplicateTfaMethod => "You have it already:  countersign tfa status",
        VastErrorCode.SmsDeliveryFailed => "Check the number, or use e-mail:  countersign tfa send-email",
        VastErrorCode.TwilioError => "Check the number, or use e-mail:  countersign tfa send-email",
        VastErrorCode.PhoneNumberMismatch => "Give the number that the code was sent to, or send a new one:  countersign tfa send-sms",
        VastErrorCode.TfaLoginFailed => Another,
        VastErrorCode.TfaVerificationFailed => "Use the newest code. Your methods:  countersign tfa status",
        VastErrorCode.MissingEmail => "Your account has no e-mail address; whoever runs the server can add one.",
        VastErrorCode.MissingPhoneNumber => "Add a phone first:  countersign tfa add --method-type sms",
        VastErrorCode.InvalidPhoneNumber => Numbers,
        VastErrorCode.TfaMethodNotConfigured => Another,
        VastErrorCode.SmsBlockedNumber => "Use an authenticator app instead:  countersign tfa add --method-type totp",
        VastErrorCode.InvalidBackupCode => "Try another recovery code (--backup-code), or a method:  countersign tfa status",
        VastErrorCode.NoAuthValue => NotSignedIn,
        VastErrorCode.InvalidUserKey => NotSignedIn,
        VastErrorCode.TfaSessionRequired => LogIn,
        VastErrorCode.AuthError => "Use an API key that may do this:  countersign set api-key",
        VastErrorCode.AuthorizationRequired => Authorize,
        VastErrorCode.SmsFraudDetected => "Use an authenticator app instead:  countersign tfa add --method-type totp",
        VastErrorCode.NotFound => "See what there is:  countersign tfa status, or  countersign show api-keys",
        VastErrorCode.SessionExpired => NotSignedIn,
        VastErrorCode.TfaLocked => Another,
        VastErrorCode.SmsRateLimited => "What you have besides:  countersign tfa status",
        VastErrorCode.PreauthPhoneCap =>
            "That number serves too many accounts. Use an authenticator app:  countersign tfa add --method-type totp",
        VastErrorCode.RateLimited => Later,
        VastErrorCode.ChallengeCreationFailed => Later,
        VastErrorCode.ServiceUnavailable => Later,
    };

    private const string NotSignedIn = "Not signed in:  countersign login";

    private static string Unknown(int status) => status >= 500
        ? "The server has a problem; whoever runs it will find the reason in its log."
        : "See what was said between us and the server with --explain.";
}
