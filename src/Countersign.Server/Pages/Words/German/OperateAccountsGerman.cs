using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Pages.Operate.Accounts;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateAccountsGerman(Texts all) : OperateAccountsTexts(all)
{
    public override string SearchAccounts => "Adresse, Name oder Kontonummer";
    public override string Search => "Suchen";
    public override string Filters => "Welche Konten";
    public override string Paging => "Seiten dieser Liste";
    public override string PreviousPage => "Zurück";
    public override string NextPage => "Weiter";
    public override string LookFurther => "Weitersuchen";
    public override string SearchCut =>
        $"{Count(Storage.AccountIndex.Reach)} Konten wurden durchsucht. Es gibt weitere: Suchen Sie weiter, oder geben Sie die ganze " +
        $"Adresse ein.";
    public override string NoneSoFar => "Auf keines davon trifft das zu.";
    public override string NoAccountFits(string part) => $"Kein Konto hat „{part}“ in Adresse oder Benutzername.";
    public override string NoAccountsLikeThat => "Zurzeit trifft das auf kein Konto zu.";
    public override string LastSignIn => "zuletzt angemeldet";
    public override string NoSignInLately => "keine Anmeldung in den letzten 90 Tagen";

    public override string NameOf(AccountFilter filter) => filter switch
    {
        AccountFilter.All => "Alle",
        AccountFilter.WithoutSecondFactor => "Ohne 2FA",
        AccountFilter.Locked => "Gesperrt",
        AccountFilter.Disabled => "Stillgelegt",
        AccountFilter.Admins => "Administratoren",
    };

    public override string SecondFactorTag(Account account, int methods) => methods switch
    {
        0 when account.IsLegacy => "2FA: hinterlegte Nummer",
        0 => "ohne 2FA",
        1 => "2FA: 1 Methode",
        _ => $"2FA: {methods} Methoden",
    };
    public override string AdminTag => "Administrator";
    public override string LockedTag => "gesperrt";
    public override string DisabledTag => "stillgelegt";
    public override string UnprovenTag => "Adresse nicht bestätigt";

    public override string AccountFacts => "Konto";
    public override string AccountNumber => "Nummer";
    public override string FullName => "Voller Name";
    public override string ConfirmedOn => "bestätigt am";
    public override string NoneThere => "keine";
    public override string NoPasswordKeyOnly => "keines: nur API-Schlüssel, oder es wurde ungültig gemacht";
    public override string PasswordIsSet => "gesetzt";
    public override string AccountMade => "Angelegt";
    public override string LastSignInTitle => "Letzte Anmeldung";
    public override string SessionsNow => "Offene Sitzungen";
    public override string MessagesOfAccount => "die an dieses Konto";
    public override string DisabledSince => "Stillgelegt seit";
    public override string KeysLead =>
        "Wird das Konto stillgelegt, enden sie alle. Ein einzelner wird in der Shell des Servers gelöscht: account key delete.";
    public override string KeyByOperator => "von einem Betreiber erzeugt";
    public override string PersonFroze(DateTimeOffset until) =>
        $"Diese Person hat gemeldet: „Das war ich nicht“. Zweite Faktoren können bis {Instant(until)} nicht geändert werden, oder bis " +
        $"das Passwort per E-Mail zurückgesetzt ist.";
    public override string PersonLeaves(DateTimeOffset asked, string from, DateTimeOffset due) =>
        $"Dieses Konto wird am {Instant(due)} gelöscht. Wer angemeldet war, hat das am {Instant(asked)} von {from} aus verlangt.";
    public override string LeavingWhatNow =>
        "Die Person kann es auf ihrer Sicherheitsseite absagen, oder mit dem Link in ihrer E-Mail. Wenn jemand anderes es verlangt hat, " +
        "legen Sie das Konto still: Solange es stillgelegt ist, wird nichts gelöscht.";
    public override string LeavingHeldUp =>
        "Solange das Konto stillgelegt ist, wird nichts gelöscht. Wenn Sie es wieder öffnen, beginnt die ganze Frist von vorn.";
    public override string LeavingTold(DateTimeOffset at) => $"Die Person hat am {Instant(at)} davon erfahren.";
    public override string LeavingUntold =>
        "Die Nachricht an die Person ist noch nicht hinausgegangen. Vorher wird nichts gelöscht, und die ganze Frist beginnt erst dann. " +
        "Sie wird einmal am Tag neu geschrieben; bei den Nachrichten des Kontos steht, woran es liegt.";
    public override string LeavingUnreachable =>
        "Niemand konnte davon erfahren: Das Konto hat keine bestätigte Adresse. Die Person sieht es nur auf ihrer Seite „Sicherheit“.";

    public override string SecondFactorsTitle => "Zweite Faktoren";
    public override string AccountIsOn => "Die Zwei-Faktor-Anmeldung ist an.";
    public override string AccountIsLegacy => "Die Zwei-Faktor-Anmeldung ist an, per SMS an die hinterlegte Nummer.";
    public override string AccountIsOff => "Die Zwei-Faktor-Anmeldung ist aus: Das Passwort allein öffnet dieses Konto.";
    public override string CodesThere(int left) => $"noch {left}";
    public override string CodesRestored(int restored) => $"{restored} aus einer Sicherung: vielleicht schon verbraucht";
    public override string WholeAccount => "Alle Codes";
    public override string CodesByMail => "Codes per E-Mail";
    public override string NumberOnFile => "Hinterlegte Nummer";
    public override string FailuresTitle => "Falsche Codes, die noch zählen";
    public override string LockedFor(DateTimeOffset until) => until > Present.AddYears(1)
        ? "gesperrt, bis es hier entsperrt wird"
        : $"noch {Until(until)} gesperrt";

    public override string RecentActivity => "Was zuletzt geschah";
    public override string ReasonWas(string reason) => $"Grund: {reason}";

    public override string ByShell(string user) => $"von {user} auf der Kommandozeile des Servers";
    public override string ByAdmin(AccountId admin) => $"vom Administrator mit Konto {admin.Value}";

    public override string ActsTitle => "Helfen oder anhalten";
    public override string ActsLead =>
        "Jeder Schritt fragt nach Ihrem eigenen zweiten Faktor, steht im Verlauf des Kontos und wird der Person mitgeteilt.";
    public override string OwnAccountHint => "Das ist Ihr eigenes Konto. Dafür sind Ihre eigenen Einstellungen da:";

    public override string TitleOf(AccountAct act) => act switch
    {
        AccountAct.Unlock => "Entsperren",
        AccountAct.Reset => "Zweite Faktoren zurücksetzen",
        AccountAct.Disable => "Konto stilllegen",
        AccountAct.Enable => "Konto wieder öffnen",
    };

    public override string ButtonOf(AccountAct act) => act switch
    {
        AccountAct.Unlock => "Jetzt entsperren",
        AccountAct.Reset => "Jetzt zurücksetzen",
        AccountAct.Disable => "Jetzt stilllegen",
        AccountAct.Enable => "Jetzt wieder öffnen",
    };

    public override string WhatHappens => "Was dann geschieht";
    public override string UnlockClears => "Alle Sperren, gezählten Fehlversuche und Wartezeiten fallen weg, auch die des Passworts.";
    public override string UnlockKeeps => "Passwort, zweite Faktoren und Wiederherstellungscodes bleiben, wie sie sind.";
    public override string UnlockLook => "Wer geraten hat, bekommt neue Versuche: Sehen Sie sich erst an, was zuletzt geschah.";
    public override string ResetMethod(MethodName method, string kind) =>
        method.Say(given => $"„{given}“ fällt weg ({kind}).", what => $"{what} fällt weg.");
    public override string ResetNumberOnFile => "Die hinterlegte Nummer gilt nicht mehr zum Anmelden.";
    public override string ResetCodes(int left) => left switch
    {
        0 => "Wiederherstellungscodes gibt es keine mehr.",
        1 => "Der letzte Wiederherstellungscode wird ungültig.",
        _ => $"Die {left} übrigen Wiederherstellungscodes werden ungültig.",
    };
    public override string ResetThen => "Danach öffnet das Passwort allein das Konto, bis die Person eine neue Methode einrichtet.";
    public override string ResetThenRequired =>
        "Bei der nächsten Anmeldung genügt das Passwort; dann muss die Person als Erstes eine neue Methode einrichten.";
    public override string ResetFrozen(DateTimeOffset until) =>
        $"Die Person hat Änderungen bis {Instant(until)} eingefroren: Das endet damit.";
    public override string VoidPassword =>
        "Jemand anderes kennt vielleicht das Passwort: Auch das Passwort ungültig machen. Die Person setzt per E-Mail ein neues.";
    public override string ResetVoids =>
        "Jemand anderes kennt vielleicht das Passwort, darum öffnet es nichts mehr: Die Person setzt per E-Mail ein neues.";
    public override string ResetIsVoid => "Das Passwort öffnet schon jetzt nichts: Die Person setzt per E-Mail ein neues.";
    public override string ResetMailboxDoubted =>
        "Jemand hat zu einem per E-Mail gesetzten Passwort gesagt: „Das war ich nicht“. Wer das Postfach hat, ist vielleicht nicht sein " +
        "Besitzer: Vergewissern Sie sich, dass die Adresse der Person gehört. Das Passwort öffnet nichts mehr: Die Person setzt per " +
        "E-Mail ein neues.";
    public override string PhoneLost =>
        "Auch das Telefon ist verloren: Keine Nummer des Kontos erfährt hiervon, und die hinterlegte Nummer wird entfernt.";
    public override string EndsSessions(int open) => open switch
    {
        0 => "Alle gemerkten Browser sind vergessen. Angemeldet ist gerade niemand.",
        1 => "Die offene Sitzung endet, und alle gemerkten Browser sind vergessen.",
        _ => $"Alle {open} offenen Sitzungen enden, und alle gemerkten Browser sind vergessen.",
    };
    public override string DisableShuts => "Niemand kann sich mehr mit diesem Konto anmelden, und seine API-Schlüssel gelten nicht.";
    public override string DisableKeeps => "Es wird nichts gelöscht. Das Konto lässt sich hier wieder öffnen.";
    public override string EnableOpens => "Die Person kann sich wieder anmelden, und die API-Schlüssel gelten wieder.";
    public override string EnableKeeps => "Passwort und zweite Faktoren sind, wie sie beim Stilllegen waren.";
    public override string NoticeGoes(string address) => $"Eine Nachricht geht sofort an {address}.";
    public override string NoNoticeGoes =>
        "Es kann keine Nachricht hinausgehen, weil die Adresse nicht bestätigt ist: Sagen Sie es der Person selbst.";

    public override string ReasonOf(AccountAct act) => act switch
    {
        AccountAct.Reset => "Woher wissen Sie, dass die Person selbst darum bittet?",
        AccountAct.Unlock => "Warum? (freiwillig)",
        AccountAct.Disable or AccountAct.Enable => "Warum?",
    };

    public override string ReasonHintOf(AccountAct act) => act switch
    {
        AccountAct.Reset =>
            "Etwa „war mit Ausweis am Schalter“. Eine E-Mail oder ein Anruf allein beweist nichts: Wer in dieses Konto will, sagt " +
            "dasselbe. Es wird festgehalten.",
        AccountAct.Unlock or AccountAct.Disable or AccountAct.Enable => "Es wird festgehalten.",
    };

    public override string ReasonBad =>
        $"Sagen Sie warum, in {Reason.Shortest} bis {Reason.Longest} Zeichen, die man sehen kann, und ohne unsichtbare Marken, etwa solche, " +
        "die Buchstaben verbinden oder die Schreibrichtung ändern.";

    public override string ActOf(StoredAuditEntry entry) => (entry.Outcome, NumberIn(entry)) switch
    {
        ("admin_unlocked", var id) => $"Als Administrator: Konto {id} entsperrt",
        ("admin_reset", var id) => $"Als Administrator: zweite Faktoren von Konto {id} zurückgesetzt",
        ("admin_disabled", var id) => $"Als Administrator: Konto {id} stillgelegt",
        ("admin_enabled", var id) => $"Als Administrator: Konto {id} wieder geöffnet",
        _ => "Als Administrator: etwas geändert", // an open list: more acts come with more pages
    };
}
