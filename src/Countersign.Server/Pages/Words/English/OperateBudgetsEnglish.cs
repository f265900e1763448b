using Countersign.Server.Delivery;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateBudgetsEnglish(Texts all) : OperateBudgetsTexts(all)
{
    public override string Lead =>
        "What is used of the limits that people share, by country, by the beginning of numbers and by network. A full one lets nothing " +
        "through until its time is over.";
    public override string None => "No budget is in use now.";
    public override string Beside =>
        "Limits of one account or one number are not among these. Of many beginnings and networks, those with the most use are shown.";
    public override string FullNow => "Full now";
    public override string Full => "full";
    public override string UntilWhen => "until";
    public override string Lift => "Empty";
    public override string LiftWhy => "Why?";

    public override string Of(BudgetScope scope) => scope switch
    {
        BudgetScope.InAll => "All in all",
        BudgetScope.Country => "By country",
        BudgetScope.Prefix => "By the beginning of the number",
        BudgetScope.Network => "By network",
    };

    public override string Of(BudgetUse use) => use switch
    {
        BudgetUse.Codes => "SMS codes",
        BudgetUse.NewNumbers => "SMS codes, new numbers",
        BudgetUse.News => "SMS news",
        BudgetUse.MailByPassword => "mailed codes",
        BudgetUse.AskedMail => "mails without signing in",
    };

    public override string Used(BudgetWindow window) => $"{Count(window.Used)} of {Count(window.Allowed)}";

    public override string LiftTitle(BudgetWindow window) => $"Empty the budget of {NameOf(window)}";

    public override string LiftLead(BudgetWindow window) =>
        $"{Of(window.Use)}: {Used(window)} used. It counts from the beginning, and as many messages as the limit allows may go out again " +
        "at once. If somebody is using it up on purpose, they can go on.";

    protected override string InAll => "everybody";
}
