using Xunit;

namespace Countersign.Core.Tests;

public sealed class PasswordLimitsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(7, 4)]
    [InlineData(14, 512)]
    [InlineData(15, 900)]
    [InlineData(16, 900)]
    [InlineData(int.MaxValue, 900)]
    public void From_the_fifth_wrong_password_on_each_waits_twice_as_long_and_nobody_longer_than_a_quarter_of_an_hour(
        int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new PasswordLimits().WaitAfter(failures));
}
