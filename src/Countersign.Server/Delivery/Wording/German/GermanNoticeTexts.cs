using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery.Wording.German;

/// <summary>German: news about an account.</summary>
internal sealed class GermanNoticeTexts : NoticeTexts
{
    public override string NothingToDo => "Wenn Sie das waren, ist nichts zu tun.";

    protected override string When => "Wann";

    protected override string From => "Von";

    protected override string Device => "Gerät";

    private static string ChangePassword => "Wenn nicht, ändern Sie jetzt Ihr Passwort und prüfen Sie dann Ihre Anmeldemethoden:";

    private static string TellOperator => "Wenn nicht, sagen Sie es denen, die diesen Dienst betreiben:";

    private static string AskWhy => "Wenn Sie nicht wissen, warum, fragen Sie nach:";

    public override string ToObject =>
        "Wenn nicht, öffnen Sie die Seite unten und drücken Sie ihren Knopf. Er meldet alle ab und hält jede Änderung an; womit Sie sich " +
        "anmelden, bleibt.";

    public override string NotMe => "Das war ich nicht";

    public override string Short(string headline, string issuer, Uri? notMe) =>
        notMe is null ? $"{issuer}: {headline}." : $"{issuer}: {headline}. Nicht Sie? {notMe}";

    public override string KeysEnded(int count) => count == 1
        ? "Damit endete 1 API-Schlüssel: Ein Programm, das ihn benutzt hat, braucht einen neuen."
        : $"Damit endeten {count} API-Schlüssel: Programme, die sie benutzt haben, brauchen neue.";

    public override string Again(string headline, int more) => more == 1 ? $"{headline}, noch einmal" : $"{headline}, noch {more}-mal";

    public override string Gathered(int more) =>
        $"Das ist seit unserer letzten E-Mail dazu noch {(more == 1 ? "einmal" : $"{more}-mal")} geschehen. Was hier steht, gilt für das letzte " +
        $"Mal; die Aktivität Ihres Kontos zeigt jedes einzelne.";

