namespace Countersign.Core;

/// <summary>How long a wait lasts that people are to have whole, whatever the clock does. Pure.</summary>
public static class WaitRules
{
    // A jump is noticed when somebody looks, and stands as one at that time: what began a moment before may have begun after it.
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMinutes(2);

    /// <summary>
    /// When a wait is over: the time by which the clock jumped ahead while it lasted is added, since nobody had it; what it was set back is
    /// taken off again. Only jumps after its beginning count. Where the clock has shown the time of the beginning more than once, the
    /// beginning is the one that makes the wait longest.
    /// </summary>
    /// <param name="since">When it began, by the clock.</param>
    /// <param name="end">When it would be over by the clock.</param>
    /// <param name="jumps">What the clock said before and after each jump that is known, in the order in which they were.</param>
    /// <returns>Never sooner than <paramref name="end"/>.</returns>
    public static DateTimeOffset EndOf(
        DateTimeOffset since, DateTimeOffset end, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> jumps)
    {
        var until = end;
        for (var after = 0; after <= jumps.Count; after++)
        {
            var isAfterThis = after == 0 || jumps[after - 1].To - Unnoticed <= since;
            var isBeforeNext = after == jumps.Count || since <= jumps[after].From;
            if (!isAfterThis || !isBeforeNext) continue;

            var one = After(jumps.Skip(after), end);
            if (one > until) until = one;
        }

        return until;
    }

    private static DateTimeOffset After(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> jumps, DateTimeOffset end)
    {
        foreach (var (from, to) in jumps)
        {
            if (from >= end) break;

            end += to - from;
        }

        return end;
    }
}
