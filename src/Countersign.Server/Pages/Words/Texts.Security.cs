using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <summary>What the security settings say.</summary>
public sealed partial class Texts
{
    /// <summary>With so many recovery codes left it is time for new ones.</summary>
    public const int FewCodes = 3;

    public string SecurityTitle => Say("Security", "Sicherheit");
    public string StateOn => Say("Two-factor authentication is on", "Die Zwei-Faktor-Anmeldung ist an");
    public string StateOff => Say("Two-factor authentication is off", "Die Zwei-Faktor-Anmeldung ist aus");
    public string StateOnBody(int methods, int codes) => methods == 0
        ? Say("A sign-in needs a code by text message besides the password.", "Zum Anmelden braucht es außer dem Passwort einen Code per SMS.")
        : Say(
            $"A sign-in needs a code besides the password. You have {(methods == 1 ? "one method" : $"{methods} methods")} and {(codes == 0 ? "no" : "your")} recovery codes.",
            $"Zum Anmelden braucht es außer dem Passwort einen Code. Sie haben {(methods == 1 ? "eine Methode" : $"{methods} Methoden")} und {(codes == 0 ? "keine" : "Ihre")} Wiederherstellungscodes.");
    public string StateOffBody => Say("Whoever knows your password can sign in as you. Turning it on takes about two minutes.", "Wer Ihr Passwort kennt, kann sich als Sie anmelden. Einschalten dauert etwa zwei Minuten.");
    public string TurnOn => Say("Turn it on", "Einschalten");
    public string GoOnTurningOn => Say("Go on where you were", "Weitermachen, wo Sie waren");
    public string SecondMethodNudge => Say("Add a second method, so that a lost phone does not lock you out.", "Fügen Sie eine zweite Methode hinzu, damit ein verlorenes Telefon Sie nicht aussperrt.");
    public string AddressUnconfirmed(string email) => Say($"Your address {email} is not confirmed yet. Two-factor authentication can be turned on after that.", $"Ihre Adresse {email} ist noch nicht bestätigt. Danach lässt sich die Zwei-Faktor-Anmeldung einschalten.");
    public string LegacyBanner => Say("Your two-factor authentication comes from an older system. Make recovery codes once, and your phone becomes a method like any other.", "Ihre Zwei-Faktor-Anmeldung stammt aus einem älteren System. Erzeugen Sie einmal Wiederherstellungscodes, dann wird Ihr Telefon eine Methode wie jede andere.");
    public string FrozenBanner(DateTimeOffset until) => Say($"You said that something was not you: your second factors cannot be changed until {Instant(until)}, or until you reset your password by mail.", $"Sie haben gemeldet, dass etwas nicht von Ihnen war: Ihre zweiten Faktoren können bis {Instant(until)} nicht geändert werden, oder bis Sie Ihr Passwort per E-Mail zurücksetzen.");
    public string SpentBanner(DateTimeOffset until) => Say($"There were too many wrong codes. For {Until(until)} only recovery codes are taken.", $"Es gab zu viele falsche Codes. Für {Until(until)} gelten nur Wiederherstellungscodes.");
    public string FrozenWhatNow => Say("What to do now", "Was jetzt zu tun ist");

    public string MethodsTitle => Say("Your methods", "Ihre Methoden");
    public string AddMethod => Say("Add a method", "Methode hinzufügen");
    public string Primary => Say("asked first", "zuerst gefragt");
    public string KindOf(Method method) => method.Kind switch
    {
        MethodKind.Totp => Say("Authenticator app", "Authenticator-App"),
        MethodKind.Sms => Say($"Text messages to •••• {method.Phone!.LastFour}", $"SMS an •••• {method.Phone!.LastFour}"),
        MethodKind.Email => Say("Codes by e-mail", "Codes per E-Mail"),
    };
    public string Added => Say("Added", "Hinzugefügt");
    public string LastUsed => Say("last used", "zuletzt benutzt");
    public string Change => Say("Change", "Ändern");
    public string Label => Say("Name", "Name");
    public string Rename => Say("Rename", "Umbenennen");
    public string MakePrimary => Say("Ask for this first", "Zuerst danach fragen");
    public string Replace => Say("Replace this device", "Dieses Gerät ersetzen");
    public string Remove => Say("Remove", "Entfernen");
    public string RemoveEllipsis => Say("Remove …", "Entfernen …");
    public string RemoveTitle(string label) => Say($"Remove “{label}”", $"„{label}“ entfernen");
    public string RemoveLead => Say("It can no longer be used to sign in. All other sessions end.", "Damit kann man sich dann nicht mehr anmelden. Alle anderen Sitzungen enden.");
    public string RemoveLastLead => Say("This is your last method. Removing it turns two-factor authentication off and voids your recovery codes.", "Dies ist Ihre letzte Methode. Ohne sie ist die Zwei-Faktor-Anmeldung aus, und Ihre Wiederherstellungscodes sind ungültig.");

    public string ChangePassword => Say("Change password", "Passwort ändern");
    public string ChangePasswordLead => Say("All your other sessions end.", "Alle Ihre anderen Sitzungen enden.");
    public string OldPassword => Say("Current password", "Bisheriges Passwort");
    public string WrongOldPassword => Say("That is not your current password.", "Das ist nicht Ihr bisheriges Passwort.");

    public string SessionsTitle => Say("Where you are signed in", "Wo Sie angemeldet sind");
    public string SignOutElsewhere => Say("Sign out everywhere else", "Überall sonst abmelden");
    public string ThisSession => Say("this one", "diese hier");
    public string SignedIn => Say("signed in", "angemeldet");
    public string LastSeen => Say("last seen", "zuletzt gesehen");
    public string EndSession => Say("End", "Beenden");
    public string BrowsersTitle => Say("Remembered browsers", "Gemerkte Browser");
    public string NoBrowsers => Say("None. Every sign-in asks for a code.", "Keine. Jede Anmeldung fragt nach einem Code.");
    public string RememberedUntil => Say("remembered until", "gemerkt bis");
    public string Forget => Say("Forget", "Vergessen");

    /// <summary>A session's device in words.</summary>
    public string DeviceOf(Session session) => session.Kind switch
    {
        SessionKind.Browser => BrowserOf(session.UserAgent),
        SessionKind.Bearer => Say("Command line or program", "Kommandozeile oder Programm"),
        SessionKind.Token => Say("Access token of a program", "Zugriffstoken eines Programms"),
    };

    /// <summary>A browser in words.</summary>
    public string BrowserOf(string userAgent) => (UserAgents.Browser(userAgent), UserAgents.System(userAgent)) switch
    {
        (null, null) => Say("Unknown browser", "Unbekannter Browser"),
        ({ } browser, null) => browser,
        (null, { } system) => Say($"Browser on {system}", $"Browser auf {system}"),
        ({ } browser, { } system) => Say($"{browser} on {system}", $"{browser} auf {system}"),
    };
}
