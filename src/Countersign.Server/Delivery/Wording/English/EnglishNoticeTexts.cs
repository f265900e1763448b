using System.Globalization;
using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery.Wording.English;

/// <summary>English: news about an account.</summary>
internal sealed class EnglishNoticeTexts : NoticeTexts
{
    public override string NothingToDo => "If this was you, there is nothing to do.";

    protected override string When => "When";

    protected override string From => "From";

    protected override string Device => "Device";

    private static string ChangePassword => "If not, change your password now, then look at your sign-in methods:";

    private static string TellOperator => "If not, tell the people who run this service:";

    private static string AskWhy => "If you do not know why, ask them:";

    public override string ToObject =>
        "If not, open the page below and press its button. It signs everybody out and stops every change; your own ways to sign in stay.";

    public override string NotMe => "This wasn't me";

    public override string Short(string headline, string issuer, Uri? notMe) =>
        notMe is null ? $"{issuer}: {headline}." : $"{issuer}: {headline}. Not you? {notMe}";

    public override string KeysEnded(int count) => count == 1
        ? "1 API key ended with it: a program that used it needs a new one."
        : $"{count} API keys ended with it: programs that used them need new ones.";

    public override string Again(string headline, int more) => more == 1 ? $"{headline}, once more" : $"{headline}, {more} more times";

    public override string Gathered(int more) =>
        $"This happened {(more == 1 ? "once more" : $"{more} more times")} since our last e-mail about it. What is said here is about the last " +
        $"time; the activity of your account shows each.";

