using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <summary>The audit log in plain language.</summary>
public sealed partial class Texts
{
    public string ActivityLead => Say("What happened on your account, newest first.", "Was auf Ihrem Konto geschah, das Neueste zuerst.");
    public string ActivityEmpty => Say("Nothing yet.", "Noch nichts.");
    public string ByApiKey => Say("by an API key", "mit einem API-Schlüssel");
    public string Alarming => Say("look at this", "bitte ansehen");
    public string NotMe => Say("This wasn't me", "Das war ich nicht");
    public string FreezeTitle => Say("Stop whoever it was", "Wer es auch war: anhalten");
    public string FreezeLead => Say(
        "All other sessions end at once, remembered browsers are forgotten, and for seven days nobody can add, remove or replace a second factor. You can still sign in. Resetting your password by mail lifts it.",
        "Alle anderen Sitzungen enden sofort, gemerkte Browser sind vergessen, und sieben Tage lang kann niemand einen zweiten Faktor hinzufügen, entfernen oder ersetzen. Sie selbst können sich weiter anmelden. Ein neues Passwort per E-Mail hebt es auf.");
    public string FreezeButton => Say("Stop it now", "Jetzt anhalten");
    public string FreezeAfter => Say("After that", "Danach");
    public string TodoPassword => Say("Set a new password by mail:", "Setzen Sie per E-Mail ein neues Passwort:");
    public string TodoMethods => Say("Look at your methods and remove what is not yours:", "Sehen Sie Ihre Methoden durch und entfernen Sie, was nicht Ihres ist:");
    public string TodoKeys => Say("Delete API keys you do not know:", "Löschen Sie API-Schlüssel, die Sie nicht kennen:");
    public string TodoMailbox => Say("Make sure that nobody else reads your mail.", "Stellen Sie sicher, dass niemand sonst Ihre E-Mails liest.");

