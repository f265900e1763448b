using Xunit;

namespace Countersign.Core.Tests;

/// <summary>What holds for every character there is.</summary>
public sealed class WholeUnicodeTests
{
    private static IEnumerable<int> Points => Enumerable.Range(0, 0x110000).Where(point => point is < 0xD800 or > 0xDFFF);

    [Fact]
    public void There_are_66_noncharacters_and_each_is_no_text() =>
        Assert.Equal(66, Points.Count(point => !PlainText.Holds(char.ConvertFromUtf32(point))));

    [Fact]
    public void Every_dash_of_Unicode_and_every_character_that_nobody_sees_is_nothing()
    {
        var nothing = Points.Where(Copies.MeansNothing).ToList();

        Assert.True(nothing.Count > 200, $"{nothing.Count}");
        Assert.All(nothing, point => Assert.Equal("12", Typed.Bare($"1{char.ConvertFromUtf32(point)}2")));
    }

    [Fact]
    public void A_digit_of_any_script_is_the_digit_it_is()
    {
        var zeros = Points.Where(Copies.IsZero).ToList();

        Assert.True(zeros.Count > 60, $"{zeros.Count}");
        Assert.All(
            zeros, zero => Assert.Equal("0123456789", Typed.Bare(string.Concat(Enumerable.Range(zero, 10).Select(char.ConvertFromUtf32)))));
    }
}
