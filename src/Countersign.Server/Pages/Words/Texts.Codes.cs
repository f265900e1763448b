namespace Countersign.Server.Pages;

/// <summary>What the pages say about recovery codes.</summary>
public sealed partial class Texts
{
    // With a soft hyphen: as a heading the German word is wider than a small phone.
    public string CodesTitle => Say("Recovery codes", "Wiederherstellungs\u00ADcodes");
    public string CodesLead => Say(
        "Each of these gets you in once when you have no phone. Keep them where you find them without it: on paper, or in a password manager. We cannot show them again.",
        "Jeder davon lässt Sie einmal hinein, wenn Sie kein Telefon haben. Bewahren Sie sie so auf, dass Sie sie ohne es finden: auf Papier oder in einem Passwort-Manager. Wir können sie nicht noch einmal zeigen.");
    public string Download => Say("Download", "Herunterladen");
    public string Print => Say("Print", "Drucken");
    public string CodesKeptTick => Say("I have put the codes in a safe place.", "Ich habe die Codes sicher aufbewahrt.");
    public string CodesKeptButton => Say("Yes, I have them", "Ja, ich habe sie");
    public string CodesLoose => Say("Do you have your recovery codes? If not, make new ones now.", "Haben Sie Ihre Wiederherstellungscodes? Wenn nicht, erzeugen Sie jetzt neue.");
    public string CodesFew => Say("make new ones soon", "bald neue erzeugen");
    public string CodesNone => Say("You have no recovery codes left.", "Sie haben keine Wiederherstellungscodes mehr.");
    public string CodesNoneAdvice => Say("make new ones now", "jetzt neue erzeugen");
    public string CodesRestoredAdvice => Say(
        "This service went back to a backup. Recovery codes that you have used since then may work again, also for somebody who saw them. Make new ones.",
        "Dieser Dienst wurde aus einer Sicherung wiederhergestellt. Wiederherstellungscodes, die Sie seither benutzt haben, gelten vielleicht wieder, auch für jemanden, der sie gesehen hat. Erzeugen Sie neue.");
    public string CodesMade => Say("Made", "Erzeugt");
    public string LastChecked => Say("last checked", "zuletzt geprüft");
    public string CheckCode => Say("Check a code without using it up", "Einen Code prüfen, ohne ihn zu verbrauchen");
    public string CheckCodeHint => Say("Take any one of your list. A wrong one counts as a failed try.", "Nehmen Sie irgendeinen von Ihrer Liste. Ein falscher zählt als Fehlversuch.");
    public string Check => Say("Check", "Prüfen");
    public string NewCodesLead => Say("You get a new set. All earlier codes stop working, and all other sessions end.", "Sie bekommen einen neuen Satz. Alle früheren Codes gelten nicht mehr, und alle anderen Sitzungen enden.");
    public string CodesFileName => Say("recovery-codes.txt", "wiederherstellungscodes.txt");
    public string CodesFileHead(string issuer, string email) => Say($"Recovery codes for {issuer}\n{email}, {Day(now)}", $"Wiederherstellungscodes für {issuer}\n{email}, {Day(now)}");
    public string CodesFileFoot => Say("Each code works once. Keep this file where you find it without your phone.", "Jeder Code gilt einmal. Bewahren Sie diese Datei so auf, dass Sie sie ohne Ihr Telefon finden.");
    public string RecoveredTitle => Say("You used a recovery code", "Sie haben einen Wiederherstellungs\u00ADcode benutzt");
    public string RecoveredAdvice => Say("If your phone is lost, put the new one in its place now.", "Wenn Ihr Telefon verloren ist, setzen Sie jetzt das neue an seine Stelle.");
    public string ContinueToAccount => Say("Continue to the account", "Weiter zum Konto");
}
