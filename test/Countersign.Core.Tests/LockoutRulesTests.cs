using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Core.Tests;

public sealed class LockoutRulesTests
{
    private static readonly Policy Policy = new();
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 15)]
    [InlineData(1, 15)]
    [InlineData(2, 30)]
    [InlineData(3, 60)]
    [InlineData(4, 2 * 60)]
    [InlineData(5, 4 * 60)]
    [InlineData(6, 8 * 60)]
    [InlineData(7, 16 * 60)]
    [InlineData(8, 24 * 60)]
    [InlineData(9, 24 * 60)]
    [InlineData(99, 24 * 60)]
    [InlineData(int.MaxValue, 24 * 60)]
    public void Each_lock_is_longer_than_the_last_up_to_a_day(int locksBefore, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), LockoutRules.LockLength(locksBefore, Policy));

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void The_last_allowed_failure_locks_and_none_before_it(int limit)
    {
        var guard = Guard.Clear;
        for (var told = 1; told < limit; told++)
        {
            guard = Fail(guard, limit, Monday);
            Assert.Equal(told, guard.FailCount);
            Assert.False(guard.IsLocked(Monday));
            Assert.Null(guard.LockedUntil);
        }

        Assert.Equal(new Guard(limit, limit, 1, Monday + TimeSpan.FromMinutes(15)), Fail(guard, limit, Monday));
    }

    [Fact]
    public void A_lock_holds_to_its_last_second_and_not_a_second_longer()
    {
        var locked = Locked(5, Monday);

        Assert.True(locked.IsLocked(Monday));
        Assert.True(locked.IsLocked(Monday + TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1)));
        Assert.False(locked.IsLocked(Monday + TimeSpan.FromMinutes(15)));
    }

    [Theory]
    [InlineData(1, 14, 14)]
    [InlineData(1, 15, 15)]
    [InlineData(1, 16, 15)]
    [InlineData(1, 1_000_000, 15)]
    [InlineData(4, 60, 60)]
    [InlineData(4, 61, 60)]
    [InlineData(1, -5, -5)]
    public void A_lock_that_a_clock_which_was_ahead_has_set_ends_as_late_as_one_of_now(int locks, int minutesFromNow, int shortened)
    {
        var guard = new Guard(5, 5, locks, Monday.AddMinutes(minutesFromNow));

        Assert.Equal(guard with { LockedUntil = Monday.AddMinutes(shortened) }, LockoutRules.Shortened(guard, Monday, Policy));
    }

    [Fact]
    public void What_is_not_locked_or_for_good_is_not_shortened()
    {
        var forGood = new Guard(1, 50, 9, LockoutRules.NeverByItself);

        Assert.Same(Guard.Clear, LockoutRules.Shortened(Guard.Clear, Monday, Policy));
        Assert.Same(forGood, LockoutRules.Shortened(forGood, Monday, Policy));
    }

    [Fact]
    public void After_a_lock_a_fresh_period_of_guesses_opens_and_the_staircase_remembers()
    {
        var later = Monday + TimeSpan.FromMinutes(15);
        var first = Fail(Locked(5, Monday), 5, later);
        Assert.Equal(new Guard(1, 6, 1, null), first);

        var again = Enumerable.Range(0, 4).Aggregate(first, (guard, _) => Fail(guard, 5, later));
        Assert.Equal(new Guard(5, 10, 2, later + TimeSpan.FromMinutes(15)), again);
    }

    [Fact]
    public void Somebody_who_never_stops_climbs_the_staircase_and_is_shut_out_at_the_hundredth_failure_in_a_row()
    {
        var (guard, now, lengths) = (Guard.Clear, Monday, new List<double>());
        for (var failure = 1; failure <= 99; failure++)
        {
            guard = Fail(guard, 5, now);
            if (guard.LockedUntil is not { } until) continue;

            lengths.Add((until - now).TotalMinutes);
            now = until;
        }

        Assert.Equal([15, 15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440, 1440, 1440, 1440, 1440, 1440, 1440, 1440, 1440], lengths);
        Assert.False(guard.IsLocked(now));

        var shut = Fail(guard, 5, now);
        Assert.Equal(new Guard(5, 100, 20, LockoutRules.NeverByItself), shut);
        Assert.True(shut.IsLocked(LockoutRules.NeverByItself - TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void No_run_of_failures_ever_tells_more_wrong_answers_in_a_period_than_the_limit() =>
        Prop.ForAll(Gen.Choose(1, 10).ToArbitrary(), Gen.Choose(1, 99).ToArbitrary(), (limit, failures) =>
        {
            var (guard, now, inPeriod) = (Guard.Clear, Monday, 0);
            for (var i = 0; i < failures; i++)
            {
                guard = Fail(guard, limit, now);
                inPeriod++;
                if (guard.FailCount != inPeriod || inPeriod > limit || guard.IsLocked(now) != (inPeriod == limit)) return false;
                if (guard.LockedUntil is { } until) (now, inPeriod) = (until, 0);
            }

            return true;
        }).QuickCheckThrowOnFailure();

    private static Guard Fail(Guard guard, int limit, DateTimeOffset now) => LockoutRules.AfterFailure(guard, limit, now, Policy);

    private static Guard Locked(int limit, DateTimeOffset now) =>
        Enumerable.Range(0, limit).Aggregate(Guard.Clear, (guard, _) => Fail(guard, limit, now));
}
