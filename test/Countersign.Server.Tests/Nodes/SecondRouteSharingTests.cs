using Countersign.Core;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Delivery;
using Countersign.Server.Tests.Delivery.Gateways;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>
/// The workers of two nodes over one outbox whose first gateway tells nothing: each message goes to each gateway once at the most, and no
/// more of them to the second one than may be paid for.
/// </summary>
public sealed class SecondRouteSharingTests : IAsyncLifetime
{
    private const int Messages = 30;

    private readonly List<IDisposable> senders = [];

    private DeliveryWorld world = null!;
    private DeliveryWorld.Node other = null!;
    private GatewayHost first = null!;
    private GatewayHost second = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        TwoNodes.SkipOnFile();
        world = await DeliveryWorld.Start();
        other = world.AddNode();
        first = await GatewayHost.Start(201, """{"sid":"SM1"}""");
        second = await GatewayHost.Start(201, """{"sid":"SM2"}""");
    }

    public async ValueTask DisposeAsync()
    {
        if (world is null) return;

        await world.DisposeAsync();
        foreach (var sender in senders) sender.Dispose();
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(11)]
    public async Task What_was_told_nothing_of_goes_to_the_second_gateway_once_and_as_often_as_may_be_paid(int most)
    {
        world.Limits = world.Limits with { SmsInAll = new(most, TimeSpan.FromDays(1)), SmsPerPrefix = new(1000, TimeSpan.FromHours(1)) };
        var ids = new List<MessageId>();
        for (var n = 0; n < Messages; n++) ids.Add(await Write(n));

        await world.Main.StartWorker(Router(world.Main));
        await other.StartWorker(Router(other));
        await Until(() => Task.FromResult(first.Requests.Count == Messages));
        await Until(async () => await Count($"SELECT count(*) FROM outbox WHERE handed_at IS NOT NULL") == Messages);
        await Passes(TimeSpan.FromSeconds(60));

        Assert.Equal(Messages, first.Requests.Select(request => request.Form["To"]).Distinct().Count());
        Assert.Equal(Messages, first.Requests.Count);
        Assert.Equal(Math.Min(most, Messages), second.Requests.Count);
        Assert.Equal(second.Requests.Count, second.Requests.Select(request => request.Form["To"]).Distinct().Count());
        foreach (var text in second.Requests)
            Assert.Equal(first.Requests.Single(request => request.Form["To"] == text.Form["To"]).Form["Body"], text.Form["Body"]);

        await Passes(DeliveryWorld.CodeLife);
        Assert.Equal((Messages, Math.Min(most, Messages)), (first.Requests.Count, second.Requests.Count));
        Assert.Equal(0, await Count($"SELECT count(*) FROM outbox WHERE sealed_body IS NOT NULL"));
        foreach (var id in ids) Assert.Equal("sent", (await world.Stored(id)).State);
    }

    [Fact]
    public async Task No_code_goes_to_the_second_gateway_when_it_is_over()
    {
        for (var n = 0; n < Messages; n++) await Write(n);
        await world.Main.StartWorker(Router(world.Main));
        await other.StartWorker(Router(other));
        await Until(async () => await Count($"SELECT count(*) FROM outbox WHERE next_route_at IS NOT NULL") == Messages);

        // Half of them are used before anybody takes them on.
        await world.Main.Db.Write(tx => tx.Execute($"""
            UPDATE challenges SET ended_at = {tx.Now} WHERE id IN (SELECT challenge_id FROM outbox WHERE id % 2 = 0)
            """), Ct);
        await Passes(TimeSpan.FromSeconds(60));

        Assert.Equal(await Count($"SELECT count(*) FROM outbox WHERE id % 2 = 1"), second.Requests.Count);
        Assert.Equal(second.Requests.Count, second.Requests.Select(request => request.Form["To"]).Distinct().Count());
        Assert.Equal(0, await Count($"SELECT count(*) FROM outbox WHERE sealed_body IS NOT NULL AND id % 2 = 0"));
    }

    private async Task<MessageId> Write(int n) => await world.Enqueue(
        Channel.Sms, $"+35840123{4000 + n}",
        DeliveryWorld.Texts.CodeToLogIn(Channel.Sms, DeliveryWorld.CodeOf($"{100000 + n}"), DeliveryWorld.CodeLife),
        await world.Challenge());

    private RoutedSmsSender Router(DeliveryWorld.Node node)
    {
        var (one, two) = (GatewayAt(first), GatewayAt(second));
        var settings = new SmsSettings { Routes = SmsRoutes.Parse("*:1>2")! }.With(1, one).With(2, two);
        var gateways = new Dictionary<int, ISmsGateway> { [1] = SenderOf(one, 1), [2] = SenderOf(two, 2) };
        return new(gateways, settings, new(world.Clock), new RouteNotes(node.Db, new(world.Limits), settings).Desk, world.Clock);
    }

    private static TwilioGateway GatewayAt(GatewayHost host) =>
        GatewayTexts.Read<TwilioGateway>($"twilio://AC1:s3cret@%2B15005550006?api={host.Address}");

    private TwilioSmsSender SenderOf(TwilioGateway gateway, int number)
    {
        var sender = new TwilioSmsSender(
            gateway, new(new("https://login.example.org"), new("a secret for the reports"), number), TimeProvider.System);
        senders.Add(sender);
        return sender;
    }

    // Second by second, and never while anybody is at a message, or is about to be: no worker is taken for dead.
    private async Task Passes(TimeSpan time)
    {
        for (var second = 0; second < time.TotalSeconds; second++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            var now = world.Clock.GetUtcNow();
            while (await Count($"SELECT count(*) FROM outbox WHERE claimed_until > {now} OR next_route_at <= {now}") > 0)
            {
                world.Main.Signal.Wake();
                other.Signal.Wake();
                await Task.Delay(5, Ct);
            }
        }
    }

    private Task<long> Count(Statement question) => world.Main.Db.Read(sql => sql.Number(question), Ct);

    private static async Task Until(Func<Task<bool>> isSo)
    {
        while (!await isSo()) await Task.Delay(10, Ct);
    }
}
