using Xunit;

namespace Countersign.Core.Tests;

/// <summary>A wait of 72 hours in worlds whose clocks do everything that clocks do wrong.</summary>
public sealed class LivedTimeTests
{
    private static readonly DateTimeOffset Right = new(2026, 3, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Length = TimeSpan.FromHours(72);
    private static readonly TimeSpan Little = TimeSpan.FromMinutes(4);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory, MemberData(nameof(Seeds))]
    public void Where_a_server_runs_it_is_had_whole_whatever_the_clock_does_and_what_is_over_stays_over(int seed)
    {
        var (world, isOver) = (new World(seed), false);
        world.Live(TimeSpan.FromHours(world.Chance.Next(1, 90)));
        var wait = world.Begin();
        while (world.Had(wait) < Length * 2)
        {
            world.Live(TimeSpan.FromSeconds(world.Chance.Next(5, 600)));
            var over = world.IsOver(wait);
            if (world.Had(wait) < Length - Little) Assert.False(over, $"Over after {world.Had(wait)}.");
            if (world.Had(wait) > Length + Little) Assert.True(over, $"Not over after {world.Had(wait)}.");
            if (isOver && world.Had(wait) > Length + Little) Assert.True(over, "Begun again.");
            isOver |= over;
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Where_none_runs_at_times_it_is_no_shorter_than_what_was_had_and_believed(int seed)
    {
        var world = new World(seed);
        world.Live(TimeSpan.FromHours(20));
        var wait = world.Begin();
        while (world.HadWithServers(wait) < TimeSpan.FromHours(60))
        {
            world.Live(TimeSpan.FromMinutes(world.Chance.Next(70, 900)));
            world.Stop(TimeSpan.FromMinutes(world.Chance.Next(2, 15 * 60)));
            var had = world.HadWithServers(wait);
            if (had + LivedTime.LongestGap + (2 * had) < Length - Little) Assert.False(world.IsOver(wait), $"Over after {had}.");
        }
    }

    [Fact]
    public void With_a_clock_that_is_right_times_without_servers_are_time()
    {
        var world = new World(seed: null);
        world.Live(TimeSpan.FromHours(20));
        var wait = world.Begin();
        for (var day = 0; day < 3; day++)
        {
            Assert.False(world.IsOver(wait));
            world.Live(TimeSpan.FromHours(10));
            world.Stop(TimeSpan.FromHours(14));
        }

        world.Live(LivedTime.Rest + Little);
        Assert.True(world.IsOver(wait));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(59)]
    [InlineData(61)]
    public void What_begins_soon_after_a_time_without_servers_is_had_whole_once_that_is_believed(int minutes)
    {
        var world = new World(seed: null);
        world.Live(TimeSpan.FromHours(20));
        world.Stop(TimeSpan.FromHours(10));
        world.Live(TimeSpan.FromMinutes(minutes));
        var wait = world.Begin();

        world.Live(Length - Little);
        Assert.False(world.IsOver(wait));
        world.Live(Little + Little);
        Assert.True(world.IsOver(wait));
    }

    [Fact]
    public void What_begins_soon_after_a_start_with_a_clock_that_is_behind_is_had_whole_when_that_is_set_right()
    {
        var world = new World(seed: null);
        world.Live(TimeSpan.FromHours(20));
        world.Stop(TimeSpan.FromHours(10), () => world.Clock -= TimeSpan.FromHours(30));
        world.Live(TimeSpan.FromMinutes(5));
        var wait = world.Begin();
        world.Clock += TimeSpan.FromHours(30);

        world.Live(Length - Little);
        Assert.False(world.IsOver(wait));
        world.Live(Little + Little);
        Assert.True(world.IsOver(wait));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(-80)]
    [InlineData(24 * 400)]
    public void A_clock_that_is_wrong_at_a_start_and_set_right_within_the_hour_changes_nothing(int hours)
    {
        var world = new World(seed: null);
        world.Live(TimeSpan.FromHours(20));
        var wait = world.Begin();
        world.Live(TimeSpan.FromMinutes(2));
        world.Stop(TimeSpan.FromMinutes(10), () => world.Clock += TimeSpan.FromHours(hours));
        world.Live(TimeSpan.FromMinutes(30));
        world.Clock -= TimeSpan.FromHours(hours);
        world.Live(Length - TimeSpan.FromMinutes(50));

        Assert.False(world.IsOver(wait));
        world.Live(TimeSpan.FromMinutes(20));
        Assert.True(world.IsOver(wait));
    }

    [Fact]
    public void Stops_of_minutes_with_a_clock_that_hops_are_neither_time_nor_steadiness()
    {
        var world = new World(seed: null);
        world.Live(TimeSpan.FromHours(25));
        world.Stop(TimeSpan.FromMinutes(1), () => world.Clock += TimeSpan.FromDays(2));
        var wait = world.Begin();
        for (var n = 0; n < 100; n++)
        {
            world.Stop(TimeSpan.FromSeconds(10), () => world.Clock += TimeSpan.FromMinutes(59));
            Assert.NotNull(world.Time.HoldsUntil(world.Now));
        }

        Assert.False(world.IsOver(wait));
    }

    [Theory]
    [InlineData(29)]
    [InlineData(-29)]
    public void Many_small_steps_are_one_jump(int seconds)
    {
        var world = new World(seed: null);
        world.Live(TimeSpan.FromHours(25));
        for (var n = 0; n < 10; n++)
        {
            world.Clock += TimeSpan.FromSeconds(seconds);
            world.Live(TimeSpan.FromSeconds(30));
        }

        Assert.InRange(world.Jumps.Sum(jump => jump.TotalSeconds) / seconds, 8, 10);
    }

    [Fact]
    public void Clocks_that_drift_apart_slowly_never_jump()
    {
        var world = new World(seed: null);
        for (var hour = 0; hour < 24 * 60; hour++)
        {
            world.Live(TimeSpan.FromHours(1));
            world.Clock += TimeSpan.FromMilliseconds(200);
        }

        Assert.Empty(world.Jumps);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Of_several_servers_one_tells_of_each_jump(int seed)
    {
        var (world, chance) = (new World(seed: null, servers: 4), new Random(seed));
        world.Live(TimeSpan.FromHours(30));
        for (var n = 0; n < 20; n++)
        {
            var hours = chance.Next(1, 100) * (chance.Next(2) == 0 ? 1 : -1);
            world.Clock += TimeSpan.FromHours(hours);
            if (chance.Next(3) == 0) world.BeginAnother();
            world.Live(TimeSpan.FromMinutes(3));
            var jump = Assert.Single(world.Jumps);
            Assert.InRange((jump - TimeSpan.FromHours(hours)).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(1.1));
            world.Jumps.Clear();
        }
    }

    private sealed class Wait(DateTimeOffset since, TimeSpan lived, TimeSpan at, TimeSpan atWithServers)
    {
        public DateTimeOffset Since => since;

        public TimeSpan Lived { get; set; } = lived;

        public TimeSpan At => at;

        public TimeSpan AtWithServers => atWithServers;
    }

    /// <summary>The time as it is, and what clocks and servers make of it. Clocks tell whole seconds.</summary>
    private sealed class World
    {
        private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

        private readonly bool isWild;
        private readonly List<Server> servers = [];
        private readonly List<Wait> waits = [];
        private TimeSpan time;
        private TimeSpan withServers;

        public World(int? seed, int servers = 2)
        {
            (isWild, Chance) = (seed is not null, new(seed ?? 1));
            Time = LivedTime.Begin(Now);
            for (var n = 0; n < servers; n++) this.servers.Add(new(Time.Last, time, time + TimeSpan.FromSeconds(7 * n)));
        }

        public Random Chance { get; }

        public LivedTime Time { get; private set; }

        /// <summary>How far the clock is ahead.</summary>
        public TimeSpan Clock { get; set; }

        public List<TimeSpan> Jumps { get; } = [];

        public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds((Right + time + Clock).ToUnixTimeSeconds());

        public TimeSpan Had(Wait wait) => time - wait.At;

        public TimeSpan HadWithServers(Wait wait) => withServers - wait.AtWithServers;

        public Wait Begin()
        {
            waits.Add(new(Now, Time.Lived, time, withServers));
            return waits[^1];
        }

        public bool IsOver(Wait wait) => Time.EndOf(wait.Since, wait.Lived, wait.Since + Length, Now) <= Now;

        public void BeginAnother() => servers[Chance.Next(servers.Count)] = Start();

        public void Live(TimeSpan length)
        {
            for (var end = time + length; time < end; time += Step, withServers += Step)
            {
                if (isWild && Chance.Next(2000) == 0) Clock += Wild();
                for (var n = 0; n < servers.Count; n++)
                    if (time >= servers[n].NextLook) servers[n] = Look(servers[n]);
            }
        }

        public void Stop(TimeSpan length, Action? meanwhile = null)
        {
            var many = servers.Count;
            servers.Clear();
            time += length;
            if (isWild && Chance.Next(4) == 0) Clock += Wild();
            meanwhile?.Invoke();
            for (var n = 0; n < many; n++) servers.Add(Start());
        }

        // By seconds as often as by days and years.
        private TimeSpan Wild() => TimeSpan.FromSeconds(Math.Pow(10, Chance.NextDouble() * 8) * (Chance.Next(2) == 0 ? 1 : -1));

        private Server Start() => See(Time.Look(Now, before: null, TimeSpan.Zero));

        private Server Look(Server server) => See(Time.Look(Now, server.Last, time - server.At));

        private Server See(ClockNews news)
        {
            Time = news.Time;
            if (news.Jump is { } jump) Jumps.Add(jump);
            if (news.Believed is { } believed)
                foreach (var wait in waits.Where(wait => wait.Lived >= believed.FromLived)) wait.Lived += believed.Length;
            return new(Time.Last, time, time + TimeSpan.FromSeconds(30));
        }

        private sealed record Server(LastLook Last, TimeSpan At, TimeSpan NextLook);
    }
}
