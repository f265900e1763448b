namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class CodesGerman(Texts all) : CodesTexts(all)
{
    public override string CodesTitle => "Wiederherstellungs\u00ADcodes";
    public override string CodesLead =>
        "Jeder davon lässt Sie einmal hinein, wenn Sie kein Telefon haben. Bewahren Sie sie so auf, dass Sie sie ohne es finden: auf " +
        "Papier oder in einem Passwort-Manager. Wir können sie nicht noch einmal zeigen.";
    public override string Download => "Herunterladen";
    public override string Print => "Drucken";
    public override string CodesKeptTick => "Ich habe die Codes sicher aufbewahrt.";
    public override string CodesKeptButton => "Ja, ich habe sie";
    public override string CodesLoose => "Haben Sie Ihre Wiederherstellungscodes? Wenn nicht, erzeugen Sie jetzt neue.";
    public override string CodesFew => "bald neue erzeugen";
    public override string CodesNone => "Sie haben keine Wiederherstellungscodes mehr.";
    public override string CodesNoneAdvice => "jetzt neue erzeugen";
    public override string CodesRestoredAdvice =>
        "Dieser Dienst wurde aus einer Sicherung wiederhergestellt. Wiederherstellungscodes, die Sie seither benutzt haben, gelten " +
        "vielleicht wieder, auch für jemanden, der sie gesehen hat. Erzeugen Sie neue.";
    public override string CodesMade => "Erzeugt";
    public override string NeverChecked => "noch nie geprüft";
    public override string LastChecked => "zuletzt geprüft";
    public override string CheckCode => "Einen Code prüfen, ohne ihn zu verbrauchen";
    public override string CheckCodeHint => "Nehmen Sie irgendeinen von Ihrer Liste. Ein falscher zählt als Fehlversuch.";
    public override string Check => "Prüfen";
    public override string NewCodesLead =>
        "Sie bekommen einen neuen Satz. Alle früheren Codes gelten nicht mehr, und alle anderen Sitzungen enden.";
    public override string CodesFileName => "wiederherstellungscodes.txt";
    public override string CodesFileHead(string issuer, string email) => $"Wiederherstellungscodes für {issuer}\n{email}, {Day(Present)}";
    public override string CodesFileFoot =>
        "Jeder Code gilt einmal. Bewahren Sie diese Datei so auf, dass Sie sie ohne Ihr Telefon finden.";
    public override string RecoveredTitle => "Sie haben einen Wiederherstellungs\u00ADcode benutzt";
    public override string RecoveredAdvice => "Wenn Ihr Telefon verloren ist, setzen Sie jetzt das neue an seine Stelle.";
    public override string ContinueToAccount => "Weiter zum Konto";
}
