
namespace Countersign.Server.Pages;

/// <summary>What the pages say to somebody who is not signed in yet.</summary>
public sealed partial class Texts
{
    public string SignInTitle => Say("Sign in", "Anmelden");
    public string Name => Say("E-mail address or user name", "E-Mail-Adresse oder Benutzername");
    public string Password => Say("Password", "Passwort");
    public string ForgotLink => Say("Forgot your password?", "Passwort vergessen?");
    public string NoAccountYet => Say("No account yet?", "Noch kein Konto?");
    public string SignUpLink => Say("Create one", "Konto anlegen");

    public string Phone => Say("Phone", "Telefon");

    public string SignUpTitle => Say("Create an account", "Konto anlegen");
    public string SignUpLead => Say("An address, a name and a password. Then we send you a mail to confirm the address.", "Adresse, Name und Passwort. Danach bestätigen Sie die Adresse über eine E-Mail von uns.");
    public string SignUpClosedBody => Say("Accounts are made by the people who run this service. Ask them for one.", "Konten legen hier die Betreiber an. Bitten Sie sie um eines.");
    public string Email => Say("E-mail address", "E-Mail-Adresse");
    public string Username => Say("User name", "Benutzername");
    public string UsernameHint => Say("3 to 40 letters, digits, dots, dashes or underscores.", "3 bis 40 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche.");
    public string NewPassword => Say("New password", "Neues Passwort");
    public string PasswordHint => Say("At least 8 characters. A few unrelated words make a good one.", "Mindestens 8 Zeichen. Ein paar Wörter ohne Zusammenhang sind gut.");
    public string CreateAccount => Say("Create account", "Konto anlegen");
    public string HaveAccount => Say("Already have an account?", "Schon ein Konto?");

    public string SentTitle => Say("Look at your mail", "Sehen Sie in Ihre E-Mails");
    public string SentBody(string email) => Say(
        $"We sent a mail with a link to {email}. Open the link to confirm the address. It works for 15 minutes.",
        $"Wir haben eine E-Mail mit einem Link an {email} geschickt. Öffnen Sie den Link, um die Adresse zu bestätigen. Er gilt 15 Minuten.");
    public string SentBodyWithCode(string email) => Say(
        $"We sent a mail with a link and a code to {email}. Open the link, or enter the code here. Both work for 15 minutes.",
        $"Wir haben eine E-Mail mit einem Link und einem Code an {email} geschickt. Öffnen Sie den Link oder geben Sie den Code hier ein. Beides gilt 15 Minuten.");
    public string SendVerifyLead => Say("Tell us the address, and we send you a new link.", "Nennen Sie die Adresse, und wir schicken Ihnen einen neuen Link.");
    public string SentNothing => Say("Nothing there? Look into the spam folder, or have it sent again.", "Nichts da? Sehen Sie im Spam-Ordner nach oder lassen Sie sie erneut schicken.");
    public string SendAgain => Say("Send it again", "Erneut schicken");
    public string MailedCode => Say("Code from the mail", "Code aus der E-Mail");
    public string ConfirmAddress => Say("Confirm address", "Adresse bestätigen");
    public string VerifyTitle => Say("Confirm your address", "Adresse bestätigen");
    public string VerifyBody => Say("One click, and the address is confirmed.", "Ein Klick, und die Adresse ist bestätigt.");

    public string ForgotTitle => Say("Forgot your password?", "Passwort vergessen?");
    public string ForgotLead => Say("Tell us your address, and we send you a link to choose a new one.", "Nennen Sie Ihre Adresse, und wir schicken Ihnen einen Link, um ein neues zu wählen.");
    public string SendLink => Say("Send the link", "Link schicken");
    public string ForgotSent => Say(
        "If there is an account with that address, a mail with a link is on its way. The link works for 15 minutes, and once.",
        "Wenn es zu dieser Adresse ein Konto gibt, ist eine E-Mail mit einem Link unterwegs. Der Link gilt 15 Minuten, und einmal.");
    public string ForgotNothing => Say(
        "Nothing there after a few minutes? Look into the spam folder, or ask again: with the address that your account has.",
        "Nach ein paar Minuten noch nichts da? Sehen Sie im Spam-Ordner nach oder fragen Sie noch einmal: mit der Adresse Ihres Kontos.");
    public string AskAgain => Say("Ask again", "Noch einmal fragen");
    public string BackToSignIn => Say("Back to sign-in", "Zurück zur Anmeldung");

    public string ResetTitle => Say("Choose a new password", "Neues Passwort wählen");
    public string ResetLead(string email) => Say(
        $"For the account of {email}. All its sessions end. Two-factor authentication stays on: you need it to sign in afterwards, as always.",
        $"Für das Konto von {email}. Alle seine Sitzungen enden. Die Zwei-Faktor-Anmeldung bleibt an: Sie brauchen sie danach wie immer zum Anmelden.");
    public string SetPassword => Say("Set the new password", "Neues Passwort setzen");
    public string DisableTitle => Say("Turn two-factor authentication off?", "Zwei-Faktor-Anmeldung ausschalten?");
    public string DisableLead => Say(
        "Your account will then be protected by its password alone. All sign-in methods, recovery codes and sessions will be gone.",
        "Ihr Konto ist dann nur noch durch sein Passwort geschützt. Alle Anmeldemethoden, Wiederherstellungscodes und Sitzungen werden gelöscht.");
    public string DisablePress => Say("Turn it off", "Ausschalten");
    public string DisableNotYou => Say(
        "Did you not ask for this? Close this page, and change your password: somebody knows it.",
        "Sie haben das nicht verlangt? Schließen Sie diese Seite und ändern Sie Ihr Passwort: Jemand kennt es.");
    public string LinkOverTitle => Say("This link does not work any more", "Dieser Link gilt nicht mehr");
    public string LinkOverBody => Say("Links work for 15 minutes, and once. Ask for a new one.", "Links gelten 15 Minuten, und einmal. Fordern Sie einen neuen an.");
}
