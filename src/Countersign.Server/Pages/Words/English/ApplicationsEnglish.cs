using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class ApplicationsEnglish(Texts all) : ApplicationsTexts(all)
{
    public override string TroubleTitle => "This application asked in a wrong way";
    public override string TroubleBody =>
        "It could not be answered, and nobody was signed in anywhere. Whoever runs the application needs to know what stands " +
        "below.";
    public override string AddFactorLead => "Your account has only a password. Turn on two-factor authentication, and go on from there.";
    public override string AddFactor => "Turn it on";
    public override string AddPasskeyLead =>
        "A code is not enough there: a false page could ask for it, and pass it on. Your account has no passkey for this site yet. Add " +
        "one (choose “Passkey” on the way), and go on from there.";
    public override string AddPasskey => "Add a passkey";
    public override string Again => "Sign in again";
    public override string SignOutTitle => "Sign out?";
    public override string SignOutLead =>
        "An application wants you to sign out here. Other applications may need you to sign in again then.";
    public override string SignOut => "Sign out";
    public override string StaySignedIn => "Stay signed in";
    public override string LearnsNumber => "that you are you: the number of your account, and how you signed in";
    public override string LearnsProfile => "your name, user name and language";
    public override string LearnsEmail => "your e-mail address";
    public override string LearnsOffline => "all of this also while you are not there, for up to 30 days";
    public override string Allow => "Allow";
    public override string Refuse => "Refuse";
    public override string GoOn => "Continue to the application";
    public override string OverTitle => "This way is used up";
    public override string OverLead =>
        "It led to the application once, within a minute, and in the browser in which you set out. Go on, and you get a new one.";
    public override string LeaveAll => "Sign out here as well";
    public override string SentTitle => "Sign in first";
    public override string SentLead =>
        "What you sent has not arrived, and is not lost: sign in in another tab, come back to this one, and load it again. Your browser " +
        "asks whether to send it once more.";
    public override string SentLink => "Sign in in another tab";

    public override string AddFactorTitle(App app) => $"{app.Said.Title} asks for a second factor";

    public override string AddPasskeyTitle(App app) => $"{app.Said.Title} asks for a passkey";

    public override string AgainTitle(App app) => $"{app.Said.Title} asks you to sign in again";

    public override string AgainLead(Account account) =>
        $"You are signed in as {account.Username}. That session ends first, and with it what applications were given in it.";

    public override string ConsentTitle(App app) => $"{app.Said.Title} wants to know who you are";

    public override string ConsentLead(Account account) => $"You are signed in as {account.Username}. It would learn:";

    public override string GoOnTo(App app) => $"To go on to {app.Said.Title}.";

    public override string LeaveTitle(App app) => $"Sign out of {app.Said.Title}?";

    public override string LeftTitle(App app) => $"You are signed out of {app.Said.Title}";

    public override string LeftLead(Account account) =>
        $"Here you are still signed in as {account.Username}: whoever uses this browser gets in there again without a password.";

    public override string BackTo(App app) => $"Back to {app.Said.Title}";
}
