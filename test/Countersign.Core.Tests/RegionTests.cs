using Xunit;

namespace Countersign.Core.Tests;

public sealed class RegionTests
{
    public static TheoryData<string?> Bad => BadInput.Everywhere;

    [Theory]
    [InlineData("CA")]
    [InlineData("ca")]
    [InlineData(" Ca ")]
    public void A_code_is_read_in_either_case(string typed)
    {
        Assert.True(Region.TryParse(typed, out var region));
        Assert.Equal("CA", region.Code);
        Assert.Equal("CA", $"{region}");
        Assert.Equal(region, Region.Of(typed));
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void A_text_of_more_than_thirty_two_characters_is_not_read(int length, bool isRead) =>
        Assert.Equal(isRead, Region.TryParse("CA".PadRight(length), out _));

    [Fact]
    public void A_region_that_was_never_set_has_no_code()
    {
        Assert.Throws<InvalidOperationException>(() => default(Region).Code);
        Assert.Equal("", $"{default(Region)}");
    }

    [Theory]
    [InlineData("XX")]
    [InlineData("CAN")]
    [InlineData("1")]
    [InlineData("001")]
    [InlineData("ＣＡ")]
    public void A_code_without_a_numbering_plan_is_refused(string typed)
    {
        Assert.False(Region.TryParse(typed, out var region));
        Assert.Equal(default, region);
        Assert.Throws<ArgumentException>(() => Region.Of(typed));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_input_is_refused(string? typed) => Assert.False(Region.TryParse(typed, out _));
}
