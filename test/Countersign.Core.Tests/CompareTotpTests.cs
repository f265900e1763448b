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
    [InlineData(-1, 0, Comparison.Used, 0)]
    [InlineData(0, 1, Comparison.Used, 1)]
    [InlineData(1, 1, Comparison.Used, 1)]
    [InlineData(0, 2, Comparison.Passed, 2)]
    [InlineData(1, 2, Comparison.Passed, 2)]
    [InlineData(-1, 99, Comparison.Passed, 99)]
    [InlineData(5, 99, Comparison.Wrong, 99)]
    [InlineData(2, Never, Comparison.ClockOff, 2)]
    [InlineData(-2, Never, Comparison.ClockOff, -2)]
    [InlineData(10, Never, Comparison.ClockOff, 10)]
    [InlineData(-10, Never, Comparison.ClockOff, -10)]
    [InlineData(5, 4, Comparison.ClockOff, 5)]
    [InlineData(5, 5, Comparison.Wrong, 5)]
    [InlineData(-5, 0, Comparison.Wrong, 0)]
    [InlineData(11, Never, Comparison.Wrong, Never)]
    [InlineData(-11, Never, Comparison.Wrong, Never)]
    public void A_clock_may_be_a_step_off_five_minutes_are_told_and_no_step_counts_twice(
        int codeAt, int lastAt, Comparison comparison, int savedAt)
    {
        var app = Rules.Method(1, MethodKind.Totp) with { LastStep = Here + lastAt };

        Assert.Equal(
            (comparison, Here + savedAt),
            VerificationRules.CompareTotp(app, Key, Totp.CodeAt(Key, Here + codeAt), Rules.Monday, Policy));
    }

    [Fact]
    public void What_is_no_six_digits_is_a_wrong_code_and_spends_no_step()
    {
        var app = Rules.Method(1, MethodKind.Totp) with { LastStep = 7 };

        Assert.Equal((Comparison.Wrong, 7L), VerificationRules.CompareTotp(app, Key, null, Rules.Monday, Policy));
    }
}
