using Xunit;

namespace Countersign.Core.Tests;

public sealed class PhoneNumberTests
{
    [Fact]
    public void A_number_shows_its_last_four_digits_only()
    {
        var number = PhoneNumber.FromE164("+14165550123");

        Assert.Equal(("******0123", "******0123", "0123", "+1416555"), (number.Masked, $"{number}", number.LastFour, number.Prefix));
    }

    [Fact]
    public void Numbers_are_the_same_when_their_E164_forms_are()
    {
        Assert.Equal(PhoneNumber.FromE164("+14165550123"), PhoneNumber.FromE164("+14165550123"));
        Assert.NotEqual(PhoneNumber.FromE164("+14165550123"), PhoneNumber.FromE164("+14165550124"));
        Assert.False(PhoneNumber.FromE164("+14165550123").Equals(null));
    }

    [Theory]
    [InlineData("+2474012")]
    [InlineData("+123456789012345")]
    public void The_shortest_and_the_longest_number_are_numbers(string stored) => Assert.Equal(stored, PhoneNumber.FromE164(stored).E164);

    [Theory]
    [InlineData("+1 416 555 0123")]
    [InlineData("14165550123")]
    [InlineData("+141655")]
    [InlineData("+1416555012345678")]
    [InlineData("+0994165550123")]
    [InlineData("+1416555012３")]
    [InlineData("")]
    public void A_stored_text_that_is_no_number_is_a_surprise(string stored) =>
        Assert.Throws<FormatException>(() => PhoneNumber.FromE164(stored));

    [Theory]
    [InlineData("us")]
    [InlineData("USA")]
    [InlineData("")]
    [InlineData("U1")]
    [InlineData("ＣＡ")]
    public void A_region_is_two_upper_case_letters(string code)
    {
        Assert.Equal("US", Region.Of("US").Code);
        Assert.Throws<ArgumentException>(() => Region.Of(code));
    }
}