    public override NoticeWords Of(NoticeKind kind, NoticeFacts facts)
    {
        var method = facts.Method is { } named ? Quoted(SafeText.OneLine(named)) : null;
        return kind switch
        {
            NoticeKind.TwoFactorEnabled => new("Two-factor authentication is on",
                $"Two-factor authentication was turned on for your account{With(method)}. From now on a sign-in needs a code besides the " +
                    $"password. Keep your recovery codes in a safe place.",
                ChangePassword),
            NoticeKind.MethodAdded => new("A sign-in method was added",
                $"The second-factor method {method ?? "you named"} was added to your account.", ChangePassword),
            NoticeKind.MethodRemoved => new("A sign-in method was removed",
                $"The second-factor method {method ?? "you named"} was removed from your account. All other sessions were ended.",
                ChangePassword),
            NoticeKind.TwoFactorDisabled => new("Two-factor authentication is off",
                "Two-factor authentication was turned off for your account. Its recovery codes are void, and the password alone opens it.",
                ChangePassword),
            NoticeKind.TwoFactorDisableAsked => new("Somebody asks to turn two-factor authentication off",
                "Somebody who knows your password asked for a link that turns two-factor authentication off.", ChangePassword),
            NoticeKind.NewBackupCodes => new("New recovery codes were made",
                "New recovery codes were made for your account. All earlier ones are void.", ChangePassword),
            NoticeKind.BackupCodeUsed => new("A recovery code was used", BackupCodesLeft(facts.Left), ChangePassword),
            NoticeKind.FewBackupCodes => new("Few recovery codes are left", $"You have {facts.Left} recovery codes left.", "Make new ones here:"),
            NoticeKind.Locked => new("Sign-in is locked for a while",
                $"There were too many wrong codes for {method ?? "your account"}. {LockEnd(facts.Until)}",
                "If not, somebody may know your password. Change it:"),
            NoticeKind.SecondFactorFailed => new("A sign-in failed at the second factor",
                "Somebody gave your right password and then a wrong code. They were not let in.",
                "If not, they know your password. Change it now:"),
            NoticeKind.SignInsUnfinished => new("Somebody else knows your password",
                "Your right password came from many places, and no second factor followed. Nobody was let in. While this goes on, you can " +
                    "sign in from where you have signed in lately; elsewhere set a new password first, by \"Forgot your password?\".",
                "If that wasn't you, change your password now:"),
            NoticeKind.PasswordRefused => new("A wrong password was given inside your account",
                "Somebody who is signed in to your account was asked for its password and gave a wrong one. Nothing was changed.",
                "If not, somebody is using a session of yours. End all other sessions and change your password:"),
            NoticeKind.PasswordChanged => new("Your password was changed",
                "The password of your account was changed. All other sessions were ended.", TellOperator),
            NoticeKind.PasswordSetByMail => new("A new password was set by e-mail", SetByMail(facts.Until), ChangePassword),
            NoticeKind.MailWaitBegunAnew => new("Codes by e-mail count later",
                $"Somebody with a number of your account said that the new password is not theirs. Codes and links by e-mail count again " +
                    $"{(facts.Until is { } end ? $"from {Instant(end)} on" : "later")}. Nothing else was changed.", TellOperator),
            NoticeKind.PrimaryChanged => new("Your preferred sign-in method was changed",
                $"{method ?? "Another method"} is now the method you are asked for first. Your other methods work as before.",
                ChangePassword),
            NoticeKind.ApiKeyCreated => new("An API key was made",
                $"The API key {method ?? "without a name"} was made for your account.", ChangePassword),
            NoticeKind.ApiKeyReset => new("Your API key was replaced",
                "The API key of your account was replaced. The earlier one is void.", ChangePassword),
            NoticeKind.ApiKeysEnded => new("API keys were ended",
                "Your e-mail address is confirmed now, and API keys that were made before that don't count.", ChangePassword),
            NoticeKind.ApiKeyDeletedByOperator => new("An API key was deleted",
                $"The people who run this service have deleted the API key {method ?? "without a name"} of your account.", AskWhy),
            NoticeKind.TwoFactorResetByOperator => new("Your two-factor authentication was reset",
                "The people who run this service removed all your second-factor methods and recovery codes. Sign in with your password " +
                    "and set it up again.",
                "If you did not ask for this, tell them:"),
            NoticeKind.AccountResetByOperator => new("Your account was reset",
                "The people who run this service removed all your second-factor methods and recovery codes, and your password is void. " +
                    "Choose a new one by \"Forgot your password?\" on the sign-in page, then set up two-factor authentication again.",
                "If you did not ask for this, tell them:"),
            NoticeKind.AccountDisabled => new("Your account was disabled",
                "The people who run this service have disabled your account. Nobody can sign in to it.", AskWhy),
            NoticeKind.AccountEnabled => new("Your account is open again",
                "The people who run this service have enabled your account. Password and second factors are as they were.", AskWhy),
            NoticeKind.AccountUnlocked => new("Your account was unlocked",
                "The people who run this service have taken all locks and counted failures off your account. Password and second factors " +
                    "are as they were.",
                "If you did not ask for this, tell them:"),
            NoticeKind.AdminGranted => new("Your account may administer now",
                "The people who run this service have made your account an admin's. It can act on other people's accounts once it has " +
                    "two-factor authentication.", AskWhy),
            NoticeKind.AdminRevoked => new("Your account is no longer an admin's",
                "The people who run this service have taken the right to administer from your account. Everything else is as it was.",
                AskWhy),
            NoticeKind.BrowserCopied => new("A remembered browser was forgotten",
                "Somebody signed in with your right password and with an old mark of a browser that you had remembered: one of the two " +
                    "is a copy. That browser is forgotten, and they were asked for a code.",
                "If not, somebody may have copied your browser's data, and knows your password. Change it now:"),
            NoticeKind.ChangesFrozen => new("Your second factors are frozen", Frozen(facts.Until), ChangePassword),
            NoticeKind.SecondFactorRequired => new("Two-factor authentication will be required",
                $"From {FromOn(facts.Until)} on, two-factor authentication is required for every account here, and yours has none yet. " +
                    $"From then on you can do nothing else before you have turned it on; your API keys and access tokens stop working " +
                    $"until then.",
                "It takes two minutes. Sign in and turn it on before that date:"),
            NoticeKind.SecondFactorNotRequired => new("Two-factor authentication is not required",
                "We wrote to you that two-factor authentication will be required for every account here. That is called off: there is " +
                    "nothing you have to do. If you have turned it on since, it stays on.",
                "It still keeps out whoever learns your password. You can turn it on at any time:"),
            NoticeKind.EmailChanged => new("Your e-mail address was changed",
                $"The e-mail address of your account was changed{To(method)}. Codes and notices now go to the new one.", TellOperator),
            NoticeKind.AccountExported => new("A copy of your account's data was made",
                "A file with everything that is kept about your account was made: names, numbers, sign-ins and activity. It holds no " +
                    "password, key or code.", ChangePassword),
            NoticeKind.AccountDeleteAsked => new("Your account will be deleted", WillBeDeleted(facts.Until), ChangePassword),
            NoticeKind.AccountDeletePutOff => new("Your account is still going to be deleted", StillDeleted(facts.Until), ChangePassword),
            NoticeKind.AccountDeleteCalledOff => new("Your account will not be deleted",
                "Your account was going to be deleted. That is called off: it stays, with everything in it.", ChangePassword),
            NoticeKind.AccountDeleted => new("Your account was deleted",
                "Your account is deleted, as was asked for from the place below. Its sign-in methods, recovery codes and API keys are " +
                    "gone for good. This is our last e-mail about it.", TellOperator),
        };
    }

