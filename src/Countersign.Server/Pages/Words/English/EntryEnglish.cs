namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class EntryEnglish(Texts all) : EntryTexts(all)
{
    public override string SignInTitle => "Sign in";
    public override string Name => "E-mail address or user name";
    public override string Password => "Password";
    public override string ForgotLink => "Forgot your password?";
    public override string SignInByPasskey => "Sign in with a passkey";
    public override string NoAccountYet => "No account yet?";
    public override string SignUpLink => "Create one";

    public override string Phone => "Phone";

    public override string SignUpTitle => "Create an account";
    public override string SignUpLead => "An address, a name and a password. Then we send you an e-mail to confirm the address.";
    public override string SignUpClosedBody => "Accounts are created by the people who run this service. Ask them for one.";
    public override string Email => "E-mail address";
    public override string Username => "User name";
    public override string UsernameHint => "1 to 40 letters, digits, dots, dashes or underscores.";
    public override string NewPassword => "New password";
    public override string PasswordHint => "At least 8 characters. A few unrelated words make a good one.";
    public override string CreateAccount => "Create account";
    public override string HaveAccount => "Already have an account?";

    public override string ConfirmFirst => "If you have just signed up, first open the link in our e-mail.";
    public override string SentTitle => "Check your e-mail";
    public override string SentBody(string email) =>
        $"We sent an e-mail with a link to {email}. Open the link to confirm the address, then sign in. It works for 15 minutes.";
    public override string SentBodyWithCode(string email) =>
        $"We sent an e-mail with a link and a code to {email}. Open the link, or enter the code here. Both work for 15 minutes.";
    public override string SendVerifyLead => "Tell us the address, and we send you a new link.";
    public override string SentNothing => "Nothing there? Look in the spam folder, or have it sent again.";
    public override string SendAgain => "Send it again";
    public override string MailedCode => "Code from the e-mail";
    public override string ConfirmAddress => "Confirm address";
    public override string VerifyTitle => "Confirm your address";
    public override string VerifyBody(string email) => $"One click, and {email} is confirmed.";
    public override string VerifySignUp(string email, string username) =>
        $"One click, and {email} is confirmed: the account with the user name {username} and the password chosen at that sign-up is yours. " +
        $"Did you choose another " +
        $"name, or not sign up at all? Then close this page: somebody else gave your address.";

    public override string ForgotTitle => "Forgot your password?";
    public override string ForgotLead => "Tell us your address, and we send you a link to choose a new one.";
    public override string SendLink => "Send the link";
    public override string ForgotSent =>
        "If there is an account with that address, an e-mail with a link is on its way. The link works for 15 minutes, and once.";
    public override string ForgotNothing =>
        "Nothing there after a few minutes? Look in the spam folder, or ask again: with the address that your account has.";
    public override string AskAgain => "Ask again";
    public override string BackToSignIn => "Back to sign-in";

    public override string ResetTitle => "Choose a new password";
    public override string ResetLead(string email) =>
        $"For the account of {email}. All its sessions end. Where two-factor authentication is on, it stays on: you need it to sign in " +
        $"afterwards, as always.";
    public override string SetPassword => "Set the new password";
    public override string KeepTitle => "You know your password?";
    public override string KeepLead =>
        "Did a sign-in from here have to wait because too many others were tried? Then keep your password, and sign in with it from here.";
    public override string KeepPress => "Keep my password";
    public override string KeptTooOften =>
        "Too many places were let in by such a link lately. Set a new password instead: that lets you in from anywhere.";
    public override string TriedByOthers =>
        "Was it somebody else who tried? Ask for a link by e-mail; it lets you sign in from here with the password that you have.";
    public override string DisableTitle => "Turn two-factor authentication off?";
    public override string DisableLead =>
        "Your account will then be protected by its password alone. All sign-in methods, recovery codes and sessions will be gone.";
    public override string DisablePress => "Turn it off";
    public override string DisableNotYou => "Did you not ask for this? Close this page, and change your password: somebody knows it.";
    public override string ConfirmFactorTitle => "Confirm your second factor";
    public override string ConfirmFactorLead =>
        "A second factor was set up for your account with its password. Confirm that it was you, and it counts from now on.";
    public override string ConfirmFactorPress => "Yes, it was me";
    public override string ConfirmFactorNotYou => "If it wasn't you, close this page and change your password: somebody knows it.";
    public override string ConfirmFactorOver => "It was used already, or it is too old. Sign in, or set up your second factor again.";
    public override string ConfirmFactorWhy(string email) =>
        $"Your second factor was set up with your password alone. Before you administer anything, show that the mailbox {email} is " +
        "yours: we send a link there.";
    public override string NotMeTitle => "This wasn't you?";
    public override string NotMeLead =>
        "Stop it here: everybody is signed out, your password opens nothing any more, nobody can change your second factors or your API " +
        "keys for up to a week, and where you have a second factor, e-mail alone opens nothing. If somebody wants your account deleted, it " +
        "stays. Then set a new password by e-mail. Your authenticator app, your phone and your recovery codes still work.";
    public override string NotMeFactorLead =>
        "Stop it here: everybody is signed out, and nobody can change your password, your second factors or your API keys for a week. If " +
        "somebody wants your account deleted, it stays. Then set a new password by e-mail: whoever set up the second factor cannot sign " +
        "in any more, and you can after a wait, by a code by e-mail.";
    public override string NotMeWaitLead =>
        "A new password was set by e-mail. Press the button, and codes and links by e-mail have to wait from now on again before they open " +
        "anything. Nothing else is stopped. If the account is yours, set a new password by e-mail, too.";
    public override string NotMePress => "This wasn't me: stop it";
    public override string NotMeWasYou => "If it was you, close this page. Nothing happens.";
    public override string NotMeOverBody =>
        "It was used already, or it is older than a week. If something happens on your account that isn't you, set a new password.";
    public override string LinkOverTitle => "This link does not work any more";
    public override string LinkOverBody => "Links work for 15 minutes, and once. Ask for a new one.";
}
