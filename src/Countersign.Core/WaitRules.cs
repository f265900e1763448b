namespace Countersign.Core;

/// <summary>How long a wait lasts that people are to have whole, whatever the clock does. Pure.</summary>
public static class WaitRules
{
    /// <summary>
    /// When a wait is over: the time by which the clock jumped ahead while it lasted is added, since nobody had it; what it was set back is
    /// taken off again.
    /// </summary>
    /// <param name="since">When it began, by the clock.</param>
    /// <param name="end">When it would be over by the clock.</param>
    /// <param name="jumps">What the clock said before and after each jump that ended since then, in the order in which they were.</param>
    /// <returns>Never sooner than <paramref name="end"/>.</returns>
    public static DateTimeOffset EndOf(
        DateTimeOffset since, DateTimeOffset end, IEnumerable<(DateTimeOffset From, DateTimeOffset To)> jumps)
    {
        var until = end;
        foreach (var (from, to) in jumps)
        {
            // What a jump ahead ends in is after it; a jump back may end where it all began.
            if (to > from && to <= since) continue;
            if (from >= until) break;

            until += to - from;
        }

        return until > end ? until : end;
    }
}
