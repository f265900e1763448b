using System.Net;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Tests.Delivery.Gateways;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>
/// Reports of one message that come at the same moment, twice, and in an order of chance, while another gateway is to have it: what is
/// known in the end is the most that was said, and nobody gets the message twice who acknowledged it.
/// </summary>
public sealed class ReportRaces : IAsyncLifetime
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const int Copies = 8;

    private GatewayHost twilio = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => twilio = await GatewayHost.Start(201, """{"sid":"SM1"}""");

    public ValueTask DisposeAsync() => twilio.DisposeAsync();

    [Theory]
    [InlineData(ReportedState.Delivered, "sent", "undelivered", "delivered")]
    [InlineData(ReportedState.Delivered, "queued", "sent", "delivered")]
    [InlineData(ReportedState.UnderWay, "queued", "sending", "sent")]
    public async Task Of_reports_at_the_same_moment_the_one_that_says_most_stands(ReportedState end, params string[] states)
    {
        await using var server = await Start();
        for (var round = 1; round <= 5; round++)
        {
            var about = await Send(server, round);
            await AtOnce(server, about, Shuffled(states, round));

            Assert.Equal(end, (await GatewayReports.Newest(server, Ct)).Reported);
            await Waits(server, 35);
            Assert.Equal(round, twilio.Requests.Count);
            if (end is ReportedState.Delivered) await Over(server);
        }

        var second = server.Inbox.Sms.Requests.Count;
        if (end is ReportedState.UnderWay) Assert.Equal(5, second);
        else Assert.InRange(second, 0, 5);
        if (!states.Contains("undelivered") && end is ReportedState.Delivered) Assert.Equal(0, second);
        Assert.Equal(second, server.Inbox.All.Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_failure_that_is_told_many_times_at_once_makes_one_more_text()
    {
        await using var server = await Start();
        for (var round = 1; round <= 5; round++)
        {
            var about = await Send(server, round);
            await AtOnce(server, about, Shuffled(["undelivered", "sent"], round));
            await Waits(server, 35);

            Assert.Equal((round, round), (twilio.Requests.Count, server.Inbox.Sms.Requests.Count));
        }

        Assert.Equal(5, server.Inbox.All.Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public async Task However_reports_cross_no_budget_is_exceeded()
    {
        await using var server = await Start(("SMS_IN_ALL", "8/1d"));
        for (var round = 1; round <= 5; round++)
        {
            var about = await Send(server, round);
            await AtOnce(server, about, Shuffled(["undelivered", "sent"], round));
            await Waits(server, 35);
            if (twilio.Requests.Count + server.Inbox.Sms.Requests.Count >= 8) break;
        }

        (await server.As(server.People.Linus).Post("/tfa/sms/")).IsRefused(429, "sms_rate_limited");
        await Waits(server, 35);
        Assert.Equal(8, twilio.Requests.Count + server.Inbox.Sms.Requests.Count);
    }

    private Task<TestServer> Start(params (string, string)[] more) => TestServer.Start(
        [("SMS_2", $"twilio://{Account}:s3cret@%2B15005550006?api={twilio.Address}"), ("SMS_ROUTES", "*:2>1"), .. more]);

    private async Task<HostedRequest> Send(TestServer server, int round)
    {
        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();
        Assert.Equal(round, twilio.Requests.Count);
        return twilio.Requests[^1];
    }

    // Nothing is left to be sent.
    private static async Task Over(TestServer server) => Assert.Equal(0, await server.Number(
        $"SELECT count(*) FROM outbox WHERE channel = 'sms' AND (next_route_at IS NOT NULL OR sealed_body IS NOT NULL)"));

    private static string[] Shuffled(string[] states, int seed)
    {
        var all = states.SelectMany(state => Enumerable.Repeat(state, Copies)).ToArray();
        new Random(seed).Shuffle(all);
        return all;
    }

    private static async Task AtOnce(TestServer server, HostedRequest about, string[] states)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = states.Select(async state =>
        {
            await start.Task;
            return await Report(server, about, state);
        }).ToList();
        start.SetResult();
        Assert.All(await Task.WhenAll(all), status => Assert.Equal(HttpStatusCode.OK, status));
    }

    private static async Task<HttpStatusCode> Report(TestServer server, HostedRequest about, string state)
    {
        var address = new Uri(about.Form["StatusCallback"]);
        var form = new Dictionary<string, string> { ["AccountSid"] = Account, ["MessageSid"] = "SM1", ["MessageStatus"] = state };
        var signed = address + string.Concat(form.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Key + each.Value));
#pragma warning disable CA5350 // Twilio signs with it.
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes("s3cret"), Encoding.UTF8.GetBytes(signed)));
#pragma warning restore CA5350

        // By its path alone: of two nodes, the next one gets it.
        using var call = new HttpRequestMessage(HttpMethod.Post, new Uri(address.PathAndQuery, UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(form),
        };
        call.Headers.Add("X-Twilio-Signature", signature);
        using var answer = await server.Http.SendAsync(call, Ct);
        return answer.StatusCode;
    }

    // Second by second, so that whoever looks by the clock does.
    private static async Task Waits(TestServer server, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Ct);
        }

        var now = server.Clock.GetUtcNow();
        while (await server.Number($"SELECT count(*) FROM outbox WHERE claimed_until > {now} OR next_route_at <= {now}") > 0)
            await Task.Delay(20, Ct);
    }
}
