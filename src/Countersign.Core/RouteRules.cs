using System.Collections.Immutable;

namespace Countersign.Core;

/// <summary>A gateway by which a message can go.</summary>
/// <param name="KnowsAgain">Whether it knows a message that it had before, and sends it once.</param>
public sealed record SmsWay(int Gateway, bool KnowsAgain);

/// <summary>Who gets a message next, and when. Pure.</summary>
public static class RouteRules
{
    /// <summary>
    /// The gateways that a message may be offered to, in the order in which they are asked until one takes it; empty: it goes to nobody.
    /// One that acknowledged it is never among them, whatever became of it there; one that may have it only where nobody has it and nobody
    /// else is left.
    /// </summary>
    /// <param name="ways">Those of its country, in the operator's order.</param>
    public static ImmutableArray<int> Next(MessageCourse course, IEnumerable<SmsWay> ways) => IsOver(course) ? [] :
    [
        .. ways.Select(way => (way.Gateway, Turn: TurnOf(course, way))).Where(each => each.Turn is not null)
            .OrderBy(each => each.Turn).Select(each => each.Gateway),
    ];

    /// <summary>
    /// When another gateway gets a message that was offered just now, and stays sent whatever comes of it; null: none does.
    /// </summary>
    /// <param name="course">As it is after the offer.</param>
    /// <param name="pause">How long to wait before it is offered again, where nobody took it.</param>
    /// <param name="expiresAt">When its code is over.</param>
    public static DateTimeOffset? NextAt(
        MessageCourse course, SendOutcome outcome, TimeSpan pause, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        var wait = outcome.Result switch
        {
            SendResult.Accepted when outcome.NextRouteAfter is not null && HasFailedLast(course) => TimeSpan.Zero,
            SendResult.Accepted => outcome.NextRouteAfter,
            SendResult.FailedForNow => pause,
            SendResult.Unknown => outcome.IsLast || course.IsHeld ? null : pause,
            SendResult.RefusedForGood => (TimeSpan?)null,
        };
        return !IsOver(course) && wait is { } time && now + time < expiresAt ? now + time : null;
    }

    /// <summary>Whether the gateway that took it last has told of a failure: what is waited for has come.</summary>
    public static bool HasFailedLast(MessageCourse course) =>
        course.Past.LastOrDefault(each => each.Holding is Holding.Acknowledged) is { Reported: ReportedState.Failed }
        && !course.Past.Any(each => each.Holding is not Holding.Acknowledged && each.HasIt);

    // It may have left so often that nobody is asked any more, or nobody needs it.
    private static bool IsOver(MessageCourse course) => course.IsDelivered || course.Younger is not Younger.None
        || course.State is not (OutboxState.Waiting or OutboxState.Sent)
        || course.Holders.Count(each => each.Holding is Holding.Perhaps) >= RetryRules.MostDoubts;

    // One that was asked when a server died, and knows the message again, is the first: it sends none twice.
    private static int? TurnOf(MessageCourse course, SmsWay way)
    {
        var had = course.Holders.Where(each => each.Gateway == way.Gateway).ToList();
        if (had.Exists(each => each.Holding is Holding.Acknowledged)) return null;

        var wasAsked = had.Exists(each => each.Holding is Holding.Asked);
        return wasAsked && way.KnowsAgain ? 0
            : had.Count == 0 ? 1
            : course.IsHeld ? null
            : wasAsked ? 2 : 3;
    }
}
