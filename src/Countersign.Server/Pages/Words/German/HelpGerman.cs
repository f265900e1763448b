namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class HelpGerman(Texts all) : HelpTexts(all)
{
    public override string Title => "Klappt es nicht?";
    public override string StillNothing => "Hilft nichts davon? Fragen Sie hier:";
    public override string AskOperator => "Hilft nichts davon? Fragen Sie die Betreiber dieses Dienstes.";

    public override string AppChanges => "Die App zeigt alle 30 Sekunden einen neuen Code, und jeder gilt einmal: Warten Sie auf den nächsten.";
    public override string AppClock => "Das Telefon muss seine Uhr selbst stellen: Geht sie falsch, zeigt die App falsche Codes.";
    public override string AppAccount(string issuer, string email) =>
        $"Mehrere Konten in der App? Es ist das mit dem Namen {issuer}, {email}.";

    public override string TextSignal => "Hat das Telefon Empfang? Im Ausland oder bei vollem Speicher kommen SMS später.";
    public override string TextBlocked => "Sehen Sie bei blockierten und unbekannten Absendern nach: Manche Telefone sortieren solche SMS aus.";
    public override string TextNumber =>
        "Ist es noch Ihre Nummer? Wenn nicht, bestätigen Sie anders und ersetzen dann das Telefon in Ihren Sicherheitseinstellungen.";

    public override string MailSpam => "Sehen Sie im Spam-Ordner nach und in Ordnern, in die Ihre Regeln E-Mails verschieben.";
    public override string MailNewest => "Kamen mehrere? Nehmen Sie den Code der neuesten.";
    public override string MailAddress => "Es kann einige Minuten dauern. Kommt gar nichts, geht es anders schneller.";

    public override string PasskeyDevice => "Nehmen Sie das Gerät, den Passwortmanager oder den Sicherheitsschlüssel mit dem Passkey.";
    public override string PasskeyBrowser =>
        "Ist er auf Ihrem Telefon? Wählen Sie das im Dialog des Browsers; Bluetooth muss auf beiden an sein.";

    public override string RecoveryForm =>
        "Ein Wiederherstellungscode hat zwölf Buchstaben und Ziffern. Eine Liste gab es, als die Zwei-Faktor-Anmeldung eingeschaltet wurde.";
    public override string RecoveryOnce => "Jeder gilt einmal: Nehmen Sie den nächsten auf der Liste.";
    public override string RecoveryNewest => "Haben Sie seitdem neue erzeugt? Dann gelten nur die der neuesten Liste.";
}
