namespace Countersign.Server.Pages;

/// <summary>What stands around every page.</summary>
public sealed partial class Texts
{
    public string TitleOfRefused(string title) => Say($"Error: {title}", $"Fehler: {title}");
    public string SkipToContent => Say("Skip to content", "Zum Inhalt springen");
    public string LanguageSwitch => Say("Language", "Sprache");
    public string MainNavigation => Say("Account", "Konto");
    public string NavSecurity => Say("Security", "Sicherheit");
    public string NavActivity => Say("Activity", "Verlauf");
    public string NavApiKeys => Say("API keys", "API-Schlüssel");
    public string SignOut => Say("Sign out", "Abmelden");
    public string Continue => Say("Continue", "Weiter");
    public string Cancel => Say("Cancel", "Abbrechen");
    public string Back => Say("Back", "Zurück");
    public string Save => Say("Save", "Speichern");
    public string Copy => Say("Copy", "Kopieren");
    public string Copied => Say("Copied", "Kopiert");
    public string Required => Say("Fill this in.", "Bitte ausfüllen.");
    public string Never => Say("never", "nie");

    public string StaleTitle => Say("This page was open for too long", "Diese Seite war zu lange offen");
    public string StaleBody => Say(
        "Nothing was changed. Go back, load the page again, and repeat what you did. If this keeps happening, your browser may be blocking our cookies.",
        "Es wurde nichts geändert. Gehen Sie zurück, laden Sie die Seite neu und wiederholen Sie den Schritt. Passiert das immer wieder, blockiert Ihr Browser vielleicht unsere Cookies.");
    public string StaleGoOn => Say("Go to the start", "Zum Anfang");
}