    /// <summary>One thing that happened.</summary>
    public string Of(StoredAuditEntry entry) => Words.To<AuditEvent>(entry.Event) switch
    {
        AuditEvent.AuthnLoginSuccess when entry.Ended(AuditOutcome.RememberedBrowser) => Say("Signed in with a remembered browser", "Angemeldet mit einem gemerkten Browser"),
        AuditEvent.AuthnLoginSuccess => Say($"Signed in{With(entry)}", $"Angemeldet{With(entry)}"),
        AuditEvent.AuthnLoginFail when entry.Ended(AuditOutcome.WrongPassword) => Say("Wrong password", "Falsches Passwort"),
        AuditEvent.AuthnLoginFail => Say($"A code was refused{With(entry)}", $"Ein Code wurde abgelehnt{With(entry)}"),
        AuditEvent.AuthnLoginLock => Say($"Locked after too many wrong codes{With(entry)}", $"Gesperrt nach zu vielen falschen Codes{With(entry)}"),
        AuditEvent.AuthnPasswordAccepted => Say("Right password; a code was asked for", "Richtiges Passwort; nach einem Code gefragt"),
        AuditEvent.AuthnPasswordChange when entry.Ended(AuditOutcome.ResetByMail) => Say("Password reset by mail", "Passwort per E-Mail zurückgesetzt"),
        AuditEvent.AuthnPasswordChange => Say("Password changed", "Passwort geändert"),
        AuditEvent.AuthnTokenCreated when entry.Credential == Credential.PasswordAlone.Word => Say($"Access token given{With(entry)}", $"Zugriffstoken ausgegeben{With(entry)}"),
        AuditEvent.AuthnTokenCreated => Say("API key made or replaced", "API-Schlüssel erzeugt oder ersetzt"),
        AuditEvent.AuthnTokenRevoked => Say("API key or access token revoked", "API-Schlüssel oder Zugriffstoken widerrufen"),
        AuditEvent.AuthnTokenReuse when entry.Ended(AuditOutcome.BrowserToken) => Say("A copy of a remembered browser came; it was refused", "Eine Kopie eines gemerkten Browsers kam; abgelehnt"),
        AuditEvent.AuthnTokenReuse => Say("A code was offered twice; the second was refused", "Ein Code kam zweimal; der zweite wurde abgelehnt"),
        AuditEvent.SessionRenewed => Say("Session renewed", "Sitzung erneuert"),
        AuditEvent.SessionEnded when entry.Ended(AuditOutcome.AllOthers) => Say("Signed out everywhere else", "Überall sonst abgemeldet"),
        AuditEvent.SessionEnded => Say("Session ended", "Sitzung beendet"),
        AuditEvent.UserCreated when !entry.Ended(AuditOutcome.Success) => Say("Somebody tried to sign up with your address", "Jemand wollte mit Ihrer Adresse ein Konto anlegen"),
        AuditEvent.UserCreated => Say("Account made", "Konto angelegt"),
        AuditEvent.UserUpdated => Say("Account changed", "Konto geändert"),
        AuditEvent.UserDeleted => Say("Account deleted", "Konto gelöscht"),
        AuditEvent.EmailVerified => Say("E-mail address confirmed", "E-Mail-Adresse bestätigt"),
        AuditEvent.PasswordResetAsked => Say("A link to reset the password was mailed", "Ein Link zum Zurücksetzen des Passworts wurde geschickt"),
        AuditEvent.BrowserRemembered => Say("Browser remembered", "Browser gemerkt"),
        AuditEvent.BrowserForgotten => Say("Remembered browser forgotten", "Gemerkter Browser vergessen"),
        AuditEvent.ChangesFrozen => Say("Second factors frozen: “this wasn't me”", "Zweite Faktoren eingefroren: „Das war ich nicht“"),
        AuditEvent.BackupCodeChecked => Say("Recovery code checked", "Wiederherstellungscode geprüft"),
        AuditEvent.CodeSent => Say($"A code was sent{With(entry)}", $"Ein Code wurde geschickt{With(entry)}"),
        AuditEvent.MethodAuthorized => Say($"Adding a method was allowed{With(entry)}", $"Hinzufügen einer Methode erlaubt{With(entry)}"),
        AuditEvent.MethodSetUp => Say("Setting up an app was begun", "Einrichten einer App begonnen"),
        AuditEvent.MethodAdded => Say($"Method added: {KindOf(entry)}", $"Methode hinzugefügt: {KindOf(entry)}"),
        AuditEvent.MethodUpdated => Say("Method renamed or asked for first", "Methode umbenannt oder vorgezogen"),
        AuditEvent.MethodRemoved => Say("Method removed", "Methode entfernt"),
        AuditEvent.SecondFactorVerified => Say($"A code was checked{With(entry)}", $"Ein Code wurde geprüft{With(entry)}"),
        AuditEvent.SecondFactorDisableAsked => Say("A link to turn two-factor authentication off was mailed", "Ein Link zum Ausschalten der Zwei-Faktor-Anmeldung wurde geschickt"),
        AuditEvent.SecondFactorDisabled => Say("Two-factor authentication turned off", "Zwei-Faktor-Anmeldung ausgeschaltet"),
        AuditEvent.BackupCodesRegenerated => Say("New recovery codes made", "Neue Wiederherstellungscodes erzeugt"),
        AuditEvent.AdminUnlocked => Say("Unlocked by the people who run this service", "Von den Betreibern entsperrt"),
        AuditEvent.AdminReset => Say("Second factors reset by the people who run this service", "Zweite Faktoren von den Betreibern zurückgesetzt"),
        AuditEvent.AdminDisabled => Say("Account disabled by the people who run this service", "Konto von den Betreibern stillgelegt"),
        AuditEvent.AdminEnabled => Say("Account enabled by the people who run this service", "Konto von den Betreibern wieder geöffnet"),
        AuditEvent.AdminGranted => Say("Made an admin by the people who run this service", "Von den Betreibern zum Administrator gemacht"),
        AuditEvent.AdminRevoked => Say("No admin any more, by the people who run this service", "Von den Betreibern: kein Administrator mehr"),
        AuditEvent.AdminActed => ActOf(entry),
        AuditEvent.RequirementOrdered => Say("You required two-factor authentication from everybody", "Sie haben die Zwei-Faktor-Anmeldung für alle verlangt"),
        AuditEvent.RequirementCalledOff => Say("You called the required two-factor authentication off", "Sie haben die Pflicht zur Zwei-Faktor-Anmeldung aufgehoben"),
        AuditEvent.KeyRotated or AuditEvent.KeyRetired or AuditEvent.DatabaseRestored => Say("Maintenance by the people who run this service", "Wartung durch die Betreiber"),
    };

    /// <summary>Whether a person should look at it twice.</summary>
    public static bool IsAlarming(StoredAuditEntry entry) => Words.To<AuditEvent>(entry.Event) is
        AuditEvent.AuthnLoginFail or AuditEvent.AuthnLoginLock or AuditEvent.AuthnTokenReuse or AuditEvent.SecondFactorDisableAsked or AuditEvent.SecondFactorDisabled or AuditEvent.ChangesFrozen
        or AuditEvent.AdminReset;

    private string With(StoredAuditEntry entry) => entry.Factor is null ? "" : $" ({KindOf(entry)})";

    private string KindOf(StoredAuditEntry entry) => entry.Factor is null ? "" : Words.To<ProofKind>(entry.Factor) switch
    {
        ProofKind.Totp => Say("authenticator app", "Authenticator-App"),
        ProofKind.Sms => Say("text message", "SMS"),
        ProofKind.Email => Say("e-mail", "E-Mail"),
        ProofKind.BackupCode => Say("recovery code", "Wiederherstellungscode"),
    };
}
