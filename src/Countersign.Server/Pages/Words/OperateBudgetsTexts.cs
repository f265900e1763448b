using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Delivery;

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

    /// <summary>Of whom a budget counts the messages.</summary>
    public string NameOf(BudgetWindow window) => window.Scope switch
    {
        BudgetScope.InAll => InAll,
        BudgetScope.Country => CountryOf(window.Whom),
        BudgetScope.Prefix => $"{window.Whom}…",
        BudgetScope.Network => window.Whom,
    };

    /// <summary>A calling code with the country it is of, or the first of them.</summary>
    protected string CountryOf(string callingCode) => NumberingPlans.FindMain(callingCode) is { } region
        ? $"+{callingCode} ({NameOf(region)})"
        : $"+{callingCode}";

    protected string NameOf(Region region) => CountryNames.Of(region, Culture);

    protected abstract string InAll { get; }
}
