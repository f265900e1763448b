namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class FrameGerman(Texts all) : FrameTexts(all)
{
    public override string TitleOfRefused(string title) => $"Fehler: {title}";
    public override string SkipToContent => "Zum Inhalt springen";
    public override string LanguageSwitch => "Sprache";
    public override string MainNavigation => "Konto";
    public override string NavSecurity => "Sicherheit";
    public override string NavActivity => "Verlauf";
    public override string NavApiKeys => "API-Schlüssel";
    public override string SignOut => "Abmelden";
    public override string Continue => "Weiter";
    public override string Cancel => "Abbrechen";
    public override string Back => "Zurück";
    public override string Save => "Speichern";
    public override string Copy => "Kopieren";
    public override string Copied => "Kopiert";
    public override string ShowPassword => "Passwort zeigen";
    public override string HidePassword => "Passwort verbergen";
    public override string SignedInAs => "Angemeldet als";
    public override string Support => "Hilfe";
    public override string Imprint => "Impressum";
    public override string Privacy => "Datenschutz";
    public override string Required => "Bitte ausfüllen.";
    public override string Never => "nie";

    public override string StaleTitle => "Diese Seite war zu lange offen";
    public override string StaleBody =>
        "Dieses Formular kam zu spät oder ein zweites Mal und hat deshalb nichts bewirkt. Sehen Sie am Anfang nach, ob schon getan ist, " +
        "was Sie wollten; wenn nicht, wiederholen Sie es. Passiert das immer wieder, blockiert Ihr Browser vielleicht unsere Cookies.";
    public override string StaleGoOn => "Zum Anfang";
}
