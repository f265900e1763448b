using Countersign.Server.Hosting;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

public sealed class RuntimeFloorTests
{
    private static readonly DateTimeOffset Today = RuntimeFloor.ReleasedOn.AddDays(10);

    [Theory]
    [InlineData("10.0.9", 1)]
    [InlineData("9.0.99", 1)]
    [InlineData("10.0.10", 0)]
    [InlineData("11.0.0", 0)]
    public void A_runtime_with_known_holes_is_refused(string runtime, int faults) =>
        Assert.Equal(faults, RuntimeFloor.Faults(Version.Parse(runtime), Today).Count());

    [Fact]
    public void A_clock_from_before_the_release_is_refused()
    {
        Assert.Contains(
            "Set the clock", Assert.Single(RuntimeFloor.Faults(RuntimeFloor.OldestRuntime, RuntimeFloor.ReleasedOn.AddSeconds(-1))),
            StringComparison.Ordinal);
        Assert.Empty(RuntimeFloor.Faults(RuntimeFloor.OldestRuntime, RuntimeFloor.ReleasedOn));
    }

    [Fact]
    public void This_machine_is_good_enough_to_test_on() =>
        Assert.Empty(RuntimeFloor.Faults(Environment.Version, DateTimeOffset.UtcNow));
}
