namespace Countersign.Server.Pages;

/// <summary>What the page of API keys says.</summary>
public sealed partial class Texts
{
    public string KeysLead => Say("Programs and the command line use these instead of your password. Whoever has one can act for you, as far as its rights go.", "Programme und die Kommandozeile benutzen sie statt Ihres Passworts. Wer einen hat, kann in dessen Grenzen für Sie handeln.");
    public string KeysTitle => Say("Your keys", "Ihre Schlüssel");
    public string NoKeys => Say("None yet.", "Noch keine.");
    public string KeyMade => Say("made", "erzeugt");
    public string KeyReads => Say("reads", "liest");
    public string KeyWrites => Say("reads and changes", "liest und ändert");
    public string KeyDelete => Say("Delete this key", "Diesen Schlüssel löschen");
    public string KeyNewTitle => Say("Make a new key", "Neuen Schlüssel erzeugen");
    public string KeyNameHint => Say("What it is for, like “backup script”.", "Wofür er ist, etwa „Backup-Skript“.");
    public string KeyRights => Say("It may", "Er darf");
    public string KeyRightsAll => Say("read and change", "lesen und ändern");
    public string KeyRightsRead => Say("read only", "nur lesen");
    public string KeyCreate => Say("Make key", "Schlüssel erzeugen");
    public string KeyMadeTitle => Say("Your new key", "Ihr neuer Schlüssel");
    public string KeyMadeLead => Say("Copy it now: it is not shown again.", "Kopieren Sie ihn jetzt: Er wird nicht noch einmal gezeigt.");
}
