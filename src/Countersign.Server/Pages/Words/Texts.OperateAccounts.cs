using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Pages.Operate.Accounts;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <summary>What the operator's pages say about accounts.</summary>
public sealed partial class Texts
{
    public string SearchAccounts => Say("Address, name or account number", "Adresse, Name oder Kontonummer");
    public string Search => Say("Search", "Suchen");
    public string Filters => Say("Which accounts", "Welche Konten");
    public string Paging => Say("Pages of this list", "Seiten dieser Liste");
    public string PreviousPage => Say("Previous", "Zurück");
    public string NextPage => Say("Next", "Weiter");
    public string LookFurther => Say("Look further", "Weitersuchen");
    public string SearchCut => Say(
        $"{Count(Storage.AccountIndex.Reach)} accounts were looked through. There are more: look further, or type the whole address.",
        $"{Count(Storage.AccountIndex.Reach)} Konten wurden durchsucht. Es gibt weitere: Suchen Sie weiter, oder geben Sie die ganze Adresse ein.");
    public string NoneSoFar => Say("None of them is like that.", "Auf keines davon trifft das zu.");
    public string NoAccountFits(string part) => Say($"No account has “{part}” in its address or user name.", $"Kein Konto hat „{part}“ in Adresse oder Benutzername.");
    public string NoAccountsLikeThat => Say("No account is like that now.", "Zurzeit trifft das auf kein Konto zu.");
    public string LastSignIn => Say("last sign-in", "zuletzt angemeldet");
    public string NoSignInLately => Say("no sign-in in the last 90 days", "keine Anmeldung in den letzten 90 Tagen");

    public string NameOf(AccountFilter filter) => filter switch
    {
        AccountFilter.All => Say("All", "Alle"),
        AccountFilter.WithoutSecondFactor => Say("Without 2FA", "Ohne 2FA"),
        AccountFilter.Locked => Say("Locked", "Gesperrt"),
        AccountFilter.Disabled => Say("Disabled", "Stillgelegt"),
        AccountFilter.Admins => Say("Admins", "Administratoren"),
    };

    public string SecondFactorTag(Account account, int methods) => methods switch
    {
        0 when account.IsLegacy => Say("2FA: number on file", "2FA: hinterlegte Nummer"),
        0 => Say("no 2FA", "ohne 2FA"),
        1 => Say("2FA: 1 method", "2FA: 1 Methode"),
        _ => Say($"2FA: {methods} methods", $"2FA: {methods} Methoden"),
    };
    public string AdminTag => Say("admin", "Administrator");
    public string LockedTag => Say("locked", "gesperrt");
    public string DisabledTag => Say("disabled", "stillgelegt");
    public string UnprovenTag => Say("address not confirmed", "Adresse nicht bestätigt");

    public string AccountFacts => Say("Account", "Konto");
    public string AccountNumber => Say("Number", "Nummer");
    public string FullName => Say("Full name", "Voller Name");
    public string ConfirmedOn => Say("confirmed on", "bestätigt am");
    public string NoneThere => Say("none", "keine");
    public string NoPasswordKeyOnly => Say("none: API key only", "keines: nur API-Schlüssel");
    public string PasswordIsSet => Say("set", "gesetzt");
    public string AccountMade => Say("Made", "Angelegt");
    public string LastSignInTitle => Say("Last sign-in", "Letzte Anmeldung");
    public string SessionsNow => Say("Open sessions", "Offene Sitzungen");
    public string MessagesOfAccount => Say("those to this account", "die an dieses Konto");
    public string DisabledSince => Say("Disabled since", "Stillgelegt seit");
    public string PersonFroze(DateTimeOffset until) => Say(
        $"This person said “this wasn't me”: second factors cannot be changed until {Instant(until)}, or until the password is reset by mail.",
        $"Diese Person hat gemeldet: „Das war ich nicht“. Zweite Faktoren können bis {Instant(until)} nicht geändert werden, oder bis das Passwort per E-Mail zurückgesetzt ist.");

