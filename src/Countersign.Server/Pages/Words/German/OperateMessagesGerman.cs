using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateMessagesGerman(Texts all) : OperateMessagesTexts(all)
{
    public override string MessagesLead =>
        "Was aus den Codes und Mitteilungen dieses Dienstes wurde. Ihr Inhalt wird nie gezeigt und ihr Ziel nur zum Teil.";
    public override string MessagesHealth => "Jetzt und in den letzten 24 Stunden";
    public override string Now => "Jetzt";
    public override string MessagesEmpty => "Es gibt keine solche Nachricht.";
    public override string MessagesNone => "Es wurde noch keine Nachricht geschickt.";
    public override string MessagesTo => "An";
    public override string MessagesToAll => "alle zeigen";
    public override string MessagesOlder => "Ältere Nachrichten";
    public override string MessagesNewest => "Zurück zu den neuesten";
    public override string MessagesShow => "Welche Nachrichten";
    public override string MessagesChannels => "Auf welchem Weg";
    public override string AllChannels => "Beide Wege";

    public override string MessagesKept(TimeSpan keep) =>
        $"Der Eintrag einer Nachricht bleibt {Days((int)keep.TotalDays)} stehen, nachdem sie erledigt ist; ihr Text wird sofort gelöscht.";

    public override string WaitingNow(MessageHealth health) => health.OldestWaiting is { } oldest
        ? $"{Counted(health.Waiting, "Nachricht wartet", "Nachrichten warten")}; die älteste seit {Since(oldest)}."
        : "Keine Nachricht wartet.";

    public override string ChannelDid(ChannelHealth health) => health switch
    {
        { Sent: 0, Failed: 0 } => "keine",
        { Failed: 0 } => $"{Count(health.Sent)} geschickt, keine gescheitert",
        _ => $"{Count(health.Sent)} geschickt, {Count(health.Failed)} gescheitert",
    };

    public override string CodesBack(SmsUse use) => use switch
    {
        SmsUse.Enrolled => "SMS-Codes benutzt",
        SmsUse.NewNumber => "SMS-Codes benutzt, neue Nummern",
    };

    public override string CodesBackCount(long returned, long sent) => $"{Count(returned)} von {Count(sent)}";

    public override string Pumped(SmsUse use, IReadOnlyList<string> prefixes) =>
        $"{(use is SmsUse.Enrolled ? "Nummern" : "Neue Nummern")}, die so beginnen, bekommen zurzeit keine SMS, weil zu wenige dorthin " +
        $"geschickte Codes zurückkamen: {string.Join(", ", prefixes)}." +
        $"{(use is SmsUse.Enrolled ? "" : " Nummern, die schon auf Konten sind, bekommen ihre weiter.")} Mit Nachrichten an solche " +
            $"Nummern lässt sich Geld verdienen; sehen Sie nach, ob jemand " +
        $"massenhaft Konten anlegt.";

    public override string Ranges => "Nummern aus unbekannten Bereichen";

    public override string RangesLead =>
        "Jemand hat Nummern angegeben, die so beginnen, und die Nummernpläne in diesem Server kennen sie nicht als vergeben. Neue " +
        "Bereiche sind in Betrieb, bevor es in solchen Tabellen steht. Sehen Sie bei der Behörde des Landes nach und lassen Sie den " +
        "Bereich dann zu.";

    public override string RangeBlocked => "abgelehnt";
    public override string RangeAllowed => "zugelassen";
    public override string AllowRange => "Zulassen";

    public override string AllowRangeLead =>
        "Alle Nummern, die so beginnen und eine richtige Länge haben, bekommen ab jetzt SMS, soweit Länder und Grenzen der Einstellungen " +
        "es erlauben.";

    public override string EndRange => "Nicht mehr zulassen";
    public override string EndRangeLead =>
        "Neue Nummern, die so beginnen, werden wieder abgelehnt. Wer schon eine auf dem Konto hat, behält sie.";

    public override string RangeTries(long tries) => tries == 1 ? "einmal angegeben" : $"{tries}-mal angegeben";

    public override string AllowRangeTitle(PhoneRange range) => $"Nummern zulassen, die mit {range.Beginning} beginnen";

    public override string EndRangeTitle(PhoneRange range) => $"Nummern nicht mehr zulassen, die mit {range.Beginning} beginnen";

    public override string Of(MessageKind kind) => kind switch
    {
        MessageKind.LogInCode => "Code zum Anmelden",
        MessageKind.ChangeCode => "Code zum Ändern von Sicherheitseinstellungen",
        MessageKind.VerifyEmail => "E-Mail-Adresse bestätigen",
        MessageKind.ResetPassword => "Link für ein neues Passwort",
        MessageKind.ConfirmFactor => "Link zum Bestätigen eines zweiten Faktors",
        MessageKind.DisableLink => "Link zum Ausschalten der Zwei-Faktor-Anmeldung",
        MessageKind.Notice => "Mitteilung zum Konto",
    };

    public override string Of(OutboxState state) => state switch
    {
        OutboxState.Waiting => "wartet",
        OutboxState.Sent => "geschickt",
        OutboxState.Refused => "abgelehnt",
        OutboxState.Unknown => "vielleicht geschickt",
        OutboxState.Expired => "zu spät",
        OutboxState.Dropped => "nicht mehr nötig",
    };

    public override string Of(MessageChoice choice) => choice switch
    {
        MessageChoice.All => "Alle",
        MessageChoice.Failed => "Gescheitert",
        MessageChoice.Waiting => "Wartend",
    };

    public override string NextTry(int attempts) => $"{Counted(attempts, "Versuch", "Versuche")} bisher, der nächste";

    public override string Told(int? gateway, ReportedState state) => $"Gateway {gateway}: " + state switch
    {
        ReportedState.UnderWay => "unterwegs, gemeldet",
        ReportedState.Failed => "kommt nicht an, gemeldet",
        ReportedState.Delivered => "auf dem Telefon, gemeldet",
    };

    public override string PhoneCall => "Anruf";

    public override string CallTold(int? gateway, ReportedState state) => $"Gateway {gateway}: " + state switch
    {
        ReportedState.UnderWay => "wird angerufen, gemeldet",
        ReportedState.Failed => "Anruf ohne Erfolg, gemeldet",
        ReportedState.Delivered => "Anruf angenommen, gemeldet",
    };
}
