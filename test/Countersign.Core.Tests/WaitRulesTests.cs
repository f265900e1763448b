using Xunit;

namespace Countersign.Core.Tests;

/// <summary>A wait of 72 hours, while the clock is wrong. All in hours from its beginning.</summary>
public sealed class WaitRulesTests
{
    private static readonly DateTimeOffset Since = new(2026, 3, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(72)] // A clock that is right.
    [InlineData(152, 0, 80)] // Behind when it began.
    [InlineData(152, 71, 151)] // Just before its end.
    [InlineData(72, 72, 152)] // Over before.
    [InlineData(72, 10, 90, 90, 10)] // Ahead for a minute.
    [InlineData(72, 90, 10)] // Over, then set back.
    [InlineData(72, 10, 5)] // Set back: no sooner for that.
    [InlineData(92, 10, 20, 30, 40)] // Twice.
    [InlineData(152, 10, 90, 152, 200)] // Over before the second.
    [InlineData(72, -90, -10)] // Before it began.
    [InlineData(72, 10, 30, 40, 20)] // Ahead, and back again.
    [InlineData(72, 1, -719, -718, 2)] // Behind its beginning, and right again.
    [InlineData(72, -100, 620, 621, -99)] // Ahead, and back again before it began.
    [InlineData(72, -100, 620, 621, -99, 72, 500)] // And over before the next.
    [InlineData(152, -100, 620, 621, -99, 10, 90)] // And once more while it lasts.
    public void It_is_had_whole(int end, params int[] jumps) => Assert.Equal(
        Since.AddHours(end),
        WaitRules.EndOf(Since, Since.AddHours(72), [.. jumps.Chunk(2).Select(jump => (Since.AddHours(jump[0]), Since.AddHours(jump[1])))]));

    [Fact]
    public void However_the_clock_goes_to_and_fro_it_is_over_for_nobody_too_soon()
    {
        var random = new Random(11);
        for (var round = 0; round < 3000; round++)
        {
            var (clock, jumps) = (Since, new List<(DateTimeOffset, DateTimeOffset)>());
            DateTimeOffset? began = null;
            var beginsIn = random.Next(200);
            for (var hour = 0; hour < beginsIn + 72; hour++)
            {
                if (hour == beginsIn) began = clock;
                if (began is { } since) Assert.True(WaitRules.EndOf(since, since.AddHours(72), jumps) > clock);
                clock = clock.AddHours(1);
                if (random.Next(20) > 0) continue;

                var to = clock.AddHours(random.Next(-300, 300));
                jumps.Add((clock, to));
                clock = to;
            }
        }
    }

    [Fact]
    public void Whatever_the_clock_does_the_time_that_went_by_is_as_long()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            // The hours go by one by one, and the clock jumps ahead now and then.
            var (clock, jumps) = (Since, new List<(DateTimeOffset, DateTimeOffset)>());
            for (var hour = 0; hour < 72; hour++)
            {
                Assert.True(WaitRules.EndOf(Since, Since.AddHours(72), jumps) > clock);
                clock = clock.AddHours(1);
                if (random.Next(20) > 0) continue;

                var to = clock.AddHours(random.Next(1, 100));
                jumps.Add((clock, to));
                clock = to;
            }

            Assert.True(WaitRules.EndOf(Since, Since.AddHours(72), jumps) <= clock);
        }
    }
}
