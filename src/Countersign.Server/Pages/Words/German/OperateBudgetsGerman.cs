using Countersign.Server.Delivery;

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
    };

    public override string Of(BudgetUse use) => use switch
    {
        BudgetUse.Codes => "SMS-Codes",
        BudgetUse.NewNumbers => "SMS-Codes, neue Nummern",
        BudgetUse.News => "SMS-Mitteilungen",
        BudgetUse.MailByPassword => "Codes per E-Mail",
        BudgetUse.AskedMail => "E-Mails ohne Anmeldung",
    };

    public override string Used(BudgetWindow window) => $"{Count(window.Used)} von {Count(window.Allowed)}";

    public override string LiftTitle(BudgetWindow window) => $"Budget leeren: {NameOf(window)}";

    public override string LiftLead(BudgetWindow window) =>
        $"{Of(window.Use)}: {Used(window)} verbraucht. Es zählt von vorn, und sofort können wieder so viele Nachrichten hinausgehen, wie " +
        "die Grenze erlaubt. Wer es mit Absicht verbraucht, kann weitermachen.";

    protected override string InAll => "alle";
}
