namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OwnerGerman(Texts all) : OwnerTexts(all)
{
    public override string CardTitle => "Ihre Daten";
    public override string CardBody => "Nehmen Sie alles mit, was über Sie gespeichert ist, oder löschen Sie Ihr Konto.";

    public override string ExportTitle => "Ihre Daten herunterladen";
    public override string ExportLead =>
        "Sie bekommen eine Datei (JSON) mit allem, was über Ihr Konto gespeichert ist. Eine E-Mail sagt Ihnen Bescheid.";
    public override string ExportHolds =>
        "Darin stehen Ihre Namen, Adresse und Telefonnummern, Ihre Methoden, API-Schlüssel, Sitzungen und gemerkten Browser, was auf dem " +
        "Konto geschehen ist und welche Nachrichten an Sie gingen.";
    public override string ExportLacks =>
        "Passwörter, Schlüssel, Codes und die Texte der Nachrichten stehen nicht darin. Heben Sie die Datei so sorgfältig auf wie einen " +
        "Kontoauszug.";
    public override string ExportButton => "Herunterladen";

    public override string DeleteTitle => "Ihr Konto löschen";
    public override string DeleteEllipsis => "Konto löschen …";
    public override string DeleteLead(string wait) =>
        $"Ihr Konto wird nach Ablauf einer Frist gelöscht: {wait}. Bis dahin geht alles wie bisher, und Sie können es absagen. Eine E-Mail " +
        "sagt Ihnen Bescheid, und eine SMS an die Nummern Ihres Kontos.";
    public override string DeleteLeadAtOnce => "Ihr Konto wird sofort gelöscht.";
    public override string WhatGoes => "Was dann weg ist";
    public override string Goes =>
        "Ihre Namen, Adresse und Telefonnummern, Ihr Passwort, alle Methoden und Wiederherstellungscodes, API-Schlüssel, Sitzungen, " +
        "gemerkte Browser und die Liste der Nachrichten, die an Sie gingen.";
    public override string WhatStops => "Was dann nicht mehr geht";
    public override string KeysStop => "Was einen dieser API-Schlüssel benutzt, wird von da an abgewiesen:";
    public override string NoKeyStops => "Sie haben keine API-Schlüssel, also bleibt kein Programm stehen.";
    public override string OfApplication => "einer Anwendung, die ihre Leute damit anmeldet";
    public override string SessionsStop(int sessions) => sessions == 1
        ? "Sie werden hier abgemeldet."
        : $"Sie werden überall abgemeldet: {sessions} Sitzungen enden.";
    public override string WhatStays => "Was bleibt";
    public override string Stays(string log, string addresses, string mail) =>
        $"Das Protokoll dessen, was geschehen ist, unter der Nummer des Kontos und ohne seine Namen (Aufbewahrung: {log}). Netzadressen " +
        $"darin werden später gekürzt (Frist: {addresses}). Dass eine letzte E-Mail an Sie ging, bleibt vermerkt (Aufbewahrung: {mail}). " +
        "Sicherungskopien dieses Dienstes enthalten Ihr Konto, bis sie weggeworfen werden.";
    public override string NoWayBack => "Das lässt sich nicht rückgängig machen.";
    public override string DeleteButton => "Mein Konto löschen";
    public override string NameToBeSure => "Ihr Benutzername oder Ihre E-Mail-Adresse, um sicherzugehen";
    public override string NameHint(string username, string address) => $"Geben Sie {username} oder {address} ein.";
    public override string NotTheName => "Das ist weder Ihr Benutzername noch Ihre Adresse.";
    public override string Password => "Ihr Passwort";
    public override string WrongPassword => "Das ist nicht Ihr Passwort.";

    public override string Banner(DateTimeOffset at) =>
        $"Ihr Konto wird am {Instant(at)} gelöscht. Bis dahin geht alles wie bisher.";
    public override string CallOff => "Mein Konto behalten";
}
