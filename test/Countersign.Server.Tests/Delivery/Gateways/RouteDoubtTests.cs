using System.Net;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery.Gateways;

/// <summary>
/// A gateway of which nobody knows whether it has a message. Gateway 1 is the webhook of the tests, 2 and 3 are Twilio, which knows no
/// message again, and reports.
/// </summary>
public sealed class RouteDoubtTests : IAsyncLifetime
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const string Prompt = "/sign-in/code";

    private GatewayHost first = null!;
    private GatewayHost third = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        first = await GatewayHost.Start(201, """{"sid":"SM1"}""");
        third = await GatewayHost.Start(201, """{"sid":"SM3"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await third.DisposeAsync();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    public async Task The_next_gateway_has_the_message_at_once_and_the_first_one_never_again(int status)
    {
        await using var server = await Start("*:2>1");
        first.Next(status, "");

        await Code(server);
        Assert.Single(server.Inbox.Sms.Requests);
        await Waits(server, 120);

        Assert.Equal((1, 1, 2), (first.Requests.Count, server.Inbox.Sms.Requests.Count, await Paid(server)));
        var record = await GatewayReports.Newest(server, Ct);
        Assert.Equal((OutboxState.Sent, 1, 1), (record.State, record.Gateway, record.Attempts));
    }

    [Fact]
    public async Task A_failure_that_is_told_before_the_answer_that_never_comes_keeps_the_next_one_from_nothing()
    {
        await using var server = await Start("*:2>1");
        first.Before = request => Report(server, request, "undelivered");
        first.Next(500, "");

        await Code(server);
        await Waits(server, 60);

        Assert.Equal((1, 1), (first.Requests.Count, server.Inbox.Sms.Requests.Count));
    }

    [Fact]
    public async Task A_message_that_may_have_left_twice_is_offered_to_nobody_else()
    {
        await using var server = await Start("*:2>3>1");
        first.Next(500, "");
        third.Next(0, "");

        await Code(server);
        await Waits(server, 120);

        Assert.Equal((1, 1, 0, 2), (first.Requests.Count, third.Requests.Count, server.Inbox.Sms.Requests.Count, await Paid(server)));
        Assert.Equal(OutboxState.Unknown, (await GatewayReports.Newest(server, Ct)).State);
    }

    [Fact]
    public async Task Where_nobody_may_pay_for_the_next_one_it_stays_unknown()
    {
        await using var server = await Start("*:2>1", ("SMS_IN_ALL", "1/1d"));
        first.Next(500, "");

        await Code(server);
        await Waits(server, 60);

        Assert.Equal((1, 0, 1), (first.Requests.Count, server.Inbox.Sms.Requests.Count, await Paid(server)));
        Assert.Equal(OutboxState.Unknown, (await GatewayReports.Newest(server, Ct)).State);
    }

    [Fact]
    public async Task What_the_next_one_puts_off_it_is_offered_again_and_the_first_one_is_not()
    {
        await using var server = await Start("*:2>1");
        first.Next(500, "");
        server.Inbox.Sms.Feel(GatewayMood.PutOff, GatewayMood.PutOff);

        await Code(server);
        await Waits(server, 60);

        Assert.Equal((1, 3, 2), (first.Requests.Count, server.Inbox.Sms.Requests.Count, await Paid(server)));
        Assert.Equal(OutboxState.Sent, (await GatewayReports.Newest(server, Ct)).State);
    }

    [Fact]
    public async Task What_another_one_refuses_the_first_one_may_have_sent()
    {
        await using var server = await Start("*:2>1");
        first.Next(500, "");
        server.Inbox.Sms.Feel(GatewayMood.Refuse);

        await Code(server);
        await Waits(server, 60);

        Assert.Equal((1, 1, 1), (first.Requests.Count, server.Inbox.Sms.Requests.Count, await Paid(server)));
        Assert.Equal((OutboxState.Unknown, 2),
            ((await GatewayReports.Newest(server, Ct)).State, (await GatewayReports.Newest(server, Ct)).Gateway));
    }

    [Fact]
    public async Task Where_the_others_take_nothing_from_us_the_first_one_is_asked_once_more()
    {
        await using var server = await Start("*:2>1");
        first.Next(500, "");
        server.Inbox.Sms.IsShutToUs = true;

        await Code(server);
        await Waits(server, 60);

        Assert.Equal((2, 2), (first.Requests.Count, await Paid(server)));
        Assert.Equal(OutboxState.Sent, (await GatewayReports.Newest(server, Ct)).State);
    }

    [Fact]
    public async Task What_a_gateway_put_off_and_then_failed_at_it_is_offered_once_more()
    {
        await using var server = await Start("*:2");
        first.Next(503, "");
        first.Next(500, "");

        await Code(server);
        await Waits(server, 60);

        Assert.Equal((3, 2), (first.Requests.Count, await Paid(server)));
        Assert.Equal(OutboxState.Sent, (await GatewayReports.Newest(server, Ct)).State);
    }

    [Fact]
    public async Task What_it_tells_to_have_delivered_is_delivered_whoever_has_the_message_since()
    {
        await using var server = await Start("*:2>3");
        first.Next(500, "");
        await Code(server);
        Assert.Single(third.Requests);

        Assert.Equal(HttpStatusCode.OK, await Report(server, first.Requests[0], "delivered"));
        await Waits(server, 60);

        var record = await GatewayReports.Newest(server, Ct);
        Assert.Equal((OutboxState.Sent, ReportedState.Delivered, 2), (record.State, record.Reported, record.Gateway));
    }

    [Fact]
    public async Task What_it_tells_to_have_before_its_answer_is_acknowledged()
    {
        await using var server = await Start("*:2>1");
        first.Before = request => Report(server, request, "sent");
        first.Next(500, "");

        await Code(server);
        Assert.Equal((1, 0, 1), (first.Requests.Count, server.Inbox.Sms.Requests.Count, await Paid(server)));
        Assert.Equal(OutboxState.Sent, (await GatewayReports.Newest(server, Ct)).State);
        await Waits(server, 60);

        Assert.Equal((1, 1, 2), (first.Requests.Count, server.Inbox.Sms.Requests.Count, await Paid(server)));
    }

    [Fact]
    public async Task A_further_gateway_that_breaks_is_followed_by_the_next_one()
    {
        await using var server = await Start("*:2>3>1");
        third.Next(0, "");
        await Code(server);

        await Report(server, first.Requests[0], "undelivered");
        await Waits(server, 60);

        Assert.Equal((1, 1, 1, 3), (first.Requests.Count, third.Requests.Count, server.Inbox.Sms.Requests.Count, await Paid(server)));
    }

    [Fact]
    public async Task The_page_says_that_nobody_knows()
    {
        await using var server = await Start("*:2");
        first.Next(500, "");
        first.Next(500, "");
        var browser = server.Browser();
        await browser.Submit(
            await browser.Open("/sign-in"), "/sign-in", ("name", server.People.Linus.Email), ("password", TestPerson.Password));

        Assert.Contains("it may still come", (await browser.Open(Prompt)).Text, StringComparison.Ordinal);
        await Waits(server, 10);

        Assert.Equal(OutboxState.Unknown, (await GatewayReports.Newest(server, Ct)).State);
        var page = await browser.Open(Prompt);
        Assert.Contains("it may still come", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be handed over", page.Text, StringComparison.Ordinal);
    }

    private Task<TestServer> Start(string routes, params (string, string)[] more) => TestServer.Start(
    [
        ("SMS_2", $"twilio://{Account}:s3cret@%2B15005550006?api={first.Address}"),
        ("SMS_3", $"twilio://{Account}:s3cret@%2B15005550006?api={third.Address}"),
        ("SMS_ROUTES", routes),
        .. more,
    ]);

    private static async Task Code(TestServer server) => _ = await server.As(server.People.Linus).Post("/tfa/sms/");

    // Second by second, so that whoever looks by the clock does.
    private static async Task Waits(TestServer server, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Ct);
        }
    }

    private static Task<long> Paid(TestServer server) =>
        server.Number($"SELECT coalesce(max(hits), 0) FROM limits WHERE bucket = {"sms-all"}");

    private static async Task<HttpStatusCode> Report(TestServer server, HostedRequest about, string state)
    {
        var address = about.Form["StatusCallback"];
        var form = new Dictionary<string, string> { ["AccountSid"] = Account, ["MessageSid"] = "SM1", ["MessageStatus"] = state };
        var signed = address + string.Concat(form.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Key + each.Value));
#pragma warning disable CA5350 // Twilio signs with it.
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes("s3cret"), Encoding.UTF8.GetBytes(signed)));
#pragma warning restore CA5350
        using var call = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        call.Headers.Add("X-Twilio-Signature", signature);
        using var answer = await server.Http.SendAsync(call, Ct);
        return answer.StatusCode;
    }
}
