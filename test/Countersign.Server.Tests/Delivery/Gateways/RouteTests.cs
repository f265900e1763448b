using System.Net;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;
using static Countersign.Server.Tests.Delivery.Gateways.GatewayTexts;
using KnownReports = Countersign.Server.Storage.KnownReports;
using Takers = Countersign.Server.Storage.Takers;

namespace Countersign.Server.Tests.Delivery.Gateways;

/// <summary>Gateway 2 is Twilio, which reports; gateway 1 is the webhook of the tests. Every message goes by Twilio first.</summary>
public sealed class RouteTests : IAsyncLifetime
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";

    private GatewayHost twilio = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => twilio = await GatewayHost.Start(201, """{"sid":"SM1"}""");

    public ValueTask DisposeAsync() => twilio.DisposeAsync();

    [Fact]
    public async Task What_one_gateway_puts_off_the_next_one_has_at_once()
    {
        await using var server = await Start();
        twilio.Next(503, "");

        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();

        Assert.Single(server.Inbox.Sms.Requests);
        var record = await GatewayReports.Newest(server, Ct);
        Assert.Equal((OutboxState.Sent, 1, 1), (record.State, record.Gateway, record.Attempts));
    }

    [Fact]
    public async Task What_one_gateway_acknowledged_and_told_nothing_of_another_one_has_in_time_and_no_one_twice()
    {
        await using var server = await Start();
        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();
        await Waits(server, 29);
        Assert.Empty(server.Inbox.Sms.Requests);

        await Waits(server, 3);
        var text = await server.NextCode(server.People.Linus.Number!);

        Assert.Equal(twilio.Requests[0].Form["Body"], text.Text);
        await Waits(server, 200);
        Assert.Single(twilio.Requests);
        Assert.Single(server.Inbox.Sms.Requests);
        Assert.Equal(OutboxState.Sent, (await GatewayReports.Newest(server, Ct)).State);
    }

    [Fact]
    public async Task What_was_reported_delivered_nobody_else_has()
    {
        await using var server = await Start();
        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();

        Assert.Equal(HttpStatusCode.OK, await Report(server, "delivered"));
        await Waits(server, 60);

        Assert.Empty(server.Inbox.Sms.Requests);
        Assert.Equal(ReportedState.Delivered, (await GatewayReports.Newest(server, Ct)).Reported);
    }

    [Fact]
    public async Task What_was_reported_failed_another_one_has_before_the_time()
    {
        await using var server = await Start();
        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();

        Assert.Equal(HttpStatusCode.OK, await Report(server, "undelivered"));
        await Waits(server, 2);

        await server.NextCode(server.People.Linus.Number!);
    }

    [Fact]
    public async Task A_report_says_nothing_less_than_the_ones_before_it_whenever_it_comes()
    {
        await using var server = await Start(("SMS_ROUTES", "*:2"));
        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();

        foreach (var (state, known) in (IReadOnlyList<(string, ReportedState)>)
            [
                ("sent", ReportedState.UnderWay), ("undelivered", ReportedState.Failed), ("sent", ReportedState.Failed),
                ("delivered", ReportedState.Delivered), ("undelivered", ReportedState.Delivered), ("delivered", ReportedState.Delivered),
            ])
        {
            Assert.Equal(HttpStatusCode.OK, await Report(server, state));
            Assert.Equal(known, (await GatewayReports.Newest(server, Ct)).Reported);
        }
    }

    [Fact]
    public async Task A_report_that_comes_before_the_answer_is_the_answer()
    {
        await using var server = await Start();
        twilio.Before = request => Report(server, "delivered", request);
        twilio.Next(500, "");

        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();
        await Waits(server, 120);

        Assert.Single(twilio.Requests);
        Assert.Empty(server.Inbox.Sms.Requests);
        Assert.Equal((OutboxState.Sent, ReportedState.Delivered),
            ((await GatewayReports.Newest(server, Ct)).State, (await GatewayReports.Newest(server, Ct)).Reported));
    }

    [Fact]
    public async Task A_failure_that_is_told_before_the_answer_makes_the_next_gateway_have_it_at_once()
    {
        await using var server = await Start();
        twilio.Before = request => Report(server, "undelivered", request);

        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();
        await Waits(server, 3);

        Assert.Single(server.Inbox.Sms.Requests);
    }

    [Fact]
    public async Task A_failure_of_the_further_gateway_that_is_told_before_its_answer_makes_the_third_one_have_it_at_once()
    {
        await using var third = await GatewayHost.Start(201, """{"sid":"SM3"}""");
        await using var server = await Start(
            ("SMS_3", $"twilio://{Account}:s3cret@%2B15005550006?api={third.Address}"), ("SMS_ROUTES", "CA:2>3>1 *:2>3>1"));
        third.Before = request => Report(server, "undelivered", request);
        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();

        Assert.Equal(HttpStatusCode.OK, await Report(server, "undelivered"));
        await Waits(server, 6);

        Assert.Single(third.Requests);
        Assert.Single(server.Inbox.Sms.Requests);
    }

    [Fact]
    public async Task A_delivery_is_shown_as_of_the_gateway_that_told_it()
    {
        await using var server = await Start();
        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();
        await Waits(server, 32);
        Assert.Equal(1, (await GatewayReports.Newest(server, Ct)).Gateway);

        Assert.Equal(HttpStatusCode.OK, await Report(server, "delivered"));

        var record = await GatewayReports.Newest(server, Ct);
        Assert.Equal((ReportedState.Delivered, 2), (record.Reported, record.Gateway));
    }

    [Fact]
    public async Task A_delivery_that_is_told_while_another_gateway_is_asked_stays_of_the_one_that_told_it()
    {
        await using var third = await GatewayHost.Start(201, """{"sid":"SM3"}""");
        await using var server = await Start(
            ("SMS_3", $"twilio://{Account}:s3cret@%2B15005550006?api={third.Address}"), ("SMS_ROUTES", "CA:2>3 *:2>3"));
        third.Before = _ => Report(server, "delivered");
        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();

        await Waits(server, 40);

        Assert.Single(third.Requests);
        var record = await GatewayReports.Newest(server, Ct);
        Assert.Equal((ReportedState.Delivered, 2), (record.Reported, record.Gateway));
    }

    [Fact]
    public async Task A_report_that_nobody_signed_changes_nothing()
    {
        await using var server = await Start();
        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();

        Assert.Equal(HttpStatusCode.Forbidden, await Report(server, "delivered", token: "another"));
        foreach (var address in (string[])["/gateways/1/reports?id=msg_1&v=1", "/gateways/2/reports", "/gateways/7/reports"])
            Assert.Equal(HttpStatusCode.Forbidden, (await server.Http.GetAsync(new Uri(address, UriKind.Relative), Ct)).StatusCode);
        Assert.Null((await GatewayReports.Newest(server, Ct)).Reported);
    }

    [Fact]
    public async Task A_second_text_is_paid_for_like_the_first()
    {
        await using var server = await Start(("SMS_IN_ALL", "1/1d"));
        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();

        await Waits(server, 60);

        Assert.Empty(server.Inbox.Sms.Requests);
        Assert.Equal(OutboxState.Sent, (await GatewayReports.Newest(server, Ct)).State);
    }

    [Fact]
    public async Task A_gateway_that_keeps_failing_is_left_alone_and_tried_again_later()
    {
        var breakers = new RouteBreakers(TestClock.Monday() is var clock ? clock : null!);
        var asked = 0;
        Task<SendOutcome> Fail()
        {
            asked++;
            return Task.FromResult(SendOutcome.FailedForNow("busy"));
        }

        for (var n = 0; n < RouteBreakers.Fewest; n++) Assert.NotNull(await breakers.Try(1, Fail));
        Assert.True(breakers.Rests(1));
        Assert.Null(await breakers.Try(1, Fail));
        Assert.False(breakers.Rests(2));

        clock.Advance(RouteBreakers.Rest + TimeSpan.FromSeconds(1));
        Assert.False(breakers.Rests(1));
        Assert.NotNull(await breakers.Try(1, () => Task.FromResult(SendOutcome.Accepted)));
        Assert.False(breakers.Rests(1));
        Assert.Equal(RouteBreakers.Fewest, asked);
    }

    [Fact]
    public async Task A_gateway_that_was_left_alone_has_messages_again_when_it_is_well()
    {
        await using var server = await Start(("SMS_ROUTES", "*:2"));
        twilio.Mood = _ => 503;
        _ = await server.As(server.People.Linus).Post("/tfa/sms/");
        for (var n = 0; n < 300 && twilio.Requests.Count < RouteBreakers.Fewest; n++) await Waits(server, 1);
        var before = twilio.Requests.Count;

        twilio.Mood = null;
        await Waits(server, 200);

        Assert.Equal(before + 1, twilio.Requests.Count);
        Assert.Equal(OutboxState.Sent, (await GatewayReports.Newest(server, Ct)).State);
    }

    [Fact]
    public async Task A_gateway_that_may_have_it_is_asked_again_only_where_nobody_else_is_and_one_that_acknowledged_never()
    {
        await using var host = await GatewayHost.Start(202, "0: Accepted for delivery");
        var one = Read<KannelGateway>($"kannel://tester:s3cret@{new Uri(host.Address).Authority}?from=ACME");
        var two = Read<TwilioGateway>($"twilio://{Account}:s3cret@ACME?api={twilio.Address}");
        using var kannel = new KannelSmsSender(one, ReportPlace, Clock);
        using var second = new TwilioSmsSender(two, ReportPlace, Clock);
        var noted = new List<int>();
        RoutedSmsSender Router(string routes) => new(
            new Dictionary<int, ISmsGateway> { [1] = kannel, [2] = second },
            new SmsSettings { Routes = SmsRoutes.Parse(routes)! }.With(1, one).With(2, two), new(Clock),
            new(
                (_, gateway) =>
                {
                    noted.Add(gateway);
                    return Task.FromResult(RoutePass.Of(RouteLeave.Given));
                },
                _ => Task.CompletedTask), Clock);

        Means(await Router("*:2").Send(Message with { Takers = new([], [2]) }, Ct), "taken");
        Means(await Router("*:2>1").Send(Message with { Takers = new([], [2]) }, Ct), "taken");
        Means(await Router("*:1>2").Send(Message with { Takers = new([1], []) }, Ct), "taken");
        Means(await Router("*:1>2").Send(Message with { Takers = new([1], [2]) }, Ct), "unknown");
        Means(await Router("*:1>2").Send(Message with { Takers = new([], [2, 2]) }, Ct), "unknown");

        // One that was being asked when a server died counts as one to whom it was, and not to how many there may be.
        Means(await Router("*:1").Send(Message with { Takers = new([], [1], Asked: 1) }, Ct), "taken");
        Means(await Router("*:1>2").Send(Message with { Takers = new([], [1], Asked: 2) }, Ct), "taken");
        Assert.Equal([2, 1, 2, 1, 2], noted);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(",1,")]
    [InlineData(",3,1,-2,-2,-0,-04,")]
    [InlineData(",-2,")]
    [InlineData(",-01,")]
    public void What_gateways_made_of_a_message_is_written_as_it_is_read(string? written) =>
        Assert.Equal(written, Takers.In(written).Written);

    [Theory]
    [InlineData(null)]
    [InlineData(",1=delivered@1772442000,")]
    [InlineData(",2=failed@1772442000,3=under_way@1772442007,")]
    public void What_gateways_reported_is_written_as_it_is_read(string? written) =>
        Assert.Equal(written, KnownReports.In(written).Written);

    [Fact]
    public async Task A_failure_that_a_version_before_this_one_wrote_down_is_of_the_gateway_that_had_the_message()
    {
        await using var server = await Start(("SMS_ROUTES", "*:2"));
        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();

        await server.Db.Write(tx => tx.Execute(
            $"UPDATE outbox SET reports = NULL, reported = {ReportedState.Failed}, reported_at = {tx.Now} WHERE channel = {Channel.Sms}"), Ct);

        var record = await GatewayReports.Newest(server, Ct);
        Assert.Equal((ReportedState.Failed, server.Clock.GetUtcNow()), (record.Reported, record.ReportedAt));
        Assert.Equal(2, Assert.Single(record.Reports).Gateway);
    }

    private Task<TestServer> Start(params (string, string)[] more) => TestServer.Start(
        [("SMS_2", $"twilio://{Account}:s3cret@%2B15005550006?api={twilio.Address}"), ("SMS_ROUTES", "CA:2>1 *:2>1"), .. more]);

    // Second by second, so that whoever looks by the clock does.
    private static async Task Waits(TestServer server, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Ct);
        }
    }

    private async Task<HttpStatusCode> Report(TestServer server, string state, HostedRequest? about = null, string token = "s3cret")
    {
        var address = (about ?? twilio.Requests[0]).Form["StatusCallback"];
        var form = new Dictionary<string, string> { ["AccountSid"] = Account, ["MessageSid"] = "SM1", ["MessageStatus"] = state };
        var signed = address + string.Concat(form.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Key + each.Value));
#pragma warning disable CA5350 // Twilio signs with it.
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(signed)));
#pragma warning restore CA5350
        using var call = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        call.Headers.Add("X-Twilio-Signature", signature);
        using var answer = await server.Http.SendAsync(call, Ct);
        return answer.StatusCode;
    }
}
