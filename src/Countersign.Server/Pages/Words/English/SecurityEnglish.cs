using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class SecurityEnglish(Texts all) : SecurityTexts(all)
{
    public override string SecurityTitle => "Security";
    public override string StateOn => "Two-factor authentication is on";
    public override string StateOff => "Two-factor authentication is off";
    public override string StateOnBody(int methods, int codes) => methods == 0
        ? "A sign-in needs a code by text message besides the password."
        : $"A sign-in needs a code besides the password. You have {(methods == 1 ? "one method" : $"{methods} methods")} and " +
            $"{(codes == 0 ? "no" : "your")} recovery codes.";
    public override string StateOffBody => "Whoever knows your password can sign in as you. Turning it on takes about two minutes.";
    public override string TurnOn => "Turn it on";
    public override string GoOnTurningOn => "Go on where you were";
    public override string SecondMethodNudge => "Add a second method, so that a lost phone does not lock you out.";
    public override string NextStepTitle => "Your next step";
    public override string Advice(NextStep step) => step switch
    {
        NextStep.NewCodes => "Make new recovery codes before they run out: they are the way in when your phone is lost.",
        NextStep.SecondMethod => SecondMethodNudge,
        NextStep.CheckCodes => "Do you still have your recovery codes? Check one without using it up.",
        NextStep.UnusedKey => "An API key was not used for a year. If you do not need it any more, delete it.",
        NextStep.OldSession => "You are signed in somewhere that you have not used for a week. If you do not need it, end it.",
    };
    public override string ButtonOf(NextStep step) => step switch
    {
        NextStep.NewCodes => All.Prompt.MakeNewCodes,
        NextStep.SecondMethod => All.Wizard.AddSecond,
        NextStep.CheckCodes => "Check a code",
        NextStep.UnusedKey => "Look at the keys",
        NextStep.OldSession => "Look at the sessions",
    };
    public override string AddressUnconfirmed(string email) =>
        $"Your address {email} is not confirmed yet. Two-factor authentication can be turned on after that.";
    public override string MailBounced(string email, DateTimeOffset at) =>
        $"An e-mail to your address {email} came back on {Instant(at)}: codes, links and news may not reach you there. See to your mailbox, " +
        "then have an e-mail sent to it; with its code the address is confirmed again.";
    public override string ConfirmAgain => "Send me an e-mail";
    public override string LegacyBanner =>
        "Your two-factor authentication comes from an older system. Make recovery codes once, and your phone becomes a method like any " +
        "other.";
    public override string FrozenBanner(DateTimeOffset until) =>
        $"You said that something was not you: your password, second factors and API keys cannot be changed until {Instant(until)}, " +
        $"or until you reset your password by e-mail.";
    public override string SpentBanner(DateTimeOffset until) =>
        $"There were too many wrong codes. For {Until(until)} only recovery codes are taken.";
    public override string FrozenWhatNow => "What to do now";

    public override string RemindersTitle => "Reminders by e-mail";
    public override string RemindersAreOn => "You are reminded when few recovery codes are left, and told when 2FA will not be required after all.";
    public override string RemindersAreOff => "Reminders are off. E-mails about the safety of your account come in any case.";
    public override string RemindersTurnOff => "Turn off";
    public override string RemindersTurnOn => "Turn on";
    public override string MethodsTitle => "Your methods";
    public override string AddMethod => "Add a method";
    public override string Primary => "asked first";
    public override string PasskeySynced => "Synced between your devices";
    public override string PasskeyBound => "Bound to one device";
    public override string PasskeyElsewhere(string site) => $"Made for {site}: it cannot be used at this address";
    public override string KindOf(Method method) => method.Kind switch
    {
        MethodKind.Totp => "Authenticator app",
        MethodKind.Sms => $"Text messages to •••• {method.Phone!.LastFour}",
        MethodKind.Passkey => "Passkey",
        MethodKind.Email => "Codes by e-mail",
    };
    public override string Added => "Added";
    public override string LastUsed => "last used";
    public override string Change => "Change";
    public override string Label => "Name";
    public override string Rename => "Rename";
    public override string MakePrimary => "Ask for this first";
    public override string Replace => "Replace this device";
    public override string Remove => "Remove";
    public override string RemoveEllipsis => "Remove …";
    public override string RemoveTitle(MethodName method) => $"Remove {WizardEnglish.Called(method)}";
    public override string RemoveLead => "It can no longer be used to sign in. All other sessions end.";
    public override string RemoveLastLead =>
        "This is your last method. Removing it turns two-factor authentication off and voids your recovery codes.";

    public override string SignInAs(string username, string address) => $"You sign in as {username} or as {address}.";
    public override string ChangePassword => "Change password";
    public override string ChangePasswordLead => "All your other sessions end.";
    public override string OldPassword => "Current password";
    public override string WrongOldPassword => "That is not your current password.";

    public override string SessionsTitle => "Where you are signed in";
    public override string SignOutElsewhere => "Sign out everywhere else";
    public override string ThisSession => "this one";
    public override string SignedIn => "signed in";
    public override string LastSeen => "last seen";
    public override string EndSession => "End";
    public override string BrowsersTitle => "Remembered browsers";
    public override string NoBrowsers => "None. Every sign-in asks for a code.";
    public override string RememberedUntil => "remembered until";
    public override string Forget => "Forget";

    public override string DeviceOf(Session session) => session.Kind switch
    {
        SessionKind.Browser => BrowserOf(session.UserAgent),
        SessionKind.Bearer => "Command line or program",
        SessionKind.Token => "Access token of a program",
    };

    public override string BrowserOf(string userAgent) => (UserAgents.Browser(userAgent), UserAgents.System(userAgent)) switch
    {
        (null, null) => "Unknown browser",
        ({ } browser, null) => browser,
        (null, { } system) => $"Browser on {system}",
        ({ } browser, { } system) => $"{browser} on {system}",
    };
}
