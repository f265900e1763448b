using Countersign.Core;
using Countersign.Server.Pages.Wizard;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class WizardGerman(Texts all) : WizardTexts(all)
{
    public override string AddTitle => "Methode hinzufügen";
    public override string TurnOnTitle => "Zwei-Faktor-Anmeldung einschalten";
    public override string TitleOf(Method? replaced) =>
        replaced is null ? AddTitle : $"{MethodName.Of(All, replaced).Say(Quoted, what => what)} ersetzen";
    public override string ReplacingNow(MethodName method) =>
        $"{method.Say(Quoted, what => method.Kind is MethodKind.Totp ? $"Ihre {what}" : $"Ihr {what}")} gilt weiter, bis das neue Gerät sich bewährt hat. Dann wird es entfernt, und alle anderen Sitzungen enden.";
    public override string Later => "Später weitermachen";
    public override string NameOf(WizardStep step) => step switch
    {
        WizardStep.Prove => "Bestätigen",
        WizardStep.Choose => "Wählen",
        WizardStep.SetUp => "Einrichten",
        WizardStep.Codes => "Wiederherstellungscodes",
    };

    public override string ProveTitle => "Bestätigen Sie zuerst, dass Sie es sind";
    public override string ProveFirst(string email) => $"Wir schicken einen Code an Ihre bestätigte Adresse {email}.";
    public override string ProveFirstSent(string email) =>
        $"Geben Sie den sechsstelligen Code ein, den wir an Ihre bestätigte Adresse {email} geschickt haben.";
    public override string ProveLater => "Mit einer Ihrer Methoden oder einem Wiederherstellungscode.";

    public override string ChooseTitle => "Wie möchten Sie Codes bekommen?";
    public override string Recommended => "empfohlen";
    public override string ChooseApp => "Authenticator-App";
    public override string ChooseAppBody => "Eine App auf Ihrem Telefon zeigt alle 30 Sekunden einen neuen Code, auch ohne Netz.";
    public override string ChoosePhone => "SMS";
    public override string ChoosePhoneBody =>
        "Wir schicken einen Code an Ihr Telefon. Wer Ihre Nummer übernimmt, bekommt auch Ihre Codes; eine App ist sicherer.";
    public override string ChoosePasskey => "Passkey";
    public override string ChoosePasskeyBody =>
        "Ihr Fingerabdruck, Gesicht oder PIN auf diesem Gerät, oder ein Sicherheitsschlüssel. Keine Codes zum Tippen, und keine falsche " +
        "Seite kann ihn benutzen.";
    public override string PasskeyTitle => "Passkey anlegen";
    public override string PasskeyBody =>
        "Ihr Browser fragt, wo er liegen soll: auf diesem Gerät, auf Ihrem Telefon, bei Ihrem Passwortmanager oder auf einem " +
        "Sicherheitsschlüssel.";
    public override string MakePasskey => "Passkey anlegen";
    public override string LabelExamplePasskey => "Wo er liegt, etwa „Laptop“ oder „blauer Schlüssel“.";
    public override string ChooseOther => "Etwas anderes wählen";

    public override string AppTitle => "Authenticator-App einrichten";
    public override string AppScan => "Öffnen Sie Ihre Authenticator-App, fügen Sie ein Konto hinzu und scannen Sie diesen Code.";
    public override string AppNone => "Noch keine solche App? Jeder „Authenticator“ aus dem App-Store Ihres Telefons ist recht.";
    public override string QrLabel => "QR-Code für Ihre Authenticator-App";
    public override string AppOpenHere => "App auf diesem Gerät öffnen";
    public override string AppByHand => "Scannen geht nicht? Schlüssel von Hand eingeben";
    public override string CopyKey => "Schlüssel kopieren";
    public override string Issuer => "Dienst";
    public override string AccountName => "Konto";
    public override string Digits => "Ziffern";
    public override string Period => "Intervall";
    public override string PeriodValue => "30 Sekunden";
    public override string AppCode => "Sechsstelliger Code, den die App jetzt zeigt";
    public override string AppCodeWrong =>
        "Das ist nicht der Code, den die App jetzt zeigen sollte. Prüfen Sie, ob die Uhr des Telefons richtig geht, und nehmen Sie den " +
        "nächsten.";
    public override string LabelOptional => "Name (freiwillig)";
    public override string LabelExampleApp => "Wie Sie dieses Gerät nennen, etwa „Pixel“ oder „Diensttelefon“.";
    public override string LabelExamplePhone => "Wie Sie diese Nummer nennen, etwa „privat“ oder „Arbeit“.";
    public override string Activate => "Aktivieren";

    public override string PhoneTitle => "SMS einrichten";
    public override string PhoneRisk => "SMS kann lesen, wer Ihre Nummer übernimmt. Eine App ist sicherer.";
    public override string Country => "Land";
    public override string PhoneNumber => "Telefonnummer";
    public override string PhoneExampleOf(string number) => $"Zum Beispiel {number}";
    public override string PhoneShort => "Zu kurz für dieses Land";
    public override string PhoneLong => "Zu lang für dieses Land";
    public override string SendCode => "Code senden";
    public override string PhoneCodeTitle => "Code eingeben";
    public override string PhoneCodeLead(string number) => $"Geben Sie den sechsstelligen Code aus unserer SMS an {number} ein.";
    public override string OtherNumber => "Andere Nummer nehmen";

    internal static string Quoted(string given) => $"„{given}“";

    public override string DoneBody => "Ab jetzt braucht es zum Anmelden außer dem Passwort einen Code.";
    public override string AddSecond => "Zweite Methode hinzufügen";
}
