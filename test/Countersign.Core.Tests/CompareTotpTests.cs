using System.Text;
using Xunit;

namespace Countersign.Core.Tests;

/// <summary>How a code that an app shows compares, by how far its clock is off and which steps were accepted before.</summary>
public sealed class CompareTotpTests
{
    private const int Never = -10_000;

    private static readonly Policy Policy = new();
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly long Here = Totp.StepAt(Rules.Monday);

    [Theory]
    // steps from now to the code, steps from now to the last accepted one: how it compares, and the last step to save
    [InlineData(0, Never, Comparison.Right, 0)]
    [InlineData(-1, Never, Comparison.Right, -1)]
    [InlineData(1, Never, Comparison.Right, 1)]
    [InlineData(1, 0, Comparison.Right, 1)]
    [InlineData(0, 0, Comparison.Used, 0)]
    [InlineData(-1, 0, Comparison.Spent, 0)]
    [InlineData(0, 1, Comparison.Spent, 1)]
    [InlineData(1, 1, Comparison.Used, 1)]
    [InlineData(0, 2, Comparison.Passed, 2)]
    [InlineData(1, 2, Comparison.Passed, 2)]
    [InlineData(-1, 99, Comparison.Passed, 99)]
    [InlineData(5, 99, Comparison.Wrong, 99)]
    [InlineData(2, Never, Comparison.ClockOff, Never)]
    [InlineData(-2, Never, Comparison.ClockOff, Never)]
    [InlineData(10, Never, Comparison.ClockOff, Never)]
    [InlineData(-10, Never, Comparison.ClockOff, Never)]
    [InlineData(5, 4, Comparison.ClockOff, 4)]
    [InlineData(5, 5, Comparison.Wrong, 5)]
    [InlineData(-5, 0, Comparison.Wrong, 0)]
    [InlineData(11, Never, Comparison.Wrong, Never)]
    [InlineData(-11, Never, Comparison.Wrong, Never)]
    public void A_clock_may_be_a_step_off_five_minutes_are_told_and_no_step_counts_twice(
        int codeAt, int lastAt, Comparison comparison, int savedAt)
    {
        var app = Rules.Method(1, MethodKind.Totp) with { LastStep = Here + lastAt };

        var (compared, saved) = Compare(app, codeAt);

        Assert.Equal((comparison, Here + savedAt), (compared, saved.LastStep));
        Assert.Equal(comparison is Comparison.ClockOff ? [Here + codeAt] : [], saved.ToldSteps);
    }

    [Fact]
    public void A_step_that_was_told_to_fit_is_spent_and_no_other_one()
    {
        var (_, told) = Compare(Rules.Method(1, MethodKind.Totp), 2);

        var (first, afterFirst) = Compare(told, 0);
        var (second, afterSecond) = Compare(afterFirst, 1, stepsLater: 1);
        var (third, afterThird) = Compare(afterSecond, 2, stepsLater: 2);
        var (fourth, _) = Compare(afterThird, 3, stepsLater: 3);

        Assert.Equal([Comparison.Right, Comparison.Right, Comparison.Spent, Comparison.Right], [first, second, third, fourth]);
    }

    [Fact]
    public void Several_tellings_spend_a_step_each_and_a_later_code_makes_them_forgotten()
    {
        var app = new[] { 9, 3, 9, 4 }.Aggregate(Rules.Method(1, MethodKind.Totp), (method, codeAt) => Compare(method, codeAt).Saved);

        Assert.Equal([Here + 3, Here + 4, Here + 9], app.ToldSteps);
        Assert.Equal(Comparison.Spent, Compare(app, 4, stepsLater: 3).Compared);
        Assert.Equal([Here + 9], Compare(app, 5, stepsLater: 5).Saved.ToldSteps);
    }

    private static (Comparison Compared, Method Saved) Compare(Method app, int codeAt, int stepsLater = 0) =>
        VerificationRules.CompareTotp(app, Key, Totp.CodeAt(Key, Here + codeAt), Rules.Monday + (stepsLater * Totp.Period), Policy);
}
