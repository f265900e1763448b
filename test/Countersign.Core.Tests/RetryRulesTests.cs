using Xunit;

namespace Countersign.Core.Tests;

public sealed class RetryRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly SendOutcome Failed = SendOutcome.FailedForNow("busy");

    public static TheoryData<SendResult, Channel, int, int, OutboxState> Decisions => new()
    {
        { SendResult.Accepted, Channel.Sms, 1, 0, OutboxState.Sent },
        { SendResult.RefusedForGood, Channel.Sms, 1, 0, OutboxState.Refused },
        { SendResult.FailedForNow, Channel.Sms, 9, 0, OutboxState.Waiting },
        { SendResult.FailedForNow, Channel.Sms, 9, 1, OutboxState.Waiting },
        { SendResult.Unknown, Channel.Sms, 1, 1, OutboxState.Waiting },
        { SendResult.Unknown, Channel.Sms, 1, 2, OutboxState.Unknown },
        { SendResult.Unknown, Channel.Sms, 5, 1, OutboxState.Waiting },
        { SendResult.Unknown, Channel.Sms, 5, 2, OutboxState.Unknown },
        { SendResult.Unknown, Channel.Email, 9, 9, OutboxState.Waiting },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void What_becomes_of_a_message(SendResult result, Channel channel, int attempts, int doubts, OutboxState expected)
    {
        var attempt = new Attempt(channel, attempts, Now.AddMinutes(10)) { Doubts = doubts };

        Assert.Equal(expected, RetryRules.After(new(result, "reason"), attempt, Now, 0.5).State);
    }

    [Fact]
    public void What_nobody_may_pay_for_once_more_stays_unknown() => Assert.Equal(
        OutboxState.Unknown,
        RetryRules.After(
            SendOutcome.Unknown("no budget") with { IsLast = true }, new(Channel.Sms, 1, Now.AddMinutes(10)) { Doubts = 1 }, Now, 0.5).State);

    [Fact]
    public void Our_own_fault_stays_ours_whatever_becomes_of_the_message()
    {
        var attempt = new Attempt(Channel.Email, 1, Now.AddMinutes(10));

        var waiting = RetryRules.After(SendOutcome.OurFaultForNow("greeting"), attempt, Now, 0.5);
        var refused = RetryRules.After(SendOutcome.OurFaultForGood("text"), attempt, Now, 0.5);

        var outlasts = attempt with { OutlastsUs = true };
        Assert.Equal(OutboxState.Waiting, RetryRules.After(SendOutcome.OurFaultForGood("unpaid"), outlasts, Now, 0.5).State);
        Assert.Equal(OutboxState.Refused, RetryRules.After(SendOutcome.RefusedForGood("nobody's"), outlasts, Now, 0.5).State);
        Assert.Equal(OutboxState.Refused, RetryRules.After(SendOutcome.NoWay, outlasts, Now, 0.5).State);
        Assert.Equal((OutboxState.Waiting, Blame.Us), (waiting.State, waiting.Blame));
        Assert.Equal((OutboxState.Refused, Blame.Us), (refused.State, refused.Blame));
        Assert.Equal(Blame.Others, RetryRules.After(Failed, attempt, Now, 0.5).Blame);
    }

    [Fact]
    public void The_pauses_grow_up_to_a_minute() => Assert.Equal(
        [1, 2, 5, 15, 30, 60, 60, 60], Enumerable.Range(1, 8).Select(attempts => RetryRules.Pause(attempts, 0.5).TotalSeconds));

    [Theory]
    [InlineData(0, 48)]
    [InlineData(0.999, 72)]
    public void Chance_moves_a_pause_by_a_fifth(double chance, double seconds) =>
        Assert.Equal(seconds, RetryRules.Pause(7, chance).TotalSeconds);

    [Fact]
    public void A_message_that_would_expire_in_the_pause_is_given_up_now()
    {
        var attempt = new Attempt(Channel.Sms, 6, Now.AddSeconds(60));

        Assert.Equal(OutboxState.Expired, RetryRules.After(Failed, attempt, Now, 0.5).State);
        Assert.Equal(OutboxState.Waiting, RetryRules.After(Failed, attempt with { ExpiresAt = Now.AddSeconds(61) }, Now, 0.5).State);
    }
}