    public override NoticeWords Of(NoticeKind kind, NoticeFacts facts)
    {
        var method = facts.Method is { } named ? Quoted(SafeText.OneLine(named)) : null;
        return kind switch
        {
            NoticeKind.TwoFactorEnabled => new("Die Zwei-Faktor-Anmeldung ist an",
                $"Die Zwei-Faktor-Anmeldung wurde für Ihr Konto eingeschaltet{With(method)}. Von jetzt an braucht eine Anmeldung außer " +
                    $"dem Passwort einen Code. Bewahren Sie Ihre Wiederherstellungscodes sicher auf.",
                ChangePassword),
            NoticeKind.MethodAdded => new("Eine Anmeldemethode kam dazu",
                $"Zu Ihrem Konto kam {(method is null ? "eine Anmeldemethode" : $"die Anmeldemethode {method}")} dazu.", ChangePassword),
            NoticeKind.MethodRemoved => new("Eine Anmeldemethode wurde entfernt",
                $"Aus Ihrem Konto wurde {(method is null ? "eine Anmeldemethode" : $"die Anmeldemethode {method}")} entfernt. Alle " +
                    $"anderen Sitzungen wurden beendet.", ChangePassword),
            NoticeKind.TwoFactorDisabled => new("Die Zwei-Faktor-Anmeldung ist aus",
                "Die Zwei-Faktor-Anmeldung wurde für Ihr Konto ausgeschaltet. Die Wiederherstellungscodes sind ungültig, und das " +
                    "Passwort allein öffnet das Konto.", ChangePassword),
            NoticeKind.TwoFactorDisableAsked => new("Jemand will die Zwei-Faktor-Anmeldung ausschalten",
                "Jemand, der Ihr Passwort kennt, hat einen Link verlangt, der die Zwei-Faktor-Anmeldung ausschaltet.", ChangePassword),
            NoticeKind.NewBackupCodes => new("Neue Wiederherstellungscodes",
                "Für Ihr Konto wurden neue Wiederherstellungscodes erzeugt. Alle früheren sind ungültig.", ChangePassword),
            NoticeKind.BackupCodeUsed => new("Ein Wiederherstellungscode wurde benutzt", BackupCodesLeft(facts.Left), ChangePassword),
            NoticeKind.FewBackupCodes => new("Sie haben nur noch wenige Wiederherstellungscodes",
                $"Sie haben noch {facts.Left} Wiederherstellungscodes.", "Neue erzeugen Sie hier:"),
            NoticeKind.Locked => new("Die Anmeldung ist eine Weile gesperrt",
                $"Es gab zu viele falsche Codes für {method ?? "Ihr Konto"}. {LockEnd(facts.Until)}",
                "Wenn nicht, kennt vielleicht jemand Ihr Passwort. Ändern Sie es:"),
            NoticeKind.SecondFactorFailed => new("Eine Anmeldung ist am zweiten Faktor gescheitert",
                "Jemand hat Ihr richtiges Passwort und danach einen falschen Code eingegeben. Die Anmeldung wurde abgelehnt.",
                "Wenn nicht, kennt jemand Ihr Passwort. Ändern Sie es jetzt:"),
            NoticeKind.SignInsUnfinished => new("Jemand anderes kennt Ihr Passwort",
                "Von vielen Orten aus kam Ihr richtiges Passwort, und kein zweiter Faktor danach. Niemand kam hinein. Solange das dauert, " +
                    "können Sie sich dort anmelden, wo Sie es kürzlich getan haben; anderswo setzen Sie zuerst ein neues Passwort, mit \"Passwort vergessen?\".",
                "Wenn Sie das nicht waren, ändern Sie Ihr Passwort jetzt:"),
            NoticeKind.PasswordRefused => new("In Ihrem Konto wurde ein falsches Passwort eingegeben",
                "Jemand, der in Ihrem Konto angemeldet ist, wurde nach dem Passwort gefragt und gab ein falsches ein. Es wurde nichts geändert.",
                "Wenn nicht, benutzt jemand eine Sitzung von Ihnen. Beenden Sie alle anderen Sitzungen und ändern Sie Ihr Passwort:"),
            NoticeKind.PasswordChanged => new("Ihr Passwort wurde geändert",
                "Das Passwort Ihres Kontos wurde geändert. Alle anderen Sitzungen wurden beendet.", TellOperator),
            NoticeKind.PasswordSetByMail => new("Ein neues Passwort wurde per E-Mail gesetzt", SetByMail(facts.Until), ChangePassword),
            NoticeKind.MailWaitBegunAnew => new("Codes per E-Mail gelten später",
                $"Jemand mit einer Nummer Ihres Kontos hat gesagt, dass das neue Passwort nicht von ihm ist. Codes und Links per E-Mail " +
                    $"gelten wieder {(facts.Until is { } end ? $"ab {Instant(end)}" : "später")}. Sonst hat sich nichts geändert.", TellOperator),
            NoticeKind.PrimaryChanged => new("Ihre bevorzugte Anmeldemethode wurde geändert",
                $"Sie werden jetzt zuerst nach {method ?? "einer anderen Methode"} gefragt. Ihre übrigen Methoden gelten wie bisher.",
                ChangePassword),
            NoticeKind.ApiKeyCreated => new("Ein API-Schlüssel wurde erzeugt",
                $"Für Ihr Konto wurde der API-Schlüssel {method ?? "ohne Namen"} erzeugt.", ChangePassword),
            NoticeKind.ApiKeyReset => new("Ihr API-Schlüssel wurde ersetzt",
                "Der API-Schlüssel Ihres Kontos wurde ersetzt. Der frühere ist ungültig.", ChangePassword),
            NoticeKind.ApiKeysEnded => new("API-Schlüssel wurden beendet",
                "Ihre E-Mail-Adresse ist jetzt bestätigt, und API-Schlüssel, die vorher erzeugt wurden, gelten nicht.", ChangePassword),
            NoticeKind.ApiKeyDeletedByOperator => new("Ein API-Schlüssel wurde gelöscht",
                $"Wer diesen Dienst betreibt, hat den API-Schlüssel {method ?? "ohne Namen"} Ihres Kontos gelöscht.", AskWhy),
            NoticeKind.TwoFactorResetByOperator => new("Ihre Zwei-Faktor-Anmeldung wurde zurückgesetzt",
                "Wer diesen Dienst betreibt, hat alle Ihre Anmeldemethoden und Wiederherstellungscodes entfernt. Melden Sie sich mit " +
                    "Ihrem Passwort an und richten Sie sie neu ein.",
                "Wenn Sie nicht darum gebeten haben, sagen Sie es ihnen:"),
            NoticeKind.AccountResetByOperator => new("Ihr Konto wurde zurückgesetzt",
                "Wer diesen Dienst betreibt, hat alle Ihre Anmeldemethoden und Wiederherstellungscodes entfernt, und Ihr Passwort gilt " +
                    "nicht mehr. Wählen Sie über „Passwort vergessen?“ auf der Anmeldeseite ein neues, und richten Sie dann die " +
                    "Zwei-Faktor-Anmeldung neu ein.",
                "Wenn Sie nicht darum gebeten haben, sagen Sie es ihnen:"),
            NoticeKind.AccountDisabled => new("Ihr Konto wurde stillgelegt",
                "Wer diesen Dienst betreibt, hat Ihr Konto stillgelegt. Niemand kann sich bei ihm anmelden.", AskWhy),
            NoticeKind.AccountEnabled => new("Ihr Konto ist wieder offen",
                "Wer diesen Dienst betreibt, hat Ihr Konto wieder geöffnet. Passwort und zweite Faktoren sind, wie sie waren.", AskWhy),
            NoticeKind.AccountUnlocked => new("Ihr Konto wurde entsperrt",
                "Wer diesen Dienst betreibt, hat alle Sperren und gezählten Fehlversuche Ihres Kontos aufgehoben. Passwort und zweite " +
                    "Faktoren sind, wie sie waren.",
                "Wenn Sie nicht darum gebeten haben, sagen Sie es ihnen:"),
            NoticeKind.AdminGranted => new("Ihr Konto darf jetzt verwalten",
                "Wer diesen Dienst betreibt, hat Ihr Konto zum Administratorkonto gemacht. Es kann an den Konten anderer handeln, sobald " +
                    "es die Zwei-Faktor-Anmeldung hat.", AskWhy),
            NoticeKind.AdminRevoked => new("Ihr Konto ist kein Administratorkonto mehr",
                "Wer diesen Dienst betreibt, hat Ihrem Konto die Administratorrechte genommen. Alles andere ist, wie es war.", AskWhy),
            NoticeKind.BrowserCopied => new("Ein gemerkter Browser wurde vergessen",
                "Jemand hat sich mit Ihrem richtigen Passwort und einem alten Merkzeichen eines Browsers angemeldet, den Sie sich " +
                    "gemerkt hatten: Eines von beiden ist eine Kopie. Dieser Browser ist vergessen, und es wurde nach einem Code gefragt.",
                "Wenn nicht, hat vielleicht jemand die Daten Ihres Browsers kopiert und kennt Ihr Passwort. Ändern Sie es jetzt:"),
            NoticeKind.ChangesFrozen => new("Ihre zweiten Faktoren sind eingefroren", Frozen(facts.Until), ChangePassword),
            NoticeKind.SecondFactorRequired => new("Die Zwei-Faktor-Anmeldung wird Pflicht",
                $"Ab {FromOn(facts.Until)} ist die Zwei-Faktor-Anmeldung hier für jedes Konto Pflicht, und Ihres hat noch keine. Von da " +
                    $"an können Sie nichts anderes tun, bis Sie sie eingeschaltet haben; bis dahin gelten auch Ihre API-Schlüssel und " +
                    $"Zugriffstoken nicht.",
                "Es dauert zwei Minuten. Melden Sie sich vor diesem Tag an und schalten Sie sie ein:"),
            NoticeKind.SecondFactorNotRequired => new("Die Zwei-Faktor-Anmeldung ist keine Pflicht",
                "Wir haben Ihnen geschrieben, dass die Zwei-Faktor-Anmeldung hier für jedes Konto Pflicht wird. Das ist aufgehoben: Sie " +
                    "müssen nichts tun. Falls Sie sie inzwischen eingeschaltet haben, bleibt sie an.",
                "Sie hält trotzdem jeden fern, der Ihr Passwort erfährt. Sie können sie jederzeit einschalten:"),
            NoticeKind.EmailChanged => new("Ihre E-Mail-Adresse wurde geändert",
                $"Die E-Mail-Adresse Ihres Kontos wurde geändert{To(method)}. Codes und Nachrichten gehen jetzt an die neue.", TellOperator),
            NoticeKind.AccountExported => new("Von Ihren Kontodaten wurde eine Kopie gemacht",
                "Es wurde eine Datei mit allen Daten Ihres Kontos gemacht: Namen, Nummern, Anmeldungen und Aktivität. " +
                    "Sie enthält weder Passwort noch Schlüssel noch Codes.", ChangePassword),
            NoticeKind.AccountDeleteAsked => new("Ihr Konto wird gelöscht", WillBeDeleted(facts.Until), ChangePassword),
            NoticeKind.AccountDeletePutOff => new("Ihr Konto wird weiterhin gelöscht", StillDeleted(facts.Until), ChangePassword),
            NoticeKind.AccountDeleteCalledOff => new("Ihr Konto wird nicht gelöscht",
                "Ihr Konto sollte gelöscht werden. Das ist abgesagt: Es bleibt, wie es ist.", ChangePassword),
            NoticeKind.AccountDeleted => new("Ihr Konto wurde gelöscht",
                "Ihr Konto ist gelöscht, wie es von dem Ort unten verlangt wurde. Seine Anmeldemethoden, Wiederherstellungscodes und " +
                    "API-Schlüssel sind endgültig weg. Das ist unsere letzte E-Mail dazu.", TellOperator),
        };
    }

