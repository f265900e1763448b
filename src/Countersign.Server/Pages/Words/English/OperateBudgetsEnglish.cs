using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Operators;

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
        BudgetScope.Unanswered => "Too few codes came back",
    };

    public override string Of(BudgetUse use) => use switch
    {
        BudgetUse.Codes => "SMS codes",
        BudgetUse.NewNumbers => "SMS codes, new numbers",
        BudgetUse.News => "SMS news",
        BudgetUse.Calls => "Calls",
        BudgetUse.MailByPassword => "e-mailed codes",
        BudgetUse.AskedMail => "e-mails without signing in",
    };

    public override string Used(BudgetWindow window) => window.Scope is BudgetScope.Unanswered
        ? $"only {Count(window.Used)} of {Count(window.Allowed)} came back"
        : $"{Count(window.Used)} of {Count(window.Allowed)}";

    public override string LiftTitle(BudgetWindow window) => $"Empty the budget of {NameOf(window)}";

    public override string LiftLead(BudgetWindow window) =>
        $"{Of(window.Use)}: {Used(window)}. It counts from the beginning, and as many messages as the limit allows may go out again " +
        "at once. If somebody is using it up on purpose, they can go on.";

    public override string TrialLink => "Try other limits on a day of the past";
    public override string TrialTitle => "Try other limits";
    public override string TrialLead =>
        "What a day would have cost under these limits, from the records of its text messages. Nothing is changed and nothing is sent.";
    public override string TrialBeside =>
        "Days are those of UTC, and records are kept for a few days. What was refused on the day left no record, so wider limits show " +
        "nothing more. Limits by network and the shares of strangers take no part, since no record says where a message was asked for.";
    public override string Try => "Try";
    public override string Back => "Back to the budgets";
    public override string Went => "Would have gone";
    public override string Paid => "To pay for";
    public override string Cut => "There were more messages than are looked at here. The sums are of the first 200,000.";
    public override string NoTexts => "No record of a text message is left of that day.";

    public override string Of(TrialField field) => field switch
    {
        TrialField.Day => "Day",
        TrialField.InAll => "All in all",
        TrialField.PerCountry => "To one country",
        TrialField.PerPrefix => "To one beginning of numbers",
        TrialField.PerNumber => "To one number",
        TrialField.Countries => "Countries that get text messages",
        TrialField.Price => "Price of one (optional)",
    };

    public override string WriteLike(string example) => $"Write it like {example}.";

    public override string OutcomeOf(DateTimeOffset day) => $"Text messages of {Day(day)}";

    public override string WentOf(long went, long asked) => $"{Count(went)} of {Count(asked)}";

    public override string PaidOf(TrialOutcome outcome) => outcome.Trial.Price == 0
        ? $"{Count(outcome.Paid)}; it was {Count(outcome.PaidThen)}"
        : $"{Count(outcome.Paid)}, that is {Money(outcome.Cost)}; it was {Count(outcome.PaidThen)}, that is {Money(outcome.CostThen)}";

    public override string RefusedBy(SendCap cap, long count) => Count(count) + " " + cap switch
    {
        SendCap.ClosedCountry => "to a closed country",
        SendCap.Account => "too many for one account",
        SendCap.Number => "too many to one number",
        SendCap.Prefix => "too many to one beginning",
        SendCap.Country => "too many to the country",
        SendCap.InAll => "too many in all",
    };

    protected override string InAll => "everybody";
    protected override string NoCountry => "unknown country";
}
