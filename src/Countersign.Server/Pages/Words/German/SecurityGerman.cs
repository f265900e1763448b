using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class SecurityGerman(Texts all) : SecurityTexts(all)
{
    public override string SecurityTitle => "Sicherheit";
    public override string StateOn => "Die Zwei-Faktor-Anmeldung ist an";
    public override string StateOff => "Die Zwei-Faktor-Anmeldung ist aus";
    public override string StateOnBody(int methods, int codes) => methods == 0
        ? "Zum Anmelden braucht es außer dem Passwort einen Code per SMS."
        : $"Zum Anmelden braucht es außer dem Passwort einen Code. Sie haben {(methods == 1 ? "eine Methode" : $"{methods} Methoden")} " +
            $"und {(codes == 0 ? "keine" : "Ihre")} Wiederherstellungscodes.";
    public override string StateOffBody => "Wer Ihr Passwort kennt, kann sich als Sie anmelden. Einschalten dauert etwa zwei Minuten.";
    public override string TurnOn => "Einschalten";
    public override string GoOnTurningOn => "Weitermachen, wo Sie waren";
    public override string SecondMethodNudge => "Fügen Sie eine zweite Methode hinzu, damit ein verlorenes Telefon Sie nicht aussperrt.";
    public override string NextStepTitle => "Ihr nächster Schritt";
    public override string Advice(NextStep step) => step switch
    {
        NextStep.NewCodes => "Erzeugen Sie neue Wiederherstellungscodes, bevor sie ausgehen: Mit ihnen kommen Sie hinein, wenn Ihr Telefon weg ist.",
        NextStep.SecondMethod => SecondMethodNudge,
        NextStep.CheckCodes => "Haben Sie Ihre Wiederherstellungscodes noch? Prüfen Sie einen, ohne ihn zu verbrauchen.",
        NextStep.UnusedKey => "Ein API-Schlüssel wurde ein Jahr lang nicht benutzt. Brauchen Sie ihn nicht mehr, löschen Sie ihn.",
        NextStep.OldSession => "Sie sind irgendwo angemeldet, wo Sie eine Woche lang nicht waren. Brauchen Sie das nicht, beenden Sie es.",
    };
    public override string ButtonOf(NextStep step) => step switch
    {
        NextStep.NewCodes => All.Prompt.MakeNewCodes,
        NextStep.SecondMethod => All.Wizard.AddSecond,
        NextStep.CheckCodes => "Code prüfen",
        NextStep.UnusedKey => "Schlüssel ansehen",
        NextStep.OldSession => "Sitzungen ansehen",
    };
    public override string AddressUnconfirmed(string email) =>
        $"Ihre Adresse {email} ist noch nicht bestätigt. Danach lässt sich die Zwei-Faktor-Anmeldung einschalten.";
    public override string MailBounced(string email, DateTimeOffset at) =>
        $"Eine E-Mail an Ihre Adresse {email} kam am {Instant(at)} zurück: Codes, Links und Nachrichten erreichen Sie dort vielleicht nicht. " +
        "Sehen Sie nach Ihrem Postfach und lassen Sie sich dann eine E-Mail schicken; mit ihrem Code ist die Adresse wieder bestätigt.";
    public override string ConfirmAgain => "E-Mail an mich schicken";
    public override string LegacyBanner =>
        "Ihre Zwei-Faktor-Anmeldung stammt aus einem älteren System. Erzeugen Sie einmal Wiederherstellungscodes, dann wird Ihr Telefon " +
        "eine Methode wie jede andere.";
    public override string FrozenBanner(DateTimeOffset until) =>
        $"Sie haben gemeldet, dass etwas nicht von Ihnen war: Passwort, zweite Faktoren und API-Schlüssel können bis {Instant(until)} " +
        $"nicht geändert werden, oder bis Sie Ihr Passwort per E-Mail zurücksetzen.";
    public override string SpentBanner(DateTimeOffset until) =>
        $"Es gab zu viele falsche Codes. Für {Until(until)} gelten nur Wiederherstellungscodes.";
    public override string FrozenWhatNow => "Was jetzt zu tun ist";

    public override string RemindersTitle => "Erinnerungen per E-Mail";
    public override string RemindersAreOn =>
        "Sie werden erinnert, wenn nur noch wenige Wiederherstellungscodes übrig sind, und erfahren, wenn die Zwei-Faktor-Anmeldung doch nicht Pflicht wird.";
    public override string RemindersAreOff => "Erinnerungen sind aus. E-Mails zur Sicherheit Ihres Kontos kommen in jedem Fall.";
    public override string RemindersTurnOff => "Abschalten";
    public override string RemindersTurnOn => "Einschalten";
    public override string MethodsTitle => "Ihre Methoden";
    public override string AddMethod => "Methode hinzufügen";
    public override string Primary => "zuerst gefragt";
    public override string PasskeySynced => "Zwischen Ihren Geräten abgeglichen";
    public override string PasskeyBound => "An ein Gerät gebunden";
    public override string PasskeyElsewhere(string site) => $"Für {site} gemacht: unter dieser Adresse kann er nicht benutzt werden";
    public override string KindOf(Method method) => method.Kind switch
    {
        MethodKind.Totp => "Authenticator-App",
        MethodKind.Sms => $"SMS an •••• {method.Phone!.LastFour}",
        MethodKind.Passkey => "Passkey",
        MethodKind.Email => "Codes per E-Mail",
    };
    public override string Added => "Hinzugefügt";
    public override string LastUsed => "zuletzt benutzt";
    public override string Change => "Ändern";
    public override string Label => "Name";
    public override string Rename => "Umbenennen";
    public override string MakePrimary => "Zuerst danach fragen";
    public override string Replace => "Dieses Gerät ersetzen";
    public override string Remove => "Entfernen";
    public override string RemoveEllipsis => "Entfernen …";
    public override string RemoveTitle(MethodName method) => $"{method.Say(WizardGerman.Quoted, what => what)} entfernen";
    public override string RemoveLead => "Damit kann man sich dann nicht mehr anmelden. Alle anderen Sitzungen enden.";
    public override string RemoveLastLead =>
        "Dies ist Ihre letzte Methode. Ohne sie ist die Zwei-Faktor-Anmeldung aus, und Ihre Wiederherstellungscodes sind ungültig.";

    public override string SignInAs(string username, string address) => $"Sie melden sich als {username} oder {address} an.";
    public override string ChangePassword => "Passwort ändern";
    public override string ChangePasswordLead => "Alle Ihre anderen Sitzungen enden.";
    public override string OldPassword => "Bisheriges Passwort";
    public override string WrongOldPassword => "Das ist nicht Ihr bisheriges Passwort.";

    public override string SessionsTitle => "Wo Sie angemeldet sind";
    public override string SignOutElsewhere => "Überall sonst abmelden";
    public override string ThisSession => "diese hier";
    public override string SignedIn => "angemeldet";
    public override string LastSeen => "zuletzt gesehen";
    public override string EndSession => "Beenden";
    public override string BrowsersTitle => "Gemerkte Browser";
    public override string NoBrowsers => "Keine. Jede Anmeldung fragt nach einem Code.";
    public override string RememberedUntil => "gemerkt bis";
    public override string Forget => "Vergessen";

    public override string DeviceOf(Session session) => session.Kind switch
    {
        SessionKind.Browser => BrowserOf(session.UserAgent),
        SessionKind.Bearer => "Kommandozeile oder Programm",
        SessionKind.Token => "Zugriffstoken eines Programms",
    };

    public override string BrowserOf(string userAgent) => (UserAgents.Browser(userAgent), UserAgents.System(userAgent)) switch
    {
        (null, null) => "Unbekannter Browser",
        ({ } browser, null) => browser,
        (null, { } system) => $"Browser auf {system}",
        ({ } browser, { } system) => $"{browser} auf {system}",
    };
}
