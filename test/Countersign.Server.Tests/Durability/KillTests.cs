using System.Globalization;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Durability;

/// <summary>
/// A server process is killed again and again in the middle of its work. What it had promised is still so, and nothing
/// that was spent can be spent again. The number of kills is COUNTERSIGN_KILLS (25).
/// </summary>
public sealed class KillTests
{
    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("COUNTERSIGN_KILLS"),
            NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 25;

    private static readonly (string, string)[] Unlimited =
        [.. Crowd.WithRoom, ("FAILURES_SHORT", "1000/24h"), ("FAILURES_LONG", "1000/30d")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_was_promised_is_lost_and_nothing_is_spent_twice()
    {
        await using var server = await TestServer.Start(TestClock.Now(), Unlimited);
        var (ledger, chance) = (new Ledger(), new Random(4711));
        var (keeper, key) = (new PromiseKeeper(server, ledger), server.People.Ada.ApiKey);
        for (var kill = 0; kill < Kills; kill++)
        {
            var apps = await server.PlantApps(server.People.Grace, 6);
            var (promises, good) = (chance.Next(1, 24), key);
            await server.Restart(async () => key = await KilledAfter(promises, new(server.People, ledger, apps, good), server));

            await keeper.Holds(apps);
            key = await keeper.LiveKey(key);
            Assert.Empty(await server.Db.Faults(Ct));
        }

        Assert.True(ledger.Count >= Kills);
        await keeper.HoldsToTheEnd();
    }

    // Nobody else has the database open, so that the next one to open it must recover it.
    private static async Task<string> KilledAfter(int promises, Load load, TestServer server)
    {
        await using var doomed = await server.StartProcess();
        var working = load.Run(doomed, Ct);
        await load.Promised(promises);
        await doomed.Kill();
        return await working;
    }
}
