using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;
using static Countersign.Server.Tests.Delivery.KillStage;

namespace Countersign.Server.Tests.Delivery;

/// <summary>
/// A server process is killed at each point between the commit of a code and its mark that the gateway has it. The next server sends it
/// once more at the most, under the same name, by which a gateway knows it again; a code that was put back is not forgotten; and one that
/// is over by then is never sent.
/// </summary>
public sealed class OutboxKillTests
{
    private static readonly TimeSpan Lapsed = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Over = TimeSpan.FromMinutes(11);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(KillPoint.Connected)]
    [InlineData(KillPoint.Asked)]
    [InlineData(KillPoint.Acknowledged)]
    [InlineData(KillPoint.PutBack)]
    public async Task Wherever_it_is_killed_the_code_arrives_and_counts_once(KillPoint point)
    {
        await using var gateway = new StagedGateway();
        await using var server = await TestServer.Start(TestClock.Now(), ("SMS", $"webhook+{gateway.Address}"));
        await server.Restart(() => Kill(point, server, gateway));
        var before = gateway.Asked.Count;

        server.Clock.Advance(Lapsed);
        var code = await gateway.Next(after: before);

        Assert.Single(gateway.Asked.Select(text => text.Id).Distinct());
        Assert.Single(gateway.Asked.Select(text => text.Code).Distinct());
        await Counts(server, code);
        server.Clock.Advance(Over);
        await NothingWaits(server);
        Assert.Equal(before + 1, gateway.Asked.Count);
    }

    [Theory]
    [InlineData(KillPoint.Asked)]
    [InlineData(KillPoint.PutBack)]
    public async Task A_code_that_is_over_when_a_server_is_there_again_is_not_sent(KillPoint point)
    {
        await using var gateway = new StagedGateway();
        await using var server = await TestServer.Start(TestClock.Now(), ("SMS", $"webhook+{gateway.Address}"));
        await server.Restart(async () =>
        {
            await Kill(point, server, gateway);
            server.Clock.Advance(Over);
        });

        await NothingWaits(server);

        Assert.Single(gateway.Asked);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM outbox WHERE state = 'expired' AND sealed_body IS NULL"));
    }

    // Whoever asked got no answer, and so no handle: the code is the only one of the account.
    private static async Task Counts(TestServer server, StagedText text)
    {
        var stored = await server.Db.Read(sql => sql.Query<string>($"SELECT purpose FROM challenges WHERE ended_at IS NULL"), Ct);
        Assert.Single(stored);
        Assert.Matches(@"^\d{6}$", text.Code);
    }

    private static async Task Kill(KillPoint point, TestServer server, StagedGateway gateway) =>
        Assert.Equal(point is KillPoint.PutBack, await KillAt(point, server, gateway) is null);
}
