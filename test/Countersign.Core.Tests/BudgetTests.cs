using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Core.Tests;

public sealed class BudgetTests
{
    private static readonly Policy Policy = new();
    private static readonly Budget Fresh = new([], 1);
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void The_twentieth_failure_of_a_day_spends_the_budget_until_the_first_is_a_day_old()
    {
        var nineteen = Fail(Fresh, Enumerable.Range(0, 19).Select(minute => Monday + TimeSpan.FromMinutes(minute)));
        var now = Monday + TimeSpan.FromMinutes(19);
        Assert.Null(nineteen.SpentUntil(now, Policy));

        var twenty = nineteen.AfterFailure(now, Policy);
        Assert.Equal(Monday.AddDays(1), twenty.SpentUntil(now, Policy));
        Assert.Equal(Monday.AddDays(1), twenty.SpentUntil(Monday.AddDays(1) - Second, Policy));
        Assert.Null(twenty.SpentUntil(Monday.AddDays(1), Policy));
    }

    [Fact]
    public void A_day_later_one_guess_comes_back_for_each_failure_that_left_the_window()
    {
        var twenty = Fail(Fresh, Enumerable.Range(0, 20).Select(minute => Monday + TimeSpan.FromMinutes(minute)));
        var one = twenty.AfterFailure(Monday.AddDays(1), Policy);

        Assert.Equal(Monday.AddDays(1) + TimeSpan.FromMinutes(1), one.SpentUntil(Monday.AddDays(1), Policy));
    }

    [Fact]
    public void The_fiftieth_failure_of_thirty_days_spends_the_budget_until_the_first_is_thirty_days_old()
    {
        var slowly = Enumerable.Range(0, 50).Select(i => Monday + TimeSpan.FromHours(12 * i)).ToList();
        var budget = Fail(Fresh, slowly);

        Assert.Null(Fail(Fresh, slowly.Take(49)).SpentUntil(slowly[48], Policy));
        Assert.Equal(Monday.AddDays(30), budget.SpentUntil(slowly[49], Policy));
        Assert.Equal(Monday.AddDays(30), budget.SpentUntil(Monday.AddDays(30) - Second, Policy));
        Assert.Null(budget.SpentUntil(Monday.AddDays(30), Policy));
    }

    [Fact]
    public void Failures_that_seem_to_be_still_to_come_count_as_of_now_and_no_other_is_touched()
    {
        var ahead = Fresh with { Failures = [Monday, .. Enumerable.Repeat(Monday.AddYears(5), 19)] };

        Assert.Equal([Monday, .. Enumerable.Repeat(Monday + Second, 19)], ahead.Shortened(Monday + Second).Failures);
        Assert.Equal(Monday.AddDays(1), ahead.Shortened(Monday + Second).SpentUntil(Monday + Second, Policy));
        Assert.Same(ahead, ahead.Shortened(Monday.AddYears(5)));
    }

    [Fact]
    public void A_failure_while_the_clock_is_ahead_makes_none_forgotten()
    {
        var spent = Fail(Fresh, Enumerable.Range(0, 20).Select(i => Monday + i * Second));

        var ahead = spent.AfterFailure(Monday.AddDays(31), Policy).Shortened(Monday.AddMinutes(1));

        Assert.Equal(21, ahead.Failures.Length);
        Assert.NotNull(ahead.SpentUntil(Monday.AddMinutes(1), Policy));
    }

    [Fact]
    public void Of_more_failures_than_any_budget_counts_only_the_youngest_are_kept()
    {
        var many = Fail(Fresh, Enumerable.Range(0, 60).Select(i => Monday + i * Second));

        Assert.Equal(Enumerable.Range(10, 50).Select(i => Monday + i * Second), many.Failures);
    }

    [Fact]
    public void When_both_budgets_are_spent_the_later_end_is_told()
    {
        var slowly = Enumerable.Range(0, 30).Select(i => Monday + TimeSpan.FromHours(12 * i)).ToList();
        var now = slowly[^1];
        var both = Fail(Fresh, slowly.Concat(Enumerable.Repeat(now, 20)));

        Assert.Equal(Monday.AddDays(30), both.SpentUntil(now, Policy));
    }

    [Theory]
    [InlineData(100, 1, 50, 30)]
    [InlineData(20, 7, 50, 1)]
    [InlineData(3, 7, 50, 1)]
    public void An_operator_may_make_either_budget_the_wider_one(int shortCount, int shortDays, int longCount, int longDays)
    {
        var policy = Policy with
        {
            ShortBudget = shortCount,
            ShortBudgetWindow = TimeSpan.FromDays(shortDays),
            LongBudget = longCount,
            LongBudgetWindow = TimeSpan.FromDays(longDays),
        };

        Prop.ForAll(Gen.Choose(0, 3 * 86_400).ArrayOf().ToArbitrary(), waits => AgreesWithPlainCounting(waits, policy))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void It_says_what_plain_counting_says() =>
        Prop.ForAll(Gen.Choose(0, 40_000).ArrayOf(120).ToArbitrary(), waits => AgreesWithPlainCounting(waits, Policy))
            .QuickCheckThrowOnFailure();

    private static bool AgreesWithPlainCounting(int[] waits, Policy policy)
    {
        var (budget, all, now) = (Fresh, new List<DateTimeOffset>(), Monday);
        foreach (var wait in waits)
        {
            now += TimeSpan.FromSeconds(wait);
            var isSpent = all.Count(at => at > now - policy.ShortBudgetWindow) >= policy.ShortBudget
                || all.Count(at => at > now - policy.LongBudgetWindow) >= policy.LongBudget;
            if (budget.SpentUntil(now, policy) is not null != isSpent) return false;

            all.Add(now);
            budget = budget.AfterFailure(now, policy);
        }

        return budget.Failures.Length <= Math.Max(policy.ShortBudget, policy.LongBudget);
    }

    private static Budget Fail(Budget budget, IEnumerable<DateTimeOffset> instants) =>
        instants.Aggregate(budget, (before, at) => before.AfterFailure(at, Policy));
}
