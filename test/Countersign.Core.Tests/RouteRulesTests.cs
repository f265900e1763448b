using Xunit;

namespace Countersign.Core.Tests;

public sealed class RouteRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Who is asked of gateways 1, 2 and 3, in that order, and in what order where each knows a message again.</summary>
    public static TheoryData<string, string, string> Cells => new()
    {
        { "", "1 2 3", "1 2 3" },
        { "1 ack", "2 3", "2 3" },
        { "1 ack.under-way", "2 3", "2 3" },
        { "1 ack.failed", "2 3", "2 3" },
        { "1 ack.delivered", "", "" },
        { "1 perhaps", "2 3 1", "2 3 1" },
        { "1 perhaps.under-way", "2 3", "2 3" },
        { "1 perhaps.failed", "2 3 1", "2 3 1" },
        { "1 perhaps.delivered", "", "" },
        { "1 asked", "2 3 1", "1 2 3" },
        { "1 asked.under-way", "2 3", "1 2 3" },
        { "1 asked.failed", "2 3 1", "1 2 3" },
        { "1 asked.delivered", "", "" },
        { "1 perhaps 2 asked", "3 2 1", "2 3 1" },
        { "1 ack 2 ack", "3", "3" },
        { "1 ack 2 perhaps", "3", "3" },
        { "1 ack 2 asked", "3", "2 3" },
        { "1 ack.failed 2 perhaps", "3 2", "3 2" },
        { "1 ack.failed 2 asked", "3 2", "2 3" },
        { "1 ack.failed 2 ack", "3", "3" },
        { "1 perhaps 2 perhaps", "", "" },
        { "1 ack 2 perhaps 3 perhaps", "", "" },
        { "1 ack 2 ack 3 ack", "", "" },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Who_is_next(string holders, string next, string whereTheyKnowItAgain)
    {
        foreach (var state in Enum.GetValues<OutboxState>())
        {
            var isOpen = state is OutboxState.Waiting or OutboxState.Sent;
            Assert.Equal(isOpen ? next : "", Next(Courses.Of(state, holders), knowsAgain: false));
            Assert.Equal(isOpen ? whereTheyKnowItAgain : "", Next(Courses.Of(state, holders), knowsAgain: true));
        }

        foreach (var younger in (Younger[])[Younger.BeingTried, Younger.Taken])
            Assert.Equal("", Next(Courses.Of(OutboxState.Sent, holders) with { Younger = younger }, knowsAgain: true));
    }

    /// <summary>When, in seconds, after an offer that ended so: 30 is how long a report is waited for, 5 the pause.</summary>
    public static TheoryData<string, SendResult, int?> Times => new()
    {
        { "1 ack", SendResult.Accepted, 30 },
        { "1 ack.under-way", SendResult.Accepted, 30 },
        { "1 ack.failed", SendResult.Accepted, 0 },
        { "1 ack.delivered", SendResult.Accepted, null },
        { "1 ack.failed 2 ack", SendResult.Accepted, 30 },
        { "1 ack 2 ack.failed", SendResult.Accepted, 0 },
        { "1 ack.failed 2 perhaps.under-way", SendResult.Accepted, 30 },
        { "1 ack.failed 2 perhaps", SendResult.Accepted, 0 },
        { "1 ack", SendResult.FailedForNow, 5 },
        { "1 ack.failed", SendResult.FailedForNow, 5 },
        { "1 ack.delivered", SendResult.FailedForNow, null },
        { "1 ack 2 perhaps", SendResult.Unknown, null },
        { "1 ack.failed 2 perhaps", SendResult.Unknown, 5 },
        { "1 ack.failed 2 perhaps 3 perhaps", SendResult.Unknown, null },
        { "1 ack.failed 2 perhaps.delivered", SendResult.Unknown, null },
        { "1 ack", SendResult.RefusedForGood, null },
        { "1 ack.failed", SendResult.RefusedForGood, null },
    };

    [Theory]
    [MemberData(nameof(Times))]
    public void When_the_next_one_has_it(string holders, SendResult result, int? seconds)
    {
        var course = Courses.Of(OutboxState.Sent, holders);
        var outcome = new SendOutcome(result, "reason") { NextRouteAfter = result is SendResult.Accepted ? Wait : null };

        Assert.Equal(seconds is { } later ? Now.AddSeconds(later) : null, At(course, outcome, Now.AddMinutes(10)));
        Assert.Null(At(course with { Younger = Younger.Taken }, outcome, Now.AddMinutes(10)));
        Assert.Null(At(course, outcome, Now.AddSeconds(seconds ?? 0)));
        if (result is SendResult.Accepted) Assert.Null(At(course, outcome with { NextRouteAfter = null }, Now.AddMinutes(10)));
        if (result is SendResult.Unknown) Assert.Null(At(course, outcome with { IsLast = true }, Now.AddMinutes(10)));
    }

    [Fact]
    public void Nobody_has_it_anew_who_acknowledged_it_nor_once_it_is_delivered_or_sent_again()
    {
        SmsWay[] ways = [.. Enumerable.Range(1, 4).Select(number => new SmsWay(number, number % 2 == 0))];
        foreach (var course in Courses.Any(50_000))
        {
            var next = RouteRules.Next(course, ways);

            Assert.DoesNotContain(course.Holders, each => each.Holding is Holding.Acknowledged && next.Contains(each.Gateway));
            if (course.IsDelivered || course.Younger is not Younger.None) Assert.Empty(next);
            if (course.State is not (OutboxState.Waiting or OutboxState.Sent)) Assert.Empty(next);
            if (course.Holders.Count(each => each.Holding is Holding.Perhaps) >= RetryRules.MostDoubts) Assert.Empty(next);
            Assert.Equal(next.Distinct(), next);

            // Whoever may have it has it anew only where nobody says to have it, or it is known to send it once.
            foreach (var gateway in next.Where(each => course.Holders.Any(holder => holder.Gateway == each)))
                Assert.True(!course.IsHeld || (gateway % 2 == 0 && course.Asked == gateway), course.ToString());
            if (next.IsEmpty) continue;

            var outcome = SendOutcome.Accepted with { NextRouteAfter = Wait };
            Assert.InRange(RouteRules.NextAt(course, outcome, Pause, Now.AddHours(1), Now)!.Value, Now, Now + Wait);
        }
    }

    private static string Next(MessageCourse course, bool knowsAgain) =>
        string.Join(' ', RouteRules.Next(course, Enumerable.Range(1, 3).Select(number => new SmsWay(number, knowsAgain))));

    private static DateTimeOffset? At(MessageCourse course, SendOutcome outcome, DateTimeOffset expiresAt) =>
        RouteRules.NextAt(course, outcome, Pause, expiresAt, Now);
}
