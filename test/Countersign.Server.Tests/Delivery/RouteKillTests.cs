using System.Diagnostics;
using System.Globalization;
using Countersign.Server.Tests.Delivery.Gateways;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

/// <summary>
/// A server process is killed while it takes a message to a second gateway, at each point between the charge and the mark that it has it.
/// Nothing is lost, nobody gets a message again who acknowledged it, and nothing leaves that was not paid for; what was paid for an offer
/// that nobody heard of may be paid twice.
/// </summary>
public sealed class RouteKillTests
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";

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
    public async Task What_the_first_gateway_acknowledged_stays_sent_and_goes_nowhere_again_when_the_second_one_was_being_asked(
        KillPoint point)
    {
        await using var first = await GatewayHost.Start(201, """{"sid":"SM1"}""");
        await using var second = new StagedGateway();
        await using var server = await TestServer.Start(
            TestClock.Now(), ("SMS", $"webhook+{second.Address}"),
            ("SMS_2", $"twilio://{Account}:s3cret@%2B15005550006?api={first.Address}"), ("SMS_ROUTES", "*:2>1"), ("SMS_REPORT_WAIT", "1s"));
        await server.Restart(() => KillAt(point, server, second));
        var before = second.Asked.Count;

        for (var minute = 0; minute < 13; minute++)
        {
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(200, Ct);
        }

        Assert.Equal((1, before), (first.Requests.Count, second.Asked.Count));
        Assert.Equal(2, await Paid(server));
        Assert.Equal(
            1, await server.Number($"SELECT count(*) FROM outbox WHERE channel = 'sms' AND state = 'sent' AND sealed_body IS NULL"));
    }

    private static Task<long> Sent(TestServer server) =>
        server.Number($"SELECT count(*) FROM outbox WHERE channel = 'sms' AND state = 'sent'");

    private static Task<long> Paid(TestServer server) =>
        server.Number($"SELECT coalesce(max(hits), 0) FROM limits WHERE bucket = {"sms-all"}");

    private static async Task NothingWaits(TestServer server)
    {
        while (await server.Number($"SELECT count(*) FROM outbox WHERE state = 'waiting' AND channel = 'sms'") > 0)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Ct);
        }
    }

    // Whoever asked has its answer, or does not get one.
    private static async Task KillAt(KillPoint point, TestServer server, StagedGateway gateway)
    {
        await using var doomed = await server.StartProcess();
        gateway.StopsAt = point;
        var asking = doomed.With(server.People.Linus.ApiKey).Post("/tfa/sms/", new { });
        await gateway.Reached.WaitAsync(Ct);
        if (point is KillPoint.PutBack) await asking;
        if (point is KillPoint.Acknowledged)
        {
            // It sleeps while the answer comes, and never reads it.
            using var stop = Process.Start("kill", ["-STOP", doomed.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync(Ct);
            await gateway.Acknowledge();
        }

        await doomed.Kill();
        gateway.StopsAt = null;
        _ = await Record.ExceptionAsync(() => asking);
    }
}
