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
    [InlineData(72, 1, -9600, -9600, 1)] // And right after all.
    [InlineData(72, 200, 100)] // Over for long, then set back.
    [InlineData(72, 100, 60)] // Over, and set back into it: the rest of it once more.
    public void It_is_had_whole(int end, params int[] jumps) => Assert.Equal(
        Since.AddHours(end),
        EndOf([.. jumps.Chunk(2).Select(jump => Step(jump[0], jump[1]))], Since.AddHours(Math.Max(0, jumps.LastOrDefault()))));

    [Fact]
    public void What_began_while_the_clock_was_far_ahead_is_as_long_as_from_when_it_is_set_right() =>
        Assert.Equal(Since.AddHours(-9528), EndOf([Step(1, -9600)], Since.AddHours(-9600)));

    [Fact]
    public void A_pause_is_time_and_what_is_set_back_after_it_is_not_taken_off_twice()
    {
        List<ClockStep> steps = [Step(1, 97)];
        for (var n = 0; n < 7; n++)
        {
            steps.AddRange([Step(97, 82), Step(82, 97, isPause: true)]);
            Assert.Equal(Since.AddHours(168), EndOf(steps, Since.AddHours(97)));
        }

        Assert.Equal(Since.AddHours(168), EndOf([.. steps, Step(97, 110, isPause: true)], Since.AddHours(110)));
        Assert.Equal(Since.AddHours(72), EndOf([.. steps, Step(97, 110, isPause: true), Step(110, 1)], Since.AddHours(1)));
    }

    [Fact]
    public void What_began_after_the_last_look_and_before_a_step_that_is_found_at_a_start_is_had_whole_too()
    {
        // In seconds: looked at 3 s before it began, and stopped soon after.
        ClockStep found = new(Since.AddSeconds(-3), Since.AddHours(80));
        ClockStep pause = new(Since.AddSeconds(-3), Since.AddSeconds(150), IsPause: true);
        ClockStep back = new(Since.AddSeconds(-3), Since.AddHours(-9600));

        Assert.Equal(Since.AddHours(152), EndOf([found], Since.AddHours(80)));
        Assert.Equal(
            Since.AddHours(152), EndOf([pause, new(Since.AddSeconds(200), Since.AddSeconds(200).AddHours(80))], Since.AddHours(81)));
        Assert.Equal(Since.AddHours(-9528), EndOf([back], Since.AddHours(-9600)));
    }

    [Fact]
    public void Pauses_one_after_the_other_are_time_only_as_far_as_servers_ran_between_them()
    {
        var steps = Enumerable.Range(0, 6).Select(n => Step(15 * n, 15 * (n + 1), isPause: true)).ToList();
        Assert.Equal(Since.AddHours(72 + 90 - 16), EndOf(steps, Since.AddHours(90)));

        // Off at night.
        Assert.Equal(Since.AddHours(72), EndOf([Step(8, 24, true), Step(32, 48, true), Step(56, 71, true)], Since.AddHours(71)));
    }

    [Theory]
    [InlineData(0, 72, 87)] // Right or behind whenever a server begins.
    [InlineData(1, 72, 87)] // Ahead as well, where it is measured.
    [InlineData(2, 60, 72)] // Ahead by half a day when servers begin, and set back: that is a pause, once and not each time.
    public void However_often_it_is_wrong_it_ends_nothing_much_too_soon_nor_makes_it_much_longer(int kind, int least, int most)
    {
        var random = new Random(5 + kind);
        for (var round = 0; round < 2000; round++)
        {
            var (clock, wrong, lived, steps) = (Since, 0, 0, new List<ClockStep>());
            for (; EndOf(steps, clock) > clock && lived < 500; lived++)
            {
                Assert.True(EndOf(steps, clock) - clock <= TimeSpan.FromHours(72));
                clock = clock.AddHours(1);
                if (random.Next(10) > 0) continue;

                var next = kind == 0 ? -random.Next(16) : random.Next(2) * (kind == 1 ? 96 : 12);
                var to = clock.AddHours(next - wrong);
                if (to != clock) steps.Add(new(clock, to, kind != 1 && to > clock));
                (clock, wrong) = (to, next);
            }

            Assert.InRange(lived, least, most);
        }
    }

    [Fact]
    public void However_the_clock_goes_to_and_fro_it_is_over_for_nobody_too_soon()
    {
        var random = new Random(11);
        for (var round = 0; round < 3000; round++)
        {
            var (clock, jumps) = (Since, new List<ClockStep>());
            DateTimeOffset? began = null;
            var beginsIn = random.Next(200);
            for (var hour = 0; hour < beginsIn + 72; hour++)
            {
                if (hour == beginsIn) began = clock;
                if (began is { } since) Assert.True(WaitRules.EndOf(since, since.AddHours(72), jumps, clock) > clock);
                clock = clock.AddHours(1);
                if (random.Next(20) > 0) continue;

                var to = clock.AddHours(random.Next(-300, 300));
                jumps.Add(new(clock, to));
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
            var (clock, jumps) = (Since, new List<ClockStep>());
            for (var hour = 0; hour < 72; hour++)
            {
                Assert.True(EndOf(jumps, clock) > clock);
                clock = clock.AddHours(1);
                if (random.Next(20) > 0) continue;

                var to = clock.AddHours(random.Next(1, 100));
                jumps.Add(new(clock, to));
                clock = to;
            }

            Assert.True(EndOf(jumps, clock) <= clock);
        }
    }

    private static ClockStep Step(int from, int to, bool isPause = false) => new(Since.AddHours(from), Since.AddHours(to), isPause);

    private static DateTimeOffset EndOf(IReadOnlyList<ClockStep> steps, DateTimeOffset now) =>
        WaitRules.EndOf(Since, Since.AddHours(72), steps, now);
}
