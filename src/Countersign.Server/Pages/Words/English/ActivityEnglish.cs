using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class ActivityEnglish(Texts all) : ActivityTexts(all)
{
    public override string ActivityLead => "What happened on your account, newest first.";
    public override string ActivityEmpty => "Nothing yet.";
    public override string ByApiKey => "by an API key";
    public override string Alarming => "look at this";
    public override string NotMe => "This wasn't me";
    public override string FreezeTitle => "Stop whoever it was";
    public override string FreezeLead =>
        "All other sessions end at once, remembered browsers are forgotten, and for seven days nobody can change the " +
        "password, a second factor or an API key. You can still sign in. Resetting your password by e-mail lifts it.";
    public override string FreezeButton => "Stop it now";
    public override string FreezeAfter => "After that";
    public override string TodoPassword => "Set a new password by e-mail:";
    public override string TodoMethods => "Look at your methods and remove what is not yours:";
    public override string TodoKeys => "Delete API keys you do not know:";
    public override string TodoMailbox => "Make sure that nobody else reads your e-mail.";

    public override string Of(StoredAuditEntry entry) => Words.To<AuditEvent>(entry.Event) switch
    {
        AuditEvent.AuthnLoginSuccess when entry.Ended(AuditOutcome.RememberedBrowser) => "Signed in with a remembered browser",
        AuditEvent.AuthnLoginSuccess when entry.Ended(AuditOutcome.AllowedAtPage) =>
            "A command line signed in that was allowed in a browser",
        AuditEvent.AuthnLoginSuccess => $"Signed in{With(entry)}",
        AuditEvent.AuthnLoginFail when entry.Ended(AuditOutcome.Busy) => "Nobody looked at a sign-in: the server was busy",
        AuditEvent.AuthnLoginFail when entry.Ended(AuditOutcome.TurnedAway) => "Tries turned away after too many wrong passwords",
        AuditEvent.AuthnLoginFail when entry.Ended(AuditOutcome.WrongPassword) => "Wrong password",
        AuditEvent.AuthnLoginFail => $"A code was refused{With(entry)}",
        AuditEvent.AuthnLoginLock => $"Locked after too many wrong codes{With(entry)}",
        AuditEvent.AuthnPasswordAccepted => "Right password; a code was asked for",
        AuditEvent.AuthnPasswordChange when entry.Ended(AuditOutcome.ResetByMail) => "Password reset by e-mail",
        AuditEvent.AuthnPasswordChange => "Password changed",
        AuditEvent.PlaceVouchedFor => "Sign-ins let through from a place, by a link in an e-mail",
        AuditEvent.AuthnTokenCreated when entry.Credential == Credential.PasswordAlone.Word => $"Access token given{With(entry)}",
        AuditEvent.AuthnTokenCreated => "API key made or replaced",
        AuditEvent.AuthnTokenRevoked => "API key or access token revoked",
        AuditEvent.AuthnTokenReuse when entry.Ended(AuditOutcome.BrowserToken) => "A copy of a remembered browser came; it was refused",
        AuditEvent.AuthnTokenReuse when entry.Ended(AuditOutcome.AppToken) =>
            "An application used twice what is good once; all that it was given then has ended",
        AuditEvent.AuthnTokenReuse => "A code was offered twice; the second was refused",
        AuditEvent.SessionRenewed => "Session renewed",
        AuditEvent.SessionEnded when entry.Ended(AuditOutcome.AllOthers) => "Signed out everywhere else",
        AuditEvent.SessionEnded => "Session ended",
        AuditEvent.UserCreated when !entry.Ended(AuditOutcome.Success) => "Somebody tried to sign up with your address",
        AuditEvent.UserCreated => "Account created",
        AuditEvent.UserUpdated => "Account changed",
        AuditEvent.UserDeleted => "Account deleted",
        AuditEvent.EmailVerified => "E-mail address confirmed",
        AuditEvent.PasswordResetAsked => "A link to reset the password was e-mailed",
        AuditEvent.ProgramAllowed => "A command line was allowed to sign in",
        AuditEvent.BrowserRemembered => "Browser remembered",
        AuditEvent.BrowserForgotten => "Remembered browser forgotten",
        AuditEvent.ChangesFrozen => "Second factors frozen: “this wasn't me”",
        AuditEvent.BackupCodeChecked => "Recovery code checked",
        AuditEvent.CodeSent => $"A code was sent{With(entry)}",
        AuditEvent.MethodAuthorized => $"Adding a method was allowed{With(entry)}",
        AuditEvent.MethodSetUp => "Setting up an app was begun",
        AuditEvent.MethodAdded => $"Method added: {KindOf(entry)}",
        AuditEvent.MethodUpdated => "Method renamed or asked for first",
        AuditEvent.MethodRemoved => "Method removed",
        AuditEvent.SecondFactorVerified => $"A code was checked{With(entry)}",
        AuditEvent.SecondFactorDisableAsked => "A link to turn two-factor authentication off was e-mailed",
        AuditEvent.SecondFactorDisabled => "Two-factor authentication turned off",
        AuditEvent.BackupCodesRegenerated => "New recovery codes made",
        AuditEvent.AdminUnlocked => "Unlocked by the people who run this service",
        AuditEvent.AdminReset => "Second factors reset by the people who run this service",
        AuditEvent.AdminDisabled => "Account disabled by the people who run this service",
        AuditEvent.AdminEnabled => "Account enabled by the people who run this service",
        AuditEvent.AdminGranted => "Made an admin by the people who run this service",
        AuditEvent.AdminRevoked => "Admin rights taken away by the people who run this service",
        AuditEvent.AdminActed => All.Accounts.ActOf(entry),
        AuditEvent.RequirementOrdered => "You required two-factor authentication from everybody",
        AuditEvent.RequirementCalledOff => "You called the required two-factor authentication off",
        AuditEvent.PhoneRangeAllowed => "You allowed a range of phone numbers",
        AuditEvent.PhoneRangeEnded => "You allowed a range of phone numbers no longer",
        AuditEvent.BudgetLifted => "You emptied a budget of messages",
        AuditEvent.AppEntered => "You signed in to an application",
        AuditEvent.AppAllowed => "You allowed an application to learn about you",
        AuditEvent.AppLeft => "You signed out of an application",
        AuditEvent.AppAdded => "You added an application",
        AuditEvent.AppRemoved => "You removed an application",
        AuditEvent.AppChanged => "You changed an application",
        AuditEvent.AppRotated => "You gave an application a new secret",
        AuditEvent.HookAdded => "You added a webhook",
        AuditEvent.HookRemoved => "You removed a webhook",
        AuditEvent.HookRotated => "You gave a webhook a new secret",
        AuditEvent.HookTested => "You sent a test to a webhook",
        AuditEvent.HookReplayed => "You sent an event to a webhook once more",
        AuditEvent.HookEnabled => "You let a webhook be told again",
        AuditEvent.HookDisabled => "A webhook failed for so long that nothing is sent to it any more",
        AuditEvent.AccountExported => "A copy of the account's data was made",
        AuditEvent.AccountDeleteAsked => "Deletion of the account was asked for",
        AuditEvent.MailWaitBegunAnew => "The wait after a password by e-mail began anew: “this wasn't me”",
        AuditEvent.AccountDeleteCalledOff => "Deletion of the account was called off",
        AuditEvent.AuthnTokenUsed => "An API key was used, or a session from another place than it began at",
        AuditEvent.AuthnTokenRefused when entry.AccountId > 0 => "A key or a session that has ended was refused",
        AuditEvent.AuthzFail => "Something was refused that the key or the session isn't enough for",
        AuditEvent.KeyRotated or AuditEvent.KeyRetired or AuditEvent.DatabaseRestored or AuditEvent.BackupTaken
            or AuditEvent.AuthnTokenRefused =>
            "Maintenance by the people who run this service",
    };

    protected override string Replaced(StoredAuditEntry added) => $"Method replaced: {KindOf(added)}";

    protected override string KindOf(StoredAuditEntry entry) => entry.Factor is null ? "" : Words.To<ProofKind>(entry.Factor) switch
    {
        ProofKind.Totp => "authenticator app",
        ProofKind.Sms => "text message",
        ProofKind.Email => "e-mail",
        ProofKind.Passkey => "passkey",
        ProofKind.BackupCode => "recovery code",
    };
}
