using Countersign.Wire;

namespace Countersign.Client;

/// <summary>Whether and when a refused call is repeated. Pure.</summary>
public static class RepeatRules
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.15);
    private const double Growth = 1.5;

    /// <summary>
    /// How long to wait before the next try, or <c>null</c> to give up. <c>attempt</c> counts the tries after the first, from 0.
    /// </summary>
    public static TimeSpan? FindWait(int attempt, CountersignRefused refused, int retries, TimeSpan longestWait)
    {
        if (attempt >= retries || refused.Status is not (429 or 502 or 503 or 504)) return null;

        // A locked method stays locked for minutes: asking again only spends the caller's time.
        if (refused.Code is VastErrorCode.TfaLocked || refused.RetryAfter > longestWait) return null;

        var ours = FirstWait * Math.Pow(Growth, attempt);
        return refused.RetryAfter > ours ? refused.RetryAfter : ours;
    }
}
