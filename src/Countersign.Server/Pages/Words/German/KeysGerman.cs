namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class KeysGerman(Texts all) : KeysTexts(all)
{
    public override string KeysLead =>
        "Programme und die Kommandozeile benutzen sie statt Ihres Passworts. Wer einen hat, kann in dessen Grenzen für Sie handeln.";
    public override string KeysTitle => "Ihre Schlüssel";
    public override string NoKeys => "Noch keine.";
    public override string KeyMade => "erzeugt";
    public override string KeyReads => "liest";
    public override string KeyWrites => "liest und ändert";
    public override string KeyDelete => "Diesen Schlüssel löschen";
    public override string KeyNewTitle => "Neuen Schlüssel erzeugen";
    public override string KeyNameHint => "Wofür er ist, etwa „Backup-Skript“.";
    public override string KeyRights => "Er darf";
    public override string KeyRightsAll => "lesen und ändern";
    public override string KeyRightsRead => "nur lesen";
    public override string KeyCreate => "Schlüssel erzeugen";
    public override string KeyMadeTitle => "Ihr neuer Schlüssel";
    public override string KeepTitle => "API-Schlüssel, die weiter gelten";
    public override string KeepHint =>
        "Haken Sie die Schlüssel an, die Sie kennen und noch brauchen. Die anderen enden jetzt: Wer Ihr Passwort kannte, kann sie erzeugt " +
        "haben.";
    public override string KeyByOperator => "von den Betreibern dieses Dienstes,";
    public override string KeyMadeLead => "Kopieren Sie ihn jetzt: Er wird nicht noch einmal gezeigt.";
}
