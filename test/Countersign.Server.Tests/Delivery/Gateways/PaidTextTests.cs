using Countersign.Core;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery.Gateways;

/// <summary>
/// Gateway 2 is Twilio, which knows no message again; gateway 1 is the webhook of the tests, which does. Each text that may have left is
/// paid for, and nothing else is.
/// </summary>
public sealed class PaidTextTests : IAsyncLifetime
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";

    private GatewayHost twilio = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => twilio = await GatewayHost.Start(201, """{"sid":"SM1"}""");

    public ValueTask DisposeAsync() => twilio.DisposeAsync();

    [Fact]
    public async Task A_further_gateway_that_puts_it_off_again_and_again_is_paid_for_once()
    {
        await using var server = await Start("*:2>1");
        server.Inbox.Sms.Feel(GatewayMood.PutOff, GatewayMood.PutOff, GatewayMood.PutOff, GatewayMood.PutOff);

        await Code(server, wait: 120);

        Assert.Equal((1, 5, 2), (twilio.Requests.Count, server.Inbox.Sms.Requests.Count, await Paid(server)));
    }

    [Fact]
    public async Task A_further_gateway_that_takes_nothing_costs_nothing_and_is_left_alone()
    {
        await using var server = await Start("*:2>1");
        server.Inbox.Sms.Feel([.. Enumerable.Repeat(GatewayMood.PutOff, 100)]);

        await Code(server, wait: 240);

        Assert.Equal(1, await Paid(server));
        Assert.InRange(server.Inbox.Sms.Requests.Count, 5, 12);
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("gateway 0", StringComparison.Ordinal));
        Assert.Equal(
            server.Inbox.Sms.Requests.Count,
            await server.Number($"SELECT coalesce(max(attempts), 0) - 1 FROM outbox WHERE channel = {Channel.Sms}"));
    }

    [Fact]
    public async Task What_may_have_left_is_offered_once_more_and_paid_for_twice()
    {
        await using var server = await Start("*:2");
        for (var n = 0; n < 20; n++) twilio.Next(500, "");

        await Code(server, wait: 120);

        Assert.Equal((2, 2), (twilio.Requests.Count, await Paid(server)));
    }

    [Fact]
    public async Task What_may_have_left_is_not_offered_again_where_nobody_may_pay_for_it()
    {
        await using var server = await Start("*:2", ("SMS_IN_ALL", "1/1d"));
        for (var n = 0; n < 20; n++) twilio.Next(500, "");

        await Code(server, wait: 30);

        Assert.Equal((1, 1), (twilio.Requests.Count, await Paid(server)));
        Assert.Equal(OutboxState.Unknown, (await GatewayReports.Newest(server, Ct)).State);
    }

    [Fact]
    public async Task What_was_put_off_is_offered_until_it_is_taken_and_paid_for_once()
    {
        await using var server = await Start("*:2");
        for (var n = 0; n < 4; n++) twilio.Next(503, "");

        await Code(server, wait: 60);

        Assert.Equal((5, 1), (twilio.Requests.Count, await Paid(server)));
    }

    [Fact]
    public async Task Where_nobody_knows_whether_one_gateway_has_it_the_next_one_is_offered_it_until_it_takes_it_and_paid_for_once()
    {
        await using var server = await Start("*:2>1");
        twilio.Next(0, "");
        server.Inbox.Sms.Feel(GatewayMood.PutOff, GatewayMood.PutOff, GatewayMood.PutOff);

        await Code(server, wait: 45);

        Assert.Equal((1, 4, 2), (twilio.Requests.Count, server.Inbox.Sms.Requests.Count, await Paid(server)));
        Assert.Equal(OutboxState.Sent, (await GatewayReports.Newest(server, Ct)).State);
    }

    [Fact]
    public async Task What_is_offered_once_more_has_paid_for_its_neighbours_already()
    {
        await using var server = await Start("*:2");
        twilio.Next(500, "");

        await Code(server, wait: 30);

        Assert.Equal((2, 2), (twilio.Requests.Count, await Paid(server)));
        Assert.Equal(1, await server.Number($"SELECT max(hits) FROM limits WHERE bucket LIKE 'sms%-prefix:%'"));
    }

    [Fact]
    public async Task Calls_that_cannot_have_been_made_cost_nothing()
    {
        await using var calls = await GatewayHost.Start(201, """{"sid":"CA1","status":"queued"}""");
        await using var server = await Start("*:2>3", ("SMS_3", $"twilio-call://{Account}:s3cret@%2B15005550006?api={calls.Address}"));
        twilio.Mood = _ => 503;
        calls.Next(503, "");
        calls.Next(429, "");

        await Code(server, wait: 30);

        Assert.Equal((3, 1), (calls.Requests.Count, await Paid(server)));
        Assert.Equal(1, await server.Number($"SELECT coalesce(max(hits), 0) FROM limits WHERE bucket = {"calls-all"}"));
    }

    [Fact]
    public async Task A_second_message_by_call_that_is_refused_gives_back_the_text_and_the_call()
    {
        await using var calls = await GatewayHost.Start(400, """{"code":21211}""");
        await using var server = await Start("*:2>3", ("SMS_3", $"twilio-call://{Account}:s3cret@%2B15005550006?api={calls.Address}"));
        twilio.Next(500, "");

        await Code(server, wait: 10);

        Assert.Equal((1, 1, 1), (twilio.Requests.Count, calls.Requests.Count, await Paid(server)));
        Assert.Equal(0, await server.Number($"SELECT coalesce(max(hits), 0) FROM limits WHERE bucket = {"calls-all"}"));
    }

    [Fact]
    public async Task A_gateway_that_knows_a_message_again_may_be_asked_again_for_nothing()
    {
        await using var server = await Start("*:1");
        server.Inbox.Sms.Feel(GatewayMood.TakeAndFail, GatewayMood.TakeAndFail, GatewayMood.TakeAndBreak);

        await Code(server, wait: 30);

        Assert.Equal((4, 1), (server.Inbox.Sms.Requests.Count, await Paid(server)));
    }

    private Task<TestServer> Start(string routes, params (string, string)[] more) => TestServer.Start(
        [("SMS_2", $"twilio://{Account}:s3cret@%2B15005550006?api={twilio.Address}"), ("SMS_ROUTES", routes), .. more]);

    private static async Task Code(TestServer server, int wait)
    {
        _ = await server.As(server.People.Linus).Post("/tfa/sms/");
        for (var second = 0; second < wait; second++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Ct);
        }
    }

    private static Task<long> Paid(TestServer server) =>
        server.Number($"SELECT coalesce(max(hits), 0) FROM limits WHERE bucket = {"sms-all"}");
}
