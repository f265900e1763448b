namespace Countersign.Core;

/// <summary>How failures become locks: per factor with an escalating staircase, per account with two budgets. Pure.</summary>
public static class LockoutRules
{
    /// <summary>The end of a lock that only an operator opens: far away, and still a date in every client's time zone.</summary>
    public static DateTimeOffset NeverByItself { get; } = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The guard after one more wrong code. At <paramref name="limit"/> it locks, each time for longer.</summary>
    public static Guard AfterFailure(Guard guard, int limit, DateTimeOffset now, Policy policy)
    {
        // A lock that has run out opens a fresh period of guesses; the staircase remembers how many came before.
        var failures = guard.LockedUntil is null ? guard.FailCount + 1 : 1;
        var failed = guard with
        {
            FailCount = failures,
            ConsecutiveFailures = guard.ConsecutiveFailures + 1,
            LockedUntil = null,
        };

        if (failed.ConsecutiveFailures >= policy.ConsecutiveFailures)
            return failed with { LockCount = guard.LockCount + 1, LockedUntil = NeverByItself };

        return failures < limit
            ? failed
            : failed with { LockCount = guard.LockCount + 1, LockedUntil = now + LockLength(guard.LockCount, policy) };
    }

    /// <summary>
    /// The guard with a lock that is no longer than any that could have begun by now: one that ends later was begun by a clock that was
    /// ahead, and would shut its owner out until the clock is there again.
    /// </summary>
    public static Guard Shortened(Guard guard, DateTimeOffset now, Policy policy)
    {
        var latest = now + LockLength(guard.LockCount - 1, policy);
        return guard.LockedUntil is { } until && until > latest && until != NeverByItself ? guard with { LockedUntil = latest } : guard;
    }

    /// <summary>15, 15, 30 minutes, 1, 2, 4, 8, 16, 24, 24 … hours with the default policy.</summary>
    public static TimeSpan LockLength(int locksBefore, Policy policy)
    {
        var doublings = Math.Clamp(locksBefore - 1, 0, 20);
        var length = policy.FirstLock * Math.Pow(2, doublings);
        return length < policy.LongestLock ? length : policy.LongestLock;
    }
}
