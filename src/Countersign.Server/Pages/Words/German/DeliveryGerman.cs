namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class DeliveryGerman(Texts all) : DeliveryTexts(all)
{
    public override string OnItsWay => "Er wird gerade übergeben.";
    public override string TriedAgain =>
        "Er konnte noch nicht übergeben werden und wird von selbst noch einmal versucht. Ein anderer Weg ist vielleicht schneller.";
    public override string NotHandedOver =>
        "Er konnte nicht übergeben werden. Lassen Sie ihn noch einmal senden, oder bestätigen Sie es anders.";
    public override string MayHaveLeft =>
        "Ob er hinausgegangen ist, weiß noch niemand: er kann noch kommen. Nehmen Sie ihn dann, oder bestätigen Sie es anders.";
    public override string HandedToCarrier => "An den Netzbetreiber übergeben:";
    public override string HandedToMailServer => "An den Mailserver übergeben:";
    public override string Delivered => "Ihr Telefon hat ihn:";
    public override string CarrierGaveUp => "Der Netzbetreiber meldet, dass er ihn nicht zustellen konnte.";
    public override string OtherCarrierIn(DateTimeOffset at) =>
        $"Hört man nichts davon, bekommt ihn ein anderer Netzbetreiber in {Until(at)}.";
    public override string OtherCarrierNow => "Ein anderer Netzbetreiber bekommt ihn gerade.";
    public override string CallNextIn(DateTimeOffset at) => $"Hört man nichts davon, werden Sie in {Until(at)} angerufen.";
    public override string CallNextNow => "Als Nächstes werden Sie angerufen.";
    public override string NoText => "Noch nichts da? Prüfen Sie den Empfang und gesperrte Absender, oder bestätigen Sie es anders.";
    public override string NoMail => "Noch nichts da? Sehen Sie im Spam-Ordner nach, oder bestätigen Sie es anders.";
    public override string OtherWays(string names) => $"Es geht auch so: {names}.";
    public override string CallHandedOver => "Sie werden angerufen:";
    public override string CallAnswered => "Der Anruf wurde angenommen:";
    public override string CallFailed => "Der Anruf wurde nicht angenommen:";
    public override string NoCall => "Der Anruf liest den Code vor. Noch kein Anruf? Warten Sie etwas, oder bestätigen Sie es anders.";
    public override string AfterCall => "Der Code gilt noch, falls Sie ihn haben. Sonst bestätigen Sie es anders.";
    public override string CallMe => "Stattdessen anrufen lassen";
}
