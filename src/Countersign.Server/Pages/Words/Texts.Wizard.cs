using Countersign.Core;
using Countersign.Server.Pages.Wizard;

namespace Countersign.Server.Pages;

/// <summary>What the wizard says.</summary>
public sealed partial class Texts
{
    public string AddTitle => Say("Add a method", "Methode hinzufügen");
    // With a word joiner (U+2060): a heading on a small phone breaks before "two-factor", not in it.
    public string TurnOnTitle => Say("Turn on two-\u2060factor authentication", "Zwei-Faktor-Anmeldung einschalten");
    public string WizardTitle(Method? replaced, bool isFirst) => isFirst ? TurnOnTitle : TitleOf(replaced);
    public string TitleOf(Method? replaced) => replaced is null ? AddTitle : Say($"Replace “{replaced.Label}”", $"„{replaced.Label}“ ersetzen");
    public string ReplacingNow(string label) => Say($"“{label}” keeps working until the new device has proven itself. Then it is removed, and all other sessions end.", $"„{label}“ gilt weiter, bis das neue Gerät sich bewährt hat. Dann wird es entfernt, und alle anderen Sitzungen enden.");
    public string Later => Say("Go on later", "Später weitermachen");
    public string NameOf(WizardStep step) => step switch
    {
        WizardStep.Prove => Say("Confirm it is you", "Bestätigen"),
        WizardStep.Choose => Say("Choose", "Wählen"),
        WizardStep.SetUp => Say("Set up", "Einrichten"),
        WizardStep.Codes => Say("Recovery codes", "Wiederherstellungscodes"),
    };

    public string ProveTitle => Say("First, confirm it is you", "Bestätigen Sie zuerst, dass Sie es sind");
    public string ProveFirst(string email) => Say($"We send a code to your confirmed address {email}.", $"Wir schicken einen Code an Ihre bestätigte Adresse {email}.");
    public string ProveFirstSent(string email) => Say($"Enter the code that we sent to your confirmed address {email}.", $"Geben Sie den Code ein, den wir an Ihre bestätigte Adresse {email} geschickt haben.");
    public string ProveLater => Say("Use any method you have, or a recovery code.", "Mit einer Ihrer Methoden oder einem Wiederherstellungscode.");

    public string ChooseTitle => Say("How do you want to get codes?", "Wie möchten Sie Codes bekommen?");
    public string Recommended => Say("recommended", "empfohlen");
    public string ChooseApp => Say("Authenticator app", "Authenticator-App");
    public string ChooseAppBody => Say("An app on your phone shows a new code every 30 seconds, even without a network.", "Eine App auf Ihrem Telefon zeigt alle 30 Sekunden einen neuen Code, auch ohne Netz.");
    public string ChoosePhone => Say("Text message", "SMS");
    public string ChoosePhoneBody => Say("We send a code to your phone. Anybody who takes over your number gets your codes, so an app is safer.", "Wir schicken einen Code an Ihr Telefon. Wer Ihre Nummer übernimmt, bekommt auch Ihre Codes; eine App ist sicherer.");
    public string ChooseOther => Say("Choose something else", "Etwas anderes wählen");

    public string AppTitle => Say("Set up your authenticator app", "Authenticator-App einrichten");
    public string AppScan => Say("Open your authenticator app, add an account, and scan this code.", "Öffnen Sie Ihre Authenticator-App, fügen Sie ein Konto hinzu und scannen Sie diesen Code.");
    public string AppNone => Say("No such app yet? Any “authenticator” from your phone's app store will do.", "Noch keine solche App? Jeder „Authenticator“ aus dem App-Store Ihres Telefons ist recht.");
    public string QrLabel => Say("QR code for your authenticator app", "QR-Code für Ihre Authenticator-App");
    public string AppOpenHere => Say("Open the app on this device", "App auf diesem Gerät öffnen");
    public string AppByHand => Say("Cannot scan? Enter the key by hand", "Scannen geht nicht? Schlüssel von Hand eingeben");
    public string CopyKey => Say("Copy key", "Schlüssel kopieren");
    public string Issuer => Say("Service", "Dienst");
    public string AccountName => Say("Account", "Konto");
    public string Digits => Say("Digits", "Ziffern");
    public string Period => Say("Interval", "Intervall");
    public string PeriodValue => Say("30 seconds", "30 Sekunden");
    public string AppCode => Say("Code that the app shows now", "Code, den die App jetzt zeigt");
    public string AppCodeWrong => Say("That is not the code the app should show now. Check that the clock of the phone is right, and try the next one.", "Das ist nicht der Code, den die App jetzt zeigen sollte. Prüfen Sie, ob die Uhr des Telefons richtig geht, und nehmen Sie den nächsten.");
    public string LabelOptional => Say("Name (optional)", "Name (freiwillig)");
    public string LabelExampleApp => Say("What you call this device, like “Pixel” or “work phone”.", "Wie Sie dieses Gerät nennen, etwa „Pixel“ oder „Diensttelefon“.");
    public string LabelExamplePhone => Say("What you call this number, like “private” or “work”.", "Wie Sie diese Nummer nennen, etwa „privat“ oder „Arbeit“.");
    public string Activate => Say("Activate", "Aktivieren");

    public string PhoneTitle => Say("Set up text messages", "SMS einrichten");
    public string PhoneRisk => Say("Text messages can be read by whoever takes over your number. An app is safer.", "SMS kann lesen, wer Ihre Nummer übernimmt. Eine App ist sicherer.");
    public string Country => Say("Country", "Land");
    public string PhoneNumber => Say("Phone number", "Telefonnummer");
    public string PhoneExampleOf(string number) => Say($"For example {number}", $"Zum Beispiel {number}");
    public string PhoneShort => Say("Too short for this country", "Zu kurz für dieses Land");
    public string PhoneLong => Say("Too long for this country", "Zu lang für dieses Land");
    public string SendCode => Say("Send a code", "Code senden");
    public string PhoneCodeTitle => Say("Enter the code", "Code eingeben");
    public string PhoneCodeLead(string number) => Say($"We sent a text message to {number}.", $"Wir haben eine SMS an {number} geschickt.");
    public string OtherNumber => Say("Use another number", "Andere Nummer nehmen");

    public string DoneBody => Say("From now on a sign-in needs a code besides your password.", "Ab jetzt braucht es zum Anmelden außer dem Passwort einen Code.");
    public string AddSecond => Say("Add a second method", "Zweite Methode hinzufügen");
}
