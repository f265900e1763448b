using Xunit;

namespace Countersign.Core.Tests;

public sealed class TellRulesTests
{
    private static readonly OutboxState[] Columns =
        [OutboxState.Waiting, OutboxState.Sent, OutboxState.Refused, OutboxState.Unknown, OutboxState.Expired, OutboxState.Dropped];

    /// <summary>
    /// For each state that a message can be in, what is told after its first attempt: O it is being handed over, R it is tried again,
    /// ? in doubt, H handed over, D delivered, G another gateway gets it, X given up, N not handed over.
    /// </summary>
    public static TheoryData<string, string, string, string> Cells => new()
    {
        // the offer               nobody is at it   another is to have it   somebody is at it
        { "", "RHN?NN", "RHN?NN", "OHN?NN" },
        { "1 ack", "HHHHHH", "HHHHHH", "HHHHHH" },
        { "1 ack.under-way", "HHHHHH", "HHHHHH", "HHHHHH" },
        { "1 ack.failed", "RXXXXX", "GGGGGG", "GGGGGG" },
        { "1 ack.delivered", "DDDDDD", "DDDDDD", "DDDDDD" },
        { "1 perhaps", "??????", "??????", "??????" },
        { "1 perhaps.under-way", "HHHHHH", "HHHHHH", "HHHHHH" },
        { "1 perhaps.failed", "RXXXXX", "GGGGGG", "GGGGGG" },
        { "1 perhaps.delivered", "DDDDDD", "DDDDDD", "DDDDDD" },
        { "1 asked", "??????", "??????", "OHN?NN" },
        { "1 asked.under-way", "HHHHHH", "HHHHHH", "HHHHHH" },
        { "1 asked.failed", "RXXXXX", "GGGGGG", "OHN?NN" },
        { "1 asked.delivered", "DDDDDD", "DDDDDD", "DDDDDD" },
        { "1 ack.failed 2 ack", "HHHHHH", "HHHHHH", "HHHHHH" },
        { "1 ack.failed 2 ack.failed", "RXXXXX", "GGGGGG", "GGGGGG" },
        { "1 ack.failed 2 perhaps", "??????", "??????", "??????" },
        { "1 ack.failed 2 asked", "??????", "??????", "GGGGGG" },
        { "1 ack 2 ack.failed", "HHHHHH", "HHHHHH", "HHHHHH" },
        { "1 ack 2 perhaps.failed", "HHHHHH", "HHHHHH", "HHHHHH" },
        { "1 ack.failed 2 perhaps.under-way", "HHHHHH", "HHHHHH", "HHHHHH" },
        { "1 ack.failed 2 perhaps.delivered", "DDDDDD", "DDDDDD", "DDDDDD" },
        { "1 perhaps.failed 2 perhaps", "??????", "??????", "??????" },
        { "1 perhaps.failed 2 perhaps.failed", "RXXXXX", "GGGGGG", "GGGGGG" },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void What_is_told(string holders, string idle, string next, string underWay)
    {
        Assert.Equal(idle, Told(holders, course => course));
        Assert.Equal(next, Told(holders, course => course with { HasNext = true }));
        Assert.Equal(underWay, Told(holders, course => course with { IsUnderWay = true }));
    }

    [Theory]
    [InlineData(0, false, Core.Told.HandingOver)]
    [InlineData(1, true, Core.Told.HandingOver)]
    [InlineData(1, false, Core.Told.TriedAgain)]
    [InlineData(2, true, Core.Told.TriedAgain)]
    public void What_was_put_off_once_is_tried_again(int attempts, bool isUnderWay, Told told) => Assert.Equal(
        told, TellRules.Of(Courses.Of(OutboxState.Waiting, "") with { Attempts = attempts, IsUnderWay = isUnderWay }).What);

    [Theory]
    [InlineData("1 ack.under-way", ReportedState.UnderWay, 1)]
    [InlineData("1 ack.failed", ReportedState.Failed, 1)]
    [InlineData("1 ack.failed 2 ack.failed", ReportedState.Failed, 2)]
    [InlineData("1 ack.failed 2 ack", null, 2)]
    [InlineData("1 ack 2 ack.failed", null, 1)]
    [InlineData("1 ack.delivered 2 ack.failed", ReportedState.Delivered, 1)]
    [InlineData("1 ack 2 perhaps", null, 1)]
    [InlineData("1 perhaps", null, 1)]
    public void What_gateways_reported_is_one_word_and_about_one_of_them(string holders, ReportedState? reported, int about)
    {
        var telling = TellRules.Of(Courses.Of(OutboxState.Sent, holders));

        Assert.Equal((reported, about, reported is null), (telling.Reported, telling.About!.Gateway, telling.ReportedAt is null));
    }

    [Fact]
    public void Nothing_is_on_its_way_that_nobody_can_have_and_nothing_has_failed_that_somebody_may_have()
    {
        foreach (var course in Courses.Any(50_000))
        {
            var telling = TellRules.Of(course);
            var canCome = course.Holders.Any(each => each.MayHaveIt);

            if (telling.What is Core.Told.HandedOver or Core.Told.InDoubt or Core.Told.Delivered && course.Past.Any()) Assert.True(canCome);
            if (telling.What is Core.Told.HandedOver && !course.Past.Any()) Assert.Equal(OutboxState.Sent, course.State);
            if (telling.What is Core.Told.GivenUp or Core.Told.NotHandedOver)
                Assert.False(course.Past.Any(each => each.MayHaveIt), course.ToString());
            if (telling.What is Core.Told.GivenUp) Assert.False(canCome || course.HasNext || course.IsUnderWay, course.ToString());
            if (telling.What is Core.Told.HandingOver) Assert.Equal(OutboxState.Waiting, course.State);
            if (telling.Reported is ReportedState.Failed) Assert.All(course.Past, each => Assert.False(each.MayHaveIt));
        }
    }

    private static string Told(string holders, Func<MessageCourse, MessageCourse> when) => string.Concat(Columns.Select(
        state => TellRules.Of(when(Courses.Of(state, holders) with { Attempts = 1 })).What switch
        {
            Core.Told.HandingOver => "O",
            Core.Told.TriedAgain => "R",
            Core.Told.InDoubt => "?",
            Core.Told.HandedOver => "H",
            Core.Told.Delivered => "D",
            Core.Told.GoesOn => "G",
            Core.Told.GivenUp => "X",
            Core.Told.NotHandedOver => "N",
        }));
}
