namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class PromptEnglish(Texts all) : PromptTexts(all)
{
    public override string PromptTitle => "Confirm it is you";
    public override string ProveAgainTitle => "A code once more";
    public override string ProveAgainLead =>
        "These pages show other people's accounts, and your last code is a while ago. After this you go on where you were going.";
    public override string ProvePasskeyTitle => "Your passkey";
    public override string ProvePasskeyLead =>
        "Where you are going a code is not enough, since a false page could ask for it and pass it on. After this you go on there.";
    public override string AnotherPasskeyTitle => "Not at hand here?";
    public override string AnotherPasskeyLead =>
        "Go on with a device and a browser that have a passkey of yours, or add one for this device. That takes a code, or another way of " +
        "yours.";
    public override string CodeFromApp(MethodName app) => $"Enter the 6-digit code from {WizardEnglish.Called(app)}.";
    public override string CodeFromText(string lastFour) => $"Enter the 6-digit code from the text message to •••• {lastFour}.";
    public override string CodeFromCall(string lastFour) => $"Enter the 6-digit code from the call to •••• {lastFour}.";
    public override string CodeFromMail(string address) => $"Enter the 6-digit code from the e-mail to {address}.";
    public override string CodeFromList => "Enter one of your recovery codes, twelve letters and digits. Each works once.";
    public override string CodeLives(TimeSpan life) => $"It works for {All.Times.Lasting(life)} at most.";
    public override string Code => "Code";
    public override string RecoveryCode => "Recovery code";
    public override string Verify => "Verify";
    public override string RememberBrowser => "Remember this browser for 30 days";
    public override string RememberHint => "Not on a computer that others use.";
    public override string OtherWays => "Try another way";
    public override string OtherAccount => "Sign in as somebody else";

    public override string WayApp(MethodName app) => $"Code from {WizardEnglish.Called(app)}";
    public override string WayText(MethodName? phone, string lastFour) =>
        phone is { IsGiven: true } ? $"Text message to “{phone.Text}”, •••• {lastFour}" : $"Text message to •••• {lastFour}";
    public override string WayMail(string address) => $"E-mail to {address}";
    public override string WayPasskey => "Passkey or security key";
    public override string PasskeyLead => "Use a passkey: your device asks for your fingerprint, face or PIN, or for your security key.";
    public override string UsePasskey => "Use a passkey";
    public override string PasskeyNeedsScript => "A passkey needs JavaScript, which is off in your browser. Choose another way.";
    public override string PasskeyCannot => "This browser cannot use passkeys. Choose another way.";
    public override string PasskeyStopped => "The browser got no answer of a passkey. Try again, or choose another way.";
    public override string WayRecovery(int left) => left == 1
        ? "Recovery code (1 left)"
        : $"Recovery code ({left} left)";
    public override string WayLocked(DateTimeOffset until) => until > Present.AddYears(1)
        ? "locked until an operator opens it"
        : $"locked for {Until(until)}";

    public override string SendLead => "You get a code that works for a few minutes.";
    public override string SendText(string lastFour) => $"Send a text message to •••• {lastFour}";
    public override string SendMail(string address) => $"Send an e-mail to {address}";
    public override string SendCodeAgain => "Send the code again";
    public override string ResendIn(int seconds) => $"You can have it sent again in {Seconds(seconds)}.";
    public override string ResendInScript => "You can have it sent again in {0} s.";
    public override string CodesLeft(int left) => left switch
    {
        0 => "That was your last recovery code.",
        1 => "You have 1 recovery code left.",
        _ => $"You have {left} recovery codes left.",
    };
    public override string MakeNewCodes => "Make new recovery codes";

    public override string LockedLead(DateTimeOffset until) => until > Present.AddYears(1)
        ? "There were too many wrong codes. This way stays locked until an operator opens it."
        : $"There were too many wrong codes. Try again in {Until(until)}.";
    public override string LockedStillOpen => "These ways still work:";
    public override string LockedNothingOpen => "No other way is open now. If you cannot wait, ask the people who run this service.";
    public override string NoWay => "None of your ways to confirm it's you is accepted any more. Ask the people who run this service.";
    public override string BudgetHint => "Setting a new password by e-mail opens it at once.";
    public override string MailWaits(DateTimeOffset until) => until > Present.AddYears(1)
        ? "Your password was set by e-mail, and somebody said that it wasn't you. Codes by e-mail count again once you have used another way."
        : $"Your password was set by e-mail, so codes by e-mail don't count for another {Until(until)}. They count at once after you have " +
            "used another way.";
}
