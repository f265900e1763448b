using Xunit;

namespace Countersign.Core.Tests;

public sealed class PhoneRangeTests
{
    [Theory]
    [InlineData("+1436", "+1436")]
    [InlineData(" +1 436\u00A0", "+1436")]
    [InlineData("+52-155", "+52155")]
    [InlineData("+290", "+290")]
    [InlineData("+12345678901234", "+12345678901234")]
    public void A_range_is_read_as_people_copy_it(string typed, string beginning)
    {
        Assert.True(PhoneRange.TryParse(typed, out var range));
        Assert.Equal((beginning, beginning), (range.Beginning, $"{range}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1436")]
    [InlineData("+1")]
    [InlineData("+14")]
    [InlineData("+0436")]
    [InlineData("+1436x")]
    [InlineData("+123456789012345")]
    public void Anything_else_is_none(string? typed)
    {
        Assert.False(PhoneRange.TryParse(typed, out var range));
        Assert.Throws<InvalidOperationException>(() => range.Beginning);
        Assert.Equal("", $"{range}");
    }

    [Theory]
    [InlineData("+14365550123", "+1436")]
    [InlineData("+4915112345678", "+491511")]
    [InlineData("+3725123456", "+372")]
    [InlineData("+29012345", "+290")]
    public void The_numbers_around_one_differ_in_the_last_seven_digits(string e164, string beginning) =>
        Assert.Equal(beginning, PhoneRange.Around(PhoneNumber.FromE164(e164)).Beginning);

    [Theory]
    [InlineData("+14365550123", true)]
    [InlineData("+14375550123", false)]
    public void A_range_covers_the_numbers_that_begin_so(string e164, bool covers)
    {
        Assert.True(PhoneRange.TryParse("+1436", out var range));
        Assert.Equal(covers, range.Covers(PhoneNumber.FromE164(e164)));
    }
}