    public override string NameOf(ProofKind factor) => factor switch
    {
        ProofKind.Totp => "authenticator app",
        ProofKind.Sms => "text messages",
        ProofKind.Email => "e-mailed codes",
        ProofKind.Passkey => "passkey",
        ProofKind.BackupCode => "recovery codes",
    };

    private string FromOn(DateTimeOffset? from) => from is { } begins ? Instant(begins) : "now";

    private static string BackupCodesLeft(int? left)
    {
        var used = "One of your recovery codes was used. It will not work again.";
        return left switch
        {
            null => used,
            0 => "Your last recovery code was used. Make new ones now.",
            1 => $"{used} You have 1 left: make new ones soon.",
            <= BackupCode.Few => $"{used} You have {left} left: make new ones soon.",
            _ => $"{used} You have {left} left.",
        };
    }

    private string LockEnd(DateTimeOffset? until) => until is { } end && end < DateTimeOffset.MaxValue.AddYears(-1)
        ? $"It takes no more codes until {Instant(end)}; your other methods still work."
        : "It takes no more codes until it is unlocked; your other methods still work.";

    private string WillBeDeleted(DateTimeOffset? at) =>
        $"Somebody who is signed in to your account asked for it to be deleted. It will be gone for good {(at is { } due ? $"on {Instant(due)}" : "soon")}. " +
        "Until then it works as before, and you can call it off on its security page.";

    private string StillDeleted(DateTimeOffset? at) =>
        "Somebody who was signed in asked for your account to be deleted, and the time to call that off has begun anew. It will be gone " +
        $"for good {(at is { } due ? $"on {Instant(due)}" : "soon")}. Until then you can call it off on its security page.";

    private string SetByMail(DateTimeOffset? until) =>
        $"A new password was set for your account by an e-mailed link, and all sessions were ended. Two-factor authentication stays on. " +
        $"Codes and links by e-mail count again {(until is { } end ? $"from {Instant(end)} on, or" : "only")} after another factor was " +
        "used once: your authenticator app, a text message or a recovery code.";

    private string Frozen(DateTimeOffset? until) =>
        $"You said that something on your account was not you. All other sessions were ended, and your password, second factors and API " +
        $"keys cannot be changed until {(until is { } end ? Instant(end) : "further notice")} or until you have reset your password by e-mail and then " +
        $"signed in. Do that next.";

    public override string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Quoted(string name) => $"\"{name}\"";

    private static string With(string? method) => method is null ? "" : $" with {method}";

    private static string To(string? address) => address is null ? "" : $" to {address}";
}