    public string SecondFactorsTitle => Say("Second factors", "Zweite Faktoren");
    public string AccountIsOn => Say("Two-factor authentication is on.", "Die Zwei-Faktor-Anmeldung ist an.");
    public string AccountIsLegacy => Say("Two-factor authentication is on, by text messages to the number on file.", "Die Zwei-Faktor-Anmeldung ist an, per SMS an die hinterlegte Nummer.");
    public string AccountIsOff => Say("Two-factor authentication is off: the password alone opens this account.", "Die Zwei-Faktor-Anmeldung ist aus: Das Passwort allein öffnet dieses Konto.");
    public string CodesThere(int left) => Say($"{left} left", $"noch {left}");
    public string CodesRestored(int restored) => Say($"{restored} from a restored backup: perhaps spent before", $"{restored} aus einer Sicherung: vielleicht schon verbraucht");
    public string WholeAccount => Say("All codes", "Alle Codes");
    public string CodesByMail => Say("Codes by e-mail", "Codes per E-Mail");
    public string NumberOnFile => Say("Number on file", "Hinterlegte Nummer");
    public string FailuresTitle => Say("Wrong codes that still count", "Falsche Codes, die noch zählen");
    public string LockedFor(DateTimeOffset until) => until > now.AddYears(1)
        ? Say("locked until it is unlocked here", "gesperrt, bis es hier entsperrt wird")
        : Say($"locked for {Until(until)}", $"noch {Until(until)} gesperrt");

    public string RecentActivity => Say("Recent activity", "Was zuletzt geschah");
    public string ReasonWas(string reason) => Say($"Reason: {reason}", $"Grund: {reason}");

    public string ByShell(string user) => Say($"by {user} at the server's shell", $"von {user} auf der Kommandozeile des Servers");
    public string ByAdmin(AccountId admin) => Say($"by the admin of account {admin.Value}", $"vom Administrator mit Konto {admin.Value}");

    public string ActsTitle => Say("Help, or stop somebody", "Helfen oder anhalten");
    public string ActsLead => Say(
        "Each step asks for your own second factor, is written into the account's activity, and is told to its person.",
        "Jeder Schritt fragt nach Ihrem eigenen zweiten Faktor, steht im Verlauf des Kontos und wird der Person mitgeteilt.");
    public string OwnAccountHint => Say("This is your own account. Look after it in your own settings:", "Das ist Ihr eigenes Konto. Dafür sind Ihre eigenen Einstellungen da:");

    public string TitleOf(AccountAct act) => act switch
    {
        AccountAct.Unlock => Say("Unlock", "Entsperren"),
        AccountAct.Reset => Say("Reset second factors", "Zweite Faktoren zurücksetzen"),
        AccountAct.Disable => Say("Disable account", "Konto stilllegen"),
        AccountAct.Enable => Say("Enable account", "Konto wieder öffnen"),
    };

    public string ButtonOf(AccountAct act) => act switch
    {
        AccountAct.Unlock => Say("Unlock now", "Jetzt entsperren"),
        AccountAct.Reset => Say("Reset now", "Jetzt zurücksetzen"),
        AccountAct.Disable => Say("Disable now", "Jetzt stilllegen"),
        AccountAct.Enable => Say("Enable now", "Jetzt wieder öffnen"),
    };

