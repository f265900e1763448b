using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class ActivityGerman(Texts all) : ActivityTexts(all)
{
    public override string ActivityLead => "Was auf Ihrem Konto geschah, das Neueste zuerst.";
    public override string ActivityEmpty => "Noch nichts.";
    public override string ByApiKey => "mit einem API-Schlüssel";
    public override string Alarming => "bitte ansehen";
    public override string NotMe => "Das war ich nicht";
    public override string FreezeTitle => "Wer es auch war: anhalten";
    public override string FreezeLead =>
        "Alle anderen Sitzungen enden sofort, gemerkte Browser sind vergessen, und sieben Tage lang kann niemand Passwort, zweite " +
        "Faktoren oder API-Schlüssel ändern. Sie selbst können sich weiter anmelden. Ein neues Passwort per E-Mail hebt es auf.";
    public override string FreezeButton => "Jetzt anhalten";
    public override string FreezeAfter => "Danach";
    public override string TodoPassword => "Setzen Sie per E-Mail ein neues Passwort:";
    public override string TodoMethods => "Sehen Sie Ihre Methoden durch und entfernen Sie, was nicht Ihres ist:";
    public override string TodoKeys => "Löschen Sie API-Schlüssel, die Sie nicht kennen:";
    public override string TodoMailbox => "Stellen Sie sicher, dass niemand sonst Ihre E-Mails liest.";

    public override string Of(StoredAuditEntry entry) => Words.To<AuditEvent>(entry.Event) switch
    {
        AuditEvent.AuthnLoginSuccess when entry.Ended(AuditOutcome.RememberedBrowser) => "Angemeldet mit einem gemerkten Browser",
        AuditEvent.AuthnLoginSuccess when entry.Ended(AuditOutcome.AllowedAtPage) => "Angemeldet: eine Kommandozeile, im Browser erlaubt",
        AuditEvent.AuthnLoginSuccess => $"Angemeldet{With(entry)}",
        AuditEvent.AuthnLoginFail when entry.Ended(AuditOutcome.Busy) => "Eine Anmeldung wurde nicht angesehen: Der Server war ausgelastet",
        AuditEvent.AuthnLoginFail when entry.Ended(AuditOutcome.TurnedAway) => "Versuche abgewiesen nach zu vielen falschen Passwörtern",
        AuditEvent.AuthnLoginFail when entry.Ended(AuditOutcome.WrongPassword) => "Falsches Passwort",
        AuditEvent.AuthnLoginFail => $"Ein Code wurde abgelehnt{With(entry)}",
        AuditEvent.AuthnLoginLock => $"Gesperrt nach zu vielen falschen Codes{With(entry)}",
        AuditEvent.AuthnPasswordAccepted => "Richtiges Passwort; nach einem Code gefragt",
        AuditEvent.AuthnPasswordChange when entry.Ended(AuditOutcome.ResetByMail) => "Passwort per E-Mail zurückgesetzt",
        AuditEvent.AuthnPasswordChange => "Passwort geändert",
        AuditEvent.PlaceVouchedFor => "Anmeldungen von einem Ort durchgelassen, über einen Link in einer E-Mail",
        AuditEvent.AuthnTokenCreated when entry.Credential == Credential.PasswordAlone.Word => $"Zugriffstoken ausgegeben{With(entry)}",
        AuditEvent.AuthnTokenCreated => "API-Schlüssel erzeugt oder ersetzt",
        AuditEvent.AuthnTokenRevoked => "API-Schlüssel oder Zugriffstoken widerrufen",
        AuditEvent.AuthnTokenReuse when entry.Ended(AuditOutcome.BrowserToken) => "Eine Kopie eines gemerkten Browsers kam; abgelehnt",
        AuditEvent.AuthnTokenReuse when entry.Ended(AuditOutcome.AppToken) =>
            "Eine Anwendung hat zweimal benutzt, was einmal gilt; alles, was sie dabei bekam, ist beendet",
        AuditEvent.AuthnTokenReuse => "Ein Code kam zweimal; der zweite wurde abgelehnt",
        AuditEvent.SessionRenewed => "Sitzung erneuert",
        AuditEvent.SessionEnded when entry.Ended(AuditOutcome.AllOthers) => "Überall sonst abgemeldet",
        AuditEvent.SessionEnded => "Sitzung beendet",
        AuditEvent.UserCreated when !entry.Ended(AuditOutcome.Success) => "Jemand wollte mit Ihrer Adresse ein Konto anlegen",
        AuditEvent.UserCreated => "Konto angelegt",
        AuditEvent.UserUpdated => "Konto geändert",
        AuditEvent.UserDeleted => "Konto gelöscht",
        AuditEvent.EmailVerified => "E-Mail-Adresse bestätigt",
        AuditEvent.PasswordResetAsked => "Ein Link zum Zurücksetzen des Passworts wurde geschickt",
        AuditEvent.ProgramAllowed => "Einer Kommandozeile die Anmeldung erlaubt",
        AuditEvent.BrowserRemembered => "Browser gemerkt",
        AuditEvent.BrowserForgotten => "Gemerkter Browser vergessen",
        AuditEvent.ChangesFrozen => "Zweite Faktoren eingefroren: „Das war ich nicht“",
        AuditEvent.BackupCodeChecked => "Wiederherstellungscode geprüft",
        AuditEvent.CodeSent => $"Ein Code wurde geschickt{With(entry)}",
        AuditEvent.MethodAuthorized => $"Hinzufügen einer Methode erlaubt{With(entry)}",
        AuditEvent.MethodSetUp => "Einrichten einer App begonnen",
        AuditEvent.MethodAdded => $"Methode hinzugefügt: {KindOf(entry)}",
        AuditEvent.MethodUpdated => "Methode umbenannt oder vorgezogen",
        AuditEvent.MethodRemoved => "Methode entfernt",
        AuditEvent.SecondFactorVerified => $"Ein Code wurde geprüft{With(entry)}",
        AuditEvent.SecondFactorDisableAsked => "Ein Link zum Ausschalten der Zwei-Faktor-Anmeldung wurde geschickt",
        AuditEvent.SecondFactorDisabled => "Zwei-Faktor-Anmeldung ausgeschaltet",
        AuditEvent.BackupCodesRegenerated => "Neue Wiederherstellungscodes erzeugt",
        AuditEvent.AdminUnlocked => "Von den Betreibern entsperrt",
        AuditEvent.AdminReset => "Zweite Faktoren von den Betreibern zurückgesetzt",
        AuditEvent.AdminDisabled => "Konto von den Betreibern stillgelegt",
        AuditEvent.AdminEnabled => "Konto von den Betreibern wieder geöffnet",
        AuditEvent.AdminGranted => "Von den Betreibern zum Administrator gemacht",
        AuditEvent.AdminRevoked => "Von den Betreibern: kein Administrator mehr",
        AuditEvent.AdminActed => All.Accounts.ActOf(entry),
        AuditEvent.RequirementOrdered => "Sie haben die Zwei-Faktor-Anmeldung für alle verlangt",
        AuditEvent.RequirementCalledOff => "Sie haben die Pflicht zur Zwei-Faktor-Anmeldung aufgehoben",
        AuditEvent.PhoneRangeAllowed => "Sie haben einen Bereich von Rufnummern zugelassen",
        AuditEvent.PhoneRangeEnded => "Sie haben einen Bereich von Rufnummern nicht mehr zugelassen",
        AuditEvent.BudgetLifted => "Sie haben ein Budget für Nachrichten geleert",
        AuditEvent.AppEntered => "Sie haben sich bei einer Anwendung angemeldet",
        AuditEvent.AppAllowed => "Sie haben einer Anwendung erlaubt, etwas über Sie zu erfahren",
        AuditEvent.AppLeft => "Sie haben sich bei einer Anwendung abgemeldet",
        AuditEvent.AppAdded => "Sie haben eine Anwendung angelegt",
        AuditEvent.AppRemoved => "Sie haben eine Anwendung entfernt",
        AuditEvent.AppChanged => "Sie haben eine Anwendung geändert",
        AuditEvent.AppRotated => "Sie haben einer Anwendung ein neues Geheimnis gegeben",
        AuditEvent.HookAdded => "Sie haben einen Webhook angelegt",
        AuditEvent.HookRemoved => "Sie haben einen Webhook entfernt",
        AuditEvent.HookRotated => "Sie haben einem Webhook ein neues Geheimnis gegeben",
        AuditEvent.HookTested => "Sie haben einem Webhook einen Test geschickt",
        AuditEvent.HookReplayed => "Sie haben einem Webhook ein Ereignis noch einmal geschickt",
        AuditEvent.HookEnabled => "Sie haben einen Webhook wieder eingeschaltet",
        AuditEvent.HookDisabled => "Ein Webhook ist so lange ausgefallen, dass ihm nichts mehr geschickt wird",
        AuditEvent.AccountExported => "Von den Kontodaten wurde eine Kopie gemacht",
        AuditEvent.AccountDeleteAsked => "Die Löschung des Kontos wurde verlangt",
        AuditEvent.MailWaitBegunAnew => "Wartezeit nach einem Passwort per E-Mail neu begonnen: „Das war ich nicht“",
        AuditEvent.AccountDeleteCalledOff => "Die Löschung des Kontos wurde abgesagt",
        AuditEvent.AuthnTokenUsed => "Ein API-Schlüssel wurde benutzt, oder eine Sitzung von einem anderen Ort als dem ihrer Anmeldung",
        AuditEvent.AuthnTokenRefused when entry.AccountId > 0 => "Ein beendeter Schlüssel oder eine beendete Sitzung wurde abgelehnt",
        AuditEvent.AuthzFail => "Etwas wurde abgelehnt, wofür der Schlüssel oder die Sitzung nicht genügt",
        AuditEvent.KeyRotated or AuditEvent.KeyRetired or AuditEvent.DatabaseRestored or AuditEvent.BackupTaken
            or AuditEvent.AuthnTokenRefused =>
            "Wartung durch die Betreiber",
    };

    protected override string Replaced(StoredAuditEntry added) => $"Methode ersetzt: {KindOf(added)}";

    protected override string KindOf(StoredAuditEntry entry) => entry.Factor is null ? "" : Words.To<ProofKind>(entry.Factor) switch
    {
        ProofKind.Totp => "Authenticator-App",
        ProofKind.Sms => "SMS",
        ProofKind.Email => "E-Mail",
        ProofKind.Passkey => "Passkey",
        ProofKind.BackupCode => "Wiederherstellungscode",
    };
}
