using Countersign.Core;
using Countersign.Server.Operators;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateHooksGerman(Texts all) : OperateHooksTexts(all)
{
    public override string Lead => "Andere Programme, die erfahren, was mit Konten und Nachrichten geschieht.";
    public override string None =>
        "Kein Programm erfährt etwas. Auf dem Rechner des Servers legt countersign-server hook add eines an.";
    public override string Beside =>
        "Angelegt wird ein Webhook auf dem Rechner des Servers (hook add), und dort bekommt er ein neues Geheimnis (hook rotate): Es wird " +
        "nur einmal gezeigt.";
    public override string Told => "Erfährt";
    public override string OnTheWay => "Ereignisse";
    public override string LastTaken => "Hat zuletzt etwas angenommen";
    public override string Never => "noch nie";
    public override string Well => "in Ordnung";
    public override string Failing => "gestört";
    public override string Disabled => "ausgeschaltet";
    public override string DisabledBody =>
        "Dieser Webhook hat drei Tage lang nichts angenommen oder will nichts mehr; deshalb wird ihm nichts geschickt. Was inzwischen " +
        "geschieht, wartet. Bringen Sie die Gegenseite in Ordnung, schicken Sie einen Test, und schalten Sie ihn dann wieder ein.";
    public override string SeeThem => "Zu den Webhooks";
    public override string Deliveries => "Was geschickt wurde";
    public override string NothingSent => "Noch nichts.";
    public override string Newest => "Neueste";
    public override string Older => "Ältere";
    public override string NextTry => "nächster Versuch";
    public override string Kept => "Was geschickt wurde, steht hier höchstens 30 Tage.";
    public override string Test => "Test schicken";
    public override string TestTitle => "Diesem Webhook einen Test schicken";
    public override string TestLead =>
        "Die Gegenseite bekommt ein Ereignis vom Typ hook.test, unterschrieben wie alle anderen. Es wird nur einmal versucht.";
    public override string Enable => "Einschalten";
    public override string EnableTitle => "Diesem Webhook wieder etwas schicken";
    public override string EnableLead => "Alles, was wartet, wird geschickt, die Ereignisse jeder Person in ihrer Reihenfolge.";
    public override string Remove => "Entfernen";
    public override string RemoveTitle => "Diesen Webhook entfernen";
    public override string RemoveLead => "Er erfährt nichts mehr. Was auf ihn wartet, geht verloren, und sein Geheimnis wird vergessen.";
    public override string Replay => "Noch einmal";
    public override string ReplayTitle => "Dieses Ereignis noch einmal schicken";
    public override string ReplayLead =>
        "Es geht unter demselben Namen (webhook-id) hinaus: Ein Programm, das es schon hat, kann es liegen lassen.";

    public override string NameOf(HookId hook) => $"Webhook {hook.Value}";

    public override string Counts(HookSight sight) =>
        $"{Count(sight.Waiting)} warten, {Count(sight.Taken)} angenommen, {Count(sight.GivenUp)} aufgegeben";

    public override string Of(HookState state) => state switch
    {
        HookState.Waiting => "wartet",
        HookState.Taken => "angenommen",
        HookState.GivenUp => "aufgegeben",
    };

    public override string Tries(int attempts) => attempts == 1 ? "1 Versuch" : $"{Count(attempts)} Versuche";

    public override string AccountOf(AccountId account) => $"Konto {account.Value}";

    public override string SomeDisabled(int count) => count == 1
        ? "Ein Webhook ist so lange ausgefallen, dass ihm nichts mehr geschickt wird."
        : $"{Count(count)} Webhooks sind so lange ausgefallen, dass ihnen nichts mehr geschickt wird.";
}
