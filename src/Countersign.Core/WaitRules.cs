namespace Countersign.Core;

/// <summary>A step that a clock made, and not the time.</summary>
/// <param name="From">What it said before.</param>
/// <param name="To">What it said after.</param>
/// <param name="IsPause">
/// Nobody has measured it: no server ran, and as far as anybody knows the time went by as the clock says. Only steps ahead can be pauses.
/// </param>
public readonly record struct ClockStep(DateTimeOffset From, DateTimeOffset To, bool IsPause = false);

/// <summary>How long a wait lasts that people are to have whole, whatever the clock does. Pure.</summary>
public static class WaitRules
{
    // A jump is noticed when somebody looks, and stands as one at that time: what began a moment before may have begun after it.
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMinutes(2);

    /// <summary>
    /// When a wait is over: the time by which the clock jumped ahead while it lasted is added, since nobody had it. A step back takes
    /// back the steps ahead before it, the last one first, and what was added for them; what it goes beyond them takes nothing off, but
    /// the wait is never longer than its whole length from there. Only steps after its beginning count. Where the clock has shown the
    /// time of the beginning more than once, the beginning is the one that makes the wait longest.
    /// </summary>
    /// <param name="since">When it began, by the clock.</param>
    /// <param name="end">When it would be over by the clock.</param>
    /// <param name="steps">Every step that is known, in the order in which they were.</param>
    /// <param name="now">What the clock says: what it has not shown since the last step has not begun since.</param>
    public static DateTimeOffset EndOf(DateTimeOffset since, DateTimeOffset end, IReadOnlyList<ClockStep> steps, DateTimeOffset now)
    {
        DateTimeOffset? until = null;
        for (var after = 0; after <= steps.Count; after++)
        {
            // What is found at a start is told from the last look, and what began after that was before the step all the same.
            var isAfterThis = after == 0 || steps[after - 1].To - Unnoticed <= since;
            var isBeforeNext = since <= (after == steps.Count ? now : steps[after].From + Unnoticed);
            if (!isAfterThis || !isBeforeNext) continue;

            var one = new WaitedPath(since, end).Follow(steps.Skip(after));
            if (until is null || one > until) until = one;
        }

        // Where the clock has never shown it, it may have begun before any of them.
        return until ?? new WaitedPath(since, end).Follow(steps);
    }
}
