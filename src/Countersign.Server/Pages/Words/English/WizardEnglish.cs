using Countersign.Core;
using Countersign.Server.Pages.Wizard;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class WizardEnglish(Texts all) : WizardTexts(all)
{
    public override string AddTitle => "Add a method";
    public override string TurnOnTitle => "Turn on two-\u2060factor authentication";
    public override string TitleOf(Method? replaced) =>
        replaced is null ? AddTitle : $"Replace {Called(MethodName.Of(All, replaced))}";
    public override string ReplacingNow(MethodName method) => method.Say(given => $"“{given}”", what => $"Your {Lower(what)}") +
        " keeps working until the new device has proven itself. Then it is removed, and all other sessions end.";
    public override string Later => "Do this later";
    public override string NameOf(WizardStep step) => step switch
    {
        WizardStep.Prove => "Confirm it is you",
        WizardStep.Choose => "Choose",
        WizardStep.SetUp => "Set up",
        WizardStep.Codes => "Recovery codes",
    };

    public override string ProveTitle => "First, confirm it is you";
    public override string ProveFirst(string email) => $"We send a code to your confirmed address {email}.";
    public override string ProveFirstSent(string email) => $"Enter the 6-digit code that we sent to your confirmed address {email}.";
    public override string ProveLater => "Use any method you have, or a recovery code.";

    public override string ChooseTitle => "How do you want to get codes?";
    public override string Recommended => "recommended";
    public override string ChooseApp => "Authenticator app";
    public override string ChooseAppBody => "An app on your phone shows a new code every 30 seconds, even without a network.";
    public override string ChoosePhone => "Text message";
    public override string ChoosePhoneBody =>
        "We send a code to your phone. Anybody who takes over your number gets your codes, so an app is safer.";
    public override string ChoosePasskey => "Passkey";
    public override string ChoosePasskeyBody =>
        "Your fingerprint, face or PIN on this device, or a security key. No codes to type, and no false site can use it.";
    public override string PasskeyTitle => "Make a passkey";
    public override string PasskeyBody =>
        "Your browser asks where to keep it: on this device, on your phone, with your password manager, or on a security key.";
    public override string MakePasskey => "Make a passkey";
    public override string LabelExamplePasskey => "Where it is kept, like “laptop” or “blue key”.";
    public override string ChooseOther => "Choose something else";

    public override string AppTitle => "Set up your authenticator app";
    public override string AppScan => "Open your authenticator app, add an account, and scan this code.";
    public override string AppNone => "No such app yet? Any “authenticator” from your phone's app store will do.";
    public override string QrLabel => "QR code for your authenticator app";
    public override string AppOpenHere => "Open the app on this device";
    public override string AppByHand => "Cannot scan? Enter the key by hand";
    public override string CopyKey => "Copy key";
    public override string Issuer => "Service";
    public override string AccountName => "Account";
    public override string Digits => "Digits";
    public override string Period => "Interval";
    public override string PeriodValue => "30 seconds";
    public override string AppCode => "6-digit code that the app shows now";
    public override string AppCodeWrong =>
        "That is not the code the app should show now. Check that the phone's clock is right, and try the next one.";
    public override string LabelOptional => "Name (optional)";
    public override string LabelExampleApp => "What you call this device, like “Pixel” or “work phone”.";
    public override string LabelExamplePhone => "What you call this number, like “private” or “work”.";
    public override string Activate => "Activate";

    public override string PhoneTitle => "Set up text messages";
    public override string PhoneRisk => "Text messages can be read by whoever takes over your number. An app is safer.";
    public override string Country => "Country";
    public override string PhoneNumber => "Phone number";
    public override string PhoneExampleOf(string number) => $"For example {number}";
    public override string PhoneShort => "Too short for this country";
    public override string PhoneLong => "Too long for this country";
    public override string SendCode => "Send a code";
    public override string PhoneCodeTitle => "Enter the code";
    public override string PhoneCodeLead(string number) => $"Enter the 6-digit code from our text message to {number}.";
    public override string OtherNumber => "Use another number";

    /// <summary>A method in the middle of a sentence.</summary>
    internal static string Called(MethodName method) => method.Say(given => $"“{given}”", what => $"your {Lower(what)}");

    internal static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    public override string DoneBody => "From now on a sign-in needs a code besides your password.";
    public override string AddSecond => "Add a second method";
}
