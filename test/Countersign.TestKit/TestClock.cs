using Microsoft.Extensions.Time.Testing;

namespace Countersign.TestKit;

/// <summary>Clocks that stand still until they are told to go on.</summary>
public static class TestClock
{
    /// <summary>It stands at nine on an ordinary Monday morning, and with it everything that a test writes down.</summary>
    public static FakeTimeProvider Monday() => new(new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    /// <summary>It stands at this moment, for tests in which another process has the machine's own clock.</summary>
    public static FakeTimeProvider Now() => new(TimeProvider.System.GetUtcNow());
}