    public string WhatHappens => Say("What happens", "Was dann geschieht");
    public string UnlockClears => Say("All locks, counted failures and waits go, those of the password too.", "Alle Sperren, gezählten Fehlversuche und Wartezeiten fallen weg, auch die des Passworts.");
    public string UnlockKeeps => Say("Password, second factors and recovery codes stay as they are.", "Passwort, zweite Faktoren und Wiederherstellungscodes bleiben, wie sie sind.");
    public string UnlockLook => Say("Whoever was guessing gets new tries: look at the recent activity first.", "Wer geraten hat, bekommt neue Versuche: Sehen Sie sich erst an, was zuletzt geschah.");
    public string ResetMethod(string label, string kind) => Say($"“{label}” goes ({kind}).", $"„{label}“ fällt weg ({kind}).");
    public string ResetNumberOnFile => Say("The number on file signs in nobody any more.", "Die hinterlegte Nummer gilt nicht mehr zum Anmelden.");
    public string ResetCodes(int left) => left switch
    {
        0 => Say("There are no recovery codes left that could go.", "Wiederherstellungscodes gibt es keine mehr."),
        1 => Say("The last recovery code becomes void.", "Der letzte Wiederherstellungscode wird ungültig."),
        _ => Say($"The {left} recovery codes that are left become void.", $"Die {left} übrigen Wiederherstellungscodes werden ungültig."),
    };
    public string ResetThen => Say("After that the password alone opens the account, until the person sets up a new method.", "Danach öffnet das Passwort allein das Konto, bis die Person eine neue Methode einrichtet.");
    public string ResetThenRequired => Say("At the next sign-in the password is enough, and then the person must set up a new method first of all.", "Bei der nächsten Anmeldung genügt das Passwort; dann muss die Person als Erstes eine neue Methode einrichten.");
    public string ResetFrozen(DateTimeOffset until) => Say($"Until {Instant(until)} a new method can be added only after the password was reset by mail: the person froze changes.", $"Bis {Instant(until)} geht eine neue Methode erst, wenn das Passwort per E-Mail zurückgesetzt ist: Die Person hat Änderungen eingefroren.");
    public string EndsSessions(int open) => open switch
    {
        0 => Say("Every remembered browser is forgotten. Nobody is signed in now.", "Alle gemerkten Browser sind vergessen. Angemeldet ist gerade niemand."),
        1 => Say("The open session ends, and every remembered browser is forgotten.", "Die offene Sitzung endet, und alle gemerkten Browser sind vergessen."),
        _ => Say($"All {open} open sessions end, and every remembered browser is forgotten.", $"Alle {open} offenen Sitzungen enden, und alle gemerkten Browser sind vergessen."),
    };
    public string DisableShuts => Say("Nobody can sign in to this account, and its API keys stop working.", "Niemand kann sich mehr mit diesem Konto anmelden, und seine API-Schlüssel gelten nicht.");
    public string DisableKeeps => Say("Nothing is deleted. It can be enabled again here.", "Es wird nichts gelöscht. Das Konto lässt sich hier wieder öffnen.");
    public string EnableOpens => Say("The person can sign in again, and the API keys work again.", "Die Person kann sich wieder anmelden, und die API-Schlüssel gelten wieder.");
    public string EnableKeeps => Say("Password and second factors are as they were when it was disabled.", "Passwort und zweite Faktoren sind, wie sie beim Stilllegen waren.");
    public string NoticeGoes(string address) => Say($"A notice goes to {address} at once.", $"Eine Nachricht geht sofort an {address}.");
    public string NoNoticeGoes => Say("No notice can go out, because the address is not confirmed: tell the person yourself.", "Es kann keine Nachricht hinausgehen, weil die Adresse nicht bestätigt ist: Sagen Sie es der Person selbst.");

    public string ReasonOf(AccountAct act) => act switch
    {
        AccountAct.Reset => Say("How do you know that it is the person who asks?", "Woher wissen Sie, dass die Person selbst darum bittet?"),
        AccountAct.Unlock => Say("Why? (optional)", "Warum? (freiwillig)"),
        AccountAct.Disable or AccountAct.Enable => Say("Why?", "Warum?"),
    };

    public string ReasonHintOf(AccountAct act) => act switch
    {
        AccountAct.Reset => Say(
            "Like “came to the desk with her passport”. A mail or a call alone proves nothing: whoever wants into this account says the same. It is kept for the record.",
            "Etwa „war mit Ausweis am Schalter“. Eine E-Mail oder ein Anruf allein beweist nichts: Wer in dieses Konto will, sagt dasselbe. Es wird festgehalten."),
        AccountAct.Unlock or AccountAct.Disable or AccountAct.Enable => Say("It is kept for the record.", "Es wird festgehalten."),
    };

    public string ReasonBad => Say($"Say why, in {Reason.Shortest} to {Reason.Longest} characters.", $"Sagen Sie warum, in {Reason.Shortest} bis {Reason.Longest} Zeichen.");

    /// <summary>What an admin did to somebody else's account, in the admin's own log.</summary>
    private string ActOf(StoredAuditEntry entry) => (entry.Outcome, NumberIn(entry)) switch
    {
        ("admin_unlocked", var id) => Say($"As an admin: unlocked account {id}", $"Als Administrator: Konto {id} entsperrt"),
        ("admin_reset", var id) => Say($"As an admin: reset the second factors of account {id}", $"Als Administrator: zweite Faktoren von Konto {id} zurückgesetzt"),
        ("admin_disabled", var id) => Say($"As an admin: disabled account {id}", $"Als Administrator: Konto {id} stillgelegt"),
        ("admin_enabled", var id) => Say($"As an admin: enabled account {id}", $"Als Administrator: Konto {id} wieder geöffnet"),
        _ => Say("As an admin: changed something", "Als Administrator: etwas geändert"), // an open list: more acts come with more pages
    };

    private static string NumberIn(StoredAuditEntry entry)
    {
        using var args = JsonDocument.Parse(entry.Args);
        return args.RootElement.TryGetProperty("account", out var account) ? account.GetRawText() : "";
    }
}
