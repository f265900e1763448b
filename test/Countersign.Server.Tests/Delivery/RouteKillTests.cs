using Countersign.Server.Tests.Delivery.Gateways;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;
using static Countersign.Server.Tests.Delivery.KillStage;

namespace Countersign.Server.Tests.Delivery;

/// <summary>
/// A server process is killed while it takes a message to a second gateway, at each point between the charge and the mark that it has it.
/// Nothing is lost, nobody gets a message again who acknowledged it, and nothing leaves that was not paid for; what was paid for an offer
/// that nobody heard of may be paid twice.
/// </summary>
public sealed class RouteKillTests
{
    private static readonly TimeSpan Lapsed = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Over = TimeSpan.FromMinutes(11);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(KillPoint.Connected)]
    [InlineData(KillPoint.Asked)]
    [InlineData(KillPoint.Acknowledged)]
    [InlineData(KillPoint.PutBack)]
    public async Task What_the_first_gateway_may_have_the_second_one_gets_though_its_server_is_killed_and_the_first_one_never_again(
        KillPoint point)
    {
        await using var first = new StagedGateway { Breaks = true };
        await using var second = new StagedGateway();
        await using var server = await TestServer.Start(
            TestClock.Now(), ("SMS", $"webhook+{first.Address}"), ("SMS_2", $"webhook+{second.Address}"), ("SMS_ROUTES", "*:1>2"));
        await server.Restart(() => KillAt(point, server, second));
        var before = second.Asked.Count;

        server.Clock.Advance(Lapsed);
        var again = await second.Next(after: before);

        Assert.Equal(Assert.Single(first.Asked), again);
        Assert.Single(second.Asked.Distinct());

        // The clock goes on when the answer is written: whoever is at it then is not so slow that its claim lapses.
        while (await Sent(server) == 0) await Task.Delay(20, Ct);
        server.Clock.Advance(Over);
        await NothingWaits(server);
        Assert.Equal((1, before + 1), (first.Asked.Count, second.Asked.Count));
        Assert.InRange(await Paid(server), 2, 3);
        Assert.Equal(1, await Sent(server));
    }

    [Theory]
    [InlineData(KillPoint.Connected)]
    [InlineData(KillPoint.Asked)]
    [InlineData(KillPoint.Acknowledged)]
    public async Task The_second_gateway_is_asked_again_under_the_same_name_when_a_server_is_killed_and_the_one_that_acknowledged_is_not(
        KillPoint point)
    {
        await using var first = await GatewayHost.Start(201, """{"sid":"SM1"}""");
        await using var second = new StagedGateway();
        await using var server = await Start(first, ("SMS", $"webhook+{second.Address}"), ("SMS_ROUTES", "*:2>1"));
        await server.Restart(() => KillAt(point, server, second));
        var before = second.Asked.Count;

        await Pass(server);

        Assert.Equal((1, before + 1), (first.Requests.Count, second.Asked.Count));
        Assert.Single(second.Asked.Distinct());
        Assert.InRange(await Paid(server), 2, 3);
        await IsSentAndOver(server);
    }

    [Theory]
    [InlineData(KillPoint.Connected)]
    [InlineData(KillPoint.Asked)]
    [InlineData(KillPoint.Acknowledged)]
    public async Task What_failed_at_the_first_gateway_is_offered_again_when_a_server_is_killed_while_it_asks_one_that_knows_nothing_again(
        KillPoint point)
    {
        await using var first = await GatewayHost.Start(201, """{"sid":"SM1"}""");
        await using var doubtful = new StagedGateway();
        await using var server = await Start(
            first, ("SMS", $"kannel://user:password@127.0.0.1:{new Uri(doubtful.Address).Port}?from=ACME"), ("SMS_ROUTES", "*:2>1"));
        await server.Restart(() => KillAt(point, server, doubtful));
        var before = doubtful.Asked.Count;
        await TwilioStage.Report(server, first.Requests[0], "undelivered");

        await Pass(server);

        Assert.Single(first.Requests);
        Assert.InRange(doubtful.Asked.Count, before + 1, before + 2);
        await IsSentAndOver(server);
    }

    [Fact]
    public async Task What_the_first_gateway_has_goes_to_no_third_offer_of_one_that_knows_nothing_again()
    {
        await using var first = await GatewayHost.Start(201, """{"sid":"SM1"}""");
        await using var doubtful = new StagedGateway();
        await using var server = await Start(
            first, ("SMS", $"kannel://user:password@127.0.0.1:{new Uri(doubtful.Address).Port}?from=ACME"), ("SMS_ROUTES", "*:2>1"));
        await server.Restart(() => KillAt(KillPoint.Asked, server, doubtful));

        await Pass(server);

        Assert.Equal((1, 1), (first.Requests.Count, doubtful.Asked.Count));
        await IsSentAndOver(server);
    }

    private static Task<TestServer> Start(GatewayHost first, params (string, string)[] more) =>
        TestServer.Start(TestClock.Now(), [("SMS_2", TwilioStage.Texts(first)), ("SMS_REPORT_WAIT", "1s"), .. more]);

    private static async Task Pass(TestServer server)
    {
        for (var minute = 0; minute < 13; minute++)
        {
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(300, Ct);
        }
    }

    private static async Task IsSentAndOver(TestServer server) => Assert.Equal(
        1, await server.Number($"SELECT count(*) FROM outbox WHERE channel = 'sms' AND state = 'sent' AND sealed_body IS NULL"));

    private static Task<long> Sent(TestServer server) =>
        server.Number($"SELECT count(*) FROM outbox WHERE channel = 'sms' AND state = 'sent'");

    private static Task<long> Paid(TestServer server) =>
        server.Number($"SELECT coalesce(max(hits), 0) FROM limits WHERE bucket = {"sms-all"}");
}
