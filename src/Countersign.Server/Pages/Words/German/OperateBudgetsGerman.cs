using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Operators;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateBudgetsGerman(Texts all) : OperateBudgetsTexts(all)
{
    public override string Lead =>
        "Was von den gemeinsamen Grenzen verbraucht ist, nach Land, nach Anfang der Nummer und nach Netz. Ist eine voll, geht bis zum " +
        "Ende ihrer Zeit nichts mehr hinaus.";
    public override string None => "Zurzeit ist kein Budget angebrochen.";
    public override string Beside =>
        "Grenzen eines einzelnen Kontos oder einer einzelnen Nummer stehen nicht hier. Von vielen Anfängen und Netzen werden die mit dem " +
        "größten Verbrauch gezeigt.";
    public override string FullNow => "Jetzt voll";
    public override string Full => "voll";
    public override string UntilWhen => "bis";
    public override string Lift => "Leeren";
    public override string LiftWhy => "Warum?";

    public override string Of(BudgetScope scope) => scope switch
    {
        BudgetScope.InAll => "Insgesamt",
        BudgetScope.Country => "Nach Land",
        BudgetScope.Prefix => "Nach Anfang der Nummer",
        BudgetScope.Network => "Nach Netz",
        BudgetScope.Unanswered => "Zu wenige Codes kamen zurück",
    };

    public override string Of(BudgetUse use) => use switch
    {
        BudgetUse.Codes => "SMS-Codes",
        BudgetUse.NewNumbers => "SMS-Codes, neue Nummern",
        BudgetUse.News => "SMS-Mitteilungen",
        BudgetUse.Calls => "Anrufe",
        BudgetUse.MailByPassword => "Codes per E-Mail",
        BudgetUse.AskedMail => "E-Mails ohne Anmeldung",
    };

    public override string Used(BudgetWindow window) => window.Scope is BudgetScope.Unanswered
        ? $"nur {Count(window.Used)} von {Count(window.Allowed)} kamen zurück"
        : $"{Count(window.Used)} von {Count(window.Allowed)}";

    public override string LiftTitle(BudgetWindow window) => $"Budget leeren: {NameOf(window)}";

    public override string LiftLead(BudgetWindow window) =>
        $"{Of(window.Use)}: {Used(window)}. Es zählt von vorn, und sofort können wieder so viele Nachrichten hinausgehen, wie " +
        "die Grenze erlaubt. Wer es mit Absicht verbraucht, kann weitermachen.";

    public override string TrialLink => "Andere Grenzen an einem vergangenen Tag ausprobieren";
    public override string TrialTitle => "Andere Grenzen ausprobieren";
    public override string TrialLead =>
        "Was ein Tag unter diesen Grenzen gekostet hätte, nach den Einträgen seiner SMS. Es wird nichts geändert und nichts geschickt.";
    public override string TrialBeside =>
        "Tage sind die der UTC, und Einträge bleiben einige Tage stehen. Was an dem Tag abgelehnt wurde, hat keinen Eintrag; weitere " +
        "Grenzen zeigen deshalb nicht mehr. Grenzen nach Netz und die Anteile von Fremden zählen nicht mit, weil kein Eintrag sagt, von wo " +
        "eine Nachricht verlangt wurde.";
    public override string Try => "Ausprobieren";
    public override string Back => "Zurück zu den Budgets";
    public override string Went => "Wären hinausgegangen";
    public override string Paid => "Zu bezahlen";
    public override string Cut => "Es waren mehr Nachrichten, als hier angesehen werden. Die Summen gelten für die ersten 200.000.";
    public override string NoTexts => "Von diesem Tag gibt es keinen Eintrag einer SMS mehr.";

    public override string Of(TrialField field) => field switch
    {
        TrialField.Day => "Tag",
        TrialField.InAll => "Insgesamt",
        TrialField.PerCountry => "In ein Land",
        TrialField.PerPrefix => "An einen Anfang von Nummern",
        TrialField.PerNumber => "An eine Nummer",
        TrialField.Countries => "Länder, die SMS bekommen",
        TrialField.Price => "Preis einer SMS (freiwillig)",
    };

    public override string WriteLike(string example) => $"Schreiben Sie es wie {example}.";

    public override string OutcomeOf(DateTimeOffset day) => $"SMS vom {Day(day)}";

    public override string WentOf(long went, long asked) => $"{Count(went)} von {Count(asked)}";

    public override string PaidOf(TrialOutcome outcome) => outcome.Trial.Price == 0
        ? $"{Count(outcome.Paid)}; es waren {Count(outcome.PaidThen)}"
        : $"{Count(outcome.Paid)}, also {Money(outcome.Cost)}; es waren {Count(outcome.PaidThen)}, also {Money(outcome.CostThen)}";

    public override string RefusedBy(SendCap cap, long count) => Count(count) + " " + cap switch
    {
        SendCap.ClosedCountry => "in ein geschlossenes Land",
        SendCap.Account => "zu viele für ein Konto",
        SendCap.Number => "zu viele an eine Nummer",
        SendCap.Prefix => "zu viele an einen Anfang",
        SendCap.Country => "zu viele in das Land",
        SendCap.InAll => "zu viele insgesamt",
    };

    protected override string InAll => "alle";
    protected override string NoCountry => "unbekanntes Land";
}
