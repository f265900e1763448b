using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Delivery;
using Countersign.Server.Operators;

namespace Countersign.Server.Pages;

/// <summary>What the pages of the budgets of messages say.</summary>
public abstract class OperateBudgetsTexts(Texts all) : Sentences(all)
{
    public abstract string Lead { get; }
    public abstract string None { get; }
    public abstract string Beside { get; }
    public abstract string FullNow { get; }
    public abstract string Full { get; }
    public abstract string UntilWhen { get; }
    public abstract string Lift { get; }
    public abstract string LiftWhy { get; }

    /// <summary>What is counted together.</summary>
    public abstract string Of(BudgetScope scope);

    /// <summary>Which messages are counted.</summary>
    public abstract string Of(BudgetUse use);

    public abstract string Used(BudgetWindow window);

    public abstract string LiftTitle(BudgetWindow window);

    public abstract string LiftLead(BudgetWindow window);

    public abstract string TrialLink { get; }
    public abstract string TrialTitle { get; }
    public abstract string TrialLead { get; }
    public abstract string TrialBeside { get; }
    public abstract string Try { get; }
    public abstract string Back { get; }
    public abstract string Went { get; }
    public abstract string Paid { get; }
    public abstract string Cut { get; }
    public abstract string NoTexts { get; }

    public abstract string Of(TrialField field);

    public abstract string WriteLike(string example);

    public abstract string OutcomeOf(DateTimeOffset day);

    public abstract string WentOf(long went, long asked);

    public abstract string PaidOf(TrialOutcome outcome);

    public abstract string RefusedBy(SendCap cap, long count);

    /// <summary>Of whom a budget counts the messages.</summary>
    public string NameOf(BudgetWindow window) => window.Scope switch
    {
        BudgetScope.InAll => InAll,
        BudgetScope.Country => CountryOf(window.Whom),
        BudgetScope.Prefix or BudgetScope.Unanswered => $"{window.Whom}…",
        BudgetScope.Network => window.Whom,
    };

    /// <summary>A calling code with the country it is of, or the first of them.</summary>
    public string CountryOf(string callingCode) => callingCode.Length == 0 ? NoCountry : NumberingPlans.FindMain(callingCode) is { } region
        ? $"+{callingCode} ({NameOf(region)})"
        : $"+{callingCode}";

    protected string NameOf(Region region) => CountryNames.Of(region, Culture);

    protected string Money(decimal sum) => sum.ToString("N2", Culture);

    protected abstract string InAll { get; }
    protected abstract string NoCountry { get; }
}