    public override string NameOf(ProofKind factor) => factor switch
    {
        ProofKind.Totp => "Authenticator-App",
        ProofKind.Sms => "SMS",
        ProofKind.Email => "Codes per E-Mail",
        ProofKind.Passkey => "Passkey",
        ProofKind.BackupCode => "Wiederherstellungscodes",
    };

    private string FromOn(DateTimeOffset? from) => from is { } begins ? Instant(begins) : "jetzt";

    private static string BackupCodesLeft(int? left)
    {
        var used = "Einer Ihrer Wiederherstellungscodes wurde benutzt. Er gilt nicht noch einmal.";
        return left switch
        {
            null => used,
            0 => "Ihr letzter Wiederherstellungscode wurde benutzt. Erzeugen Sie jetzt neue.",
            1 => $"{used} Sie haben noch einen: Erzeugen Sie bald neue.",
            <= BackupCode.Few => $"{used} Sie haben noch {left}: Erzeugen Sie bald neue.",
            _ => $"{used} Sie haben noch {left}.",
        };
    }

    private string LockEnd(DateTimeOffset? until) => until is { } end && end < DateTimeOffset.MaxValue.AddYears(-1)
        ? $"Bis zum {Instant(end)} werden dafür keine Codes mehr angenommen; Ihre anderen Methoden gelten weiter."
        : "Dafür werden keine Codes mehr angenommen, bis die Sperre aufgehoben wird; Ihre anderen Methoden gelten weiter.";

