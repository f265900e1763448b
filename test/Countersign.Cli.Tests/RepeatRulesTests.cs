using System.Text;
using Countersign.Client;
using Xunit;

namespace Countersign.Cli.Tests;

public sealed class RepeatRulesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public void A_busy_server_is_asked_three_more_times_a_little_later_each_time(int status)
    {
        Assert.Equal(
            [150, 225, 338], Enumerable.Range(0, 3).Select(attempt => (int)Math.Round(Wait(attempt, status)!.Value.TotalMilliseconds)));
        Assert.Null(Wait(3, status));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    public void A_real_answer_is_not_asked_for_again(int status) => Assert.Null(Wait(0, status));

    [Fact]
    public void A_short_wait_that_the_server_names_is_kept() => Assert.Equal(TimeSpan.FromSeconds(1), Wait(0, 429, seconds: 1));

    [Fact]
    public void A_long_wait_that_the_server_names_is_a_refusal() => Assert.Null(Wait(0, 429, seconds: 3));

    [Fact]
    public void A_locked_method_is_not_knocked_at_again() =>
        Assert.Null(Wait(0, 429, body: """{"error":"tfa_locked","msg":"Locked.","fail_count":5,"locked_until":1800000000}"""));

    private static TimeSpan? Wait(
        int attempt, int status, int? seconds = null, string body = """{"error":"rate_limited","msg":"Slow down."}""") =>
        RepeatRules.FindWait(attempt, CountersignRefused.From(status, Encoding.UTF8.GetBytes(body), seconds is { } s ? TimeSpan
            .FromSeconds(s) : null), retries: 3, Patience);
}