    private string WillBeDeleted(DateTimeOffset? at) =>
        $"Jemand, der in Ihrem Konto angemeldet ist, will es löschen lassen. {(at is { } due ? $"Am {Instant(due)}" : "Bald")} ist es endgültig weg. " +
        "Bis dahin geht alles wie bisher, und Sie können es auf der Seite „Sicherheit“ absagen.";

    private string StillDeleted(DateTimeOffset? at) =>
        "Jemand, der in Ihrem Konto angemeldet war, will es löschen lassen; die Frist, um das abzusagen, hat neu begonnen. " +
        $"{(at is { } due ? $"Am {Instant(due)}" : "Bald")} ist es endgültig weg. Absagen können Sie es auf der Seite „Sicherheit“.";

    private string SetByMail(DateTimeOffset? until) =>
        $"Über einen Link in einer E-Mail wurde für Ihr Konto ein neues Passwort gesetzt, und alle Sitzungen wurden beendet. Die " +
        $"Zwei-Faktor-Anmeldung bleibt an. Codes und Links per E-Mail gelten " +
            $"{(until is { } end ? $"ab {Instant(end)} wieder, oder" : "erst")} " +
        $"wenn einmal ein anderer Faktor benutzt wurde: Ihre Authenticator-App, eine SMS oder ein Wiederherstellungscode.";

    private string Frozen(DateTimeOffset? until) =>
        $"Sie haben gesagt, dass etwas an Ihrem Konto nicht von Ihnen war. Alle anderen Sitzungen wurden beendet, und Passwort, " +
        $"zweite Faktoren und API-Schlüssel lassen sich nicht ändern, bis {(until is { } last ? $"zum {Instant(last)}" : "auf Weiteres")} oder bis Sie Ihr Passwort per " +
        $"E-Mail zurückgesetzt und sich danach angemeldet haben. Tun Sie das als Nächstes.";

    public override string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("d. MMMM yyyy, HH:mm 'UTC'", Language.German.Culture());

    private static string Quoted(string name) => $"„{name}“";
    private static string With(string? method) => method is null ? "" : $" mit {method}";
    private static string To(string? address) => address is null ? "" : $" in {address}";
}
