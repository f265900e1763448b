using System.Diagnostics;
using Countersign.Server.Tests.Operate;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Faults;

/// <summary>
/// The database server is killed under two nodes in the middle of their work, and started again a second later: they refuse meanwhile, go
/// on by themselves, and keep what they had acknowledged.
/// </summary>
public sealed class KilledDatabaseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_outlive_their_database_server_and_keep_what_they_acknowledged()
    {
        Assert.SkipUnless(
            FaultPlan.IsLong && DatabaseProcess.IsOurs, "Others use the same database server: `./run faults` has one to itself.");
        var chance = new Random(FaultPlan.Seed);
        var figures = new Figures("database server killed (SIGKILL)", FaultPlan.Seed);
        await using var office = await TestServer.Start(TestClock.Now(), World.Unlimited);

        // It was copied from another one. Until its first checkpoint the numbers that it gives away rest on what the log says of that one.
        await office.Change(tx => tx.Execute($"CHECKPOINT"));
        for (var kill = 0; kill < FaultPlan.Times(0, 50); kill++)
        {
            office.Clock.AdjustTime(TimeProvider.System.GetUtcNow());
            var deeds = await new Deeds(office).Prepare(ofEach: 2, chance);
            using var ledger = new Ledger();
            var crew = new Crew(ledger);
            await office.Restart(async () =>
            {
                await using var world = await World.Start(office);
                var working = crew.Run(deeds, world.Nodes, Ct);
                await crew.Answered(chance.Next(0, deeds.Count));
                await DatabaseProcess.Kill(Ct);
                await Task.Delay(TimeSpan.FromSeconds(1), Ct);
                await DatabaseProcess.Start(Ct);
                var since = Stopwatch.GetTimestamp();
                foreach (var node in world.Nodes) await IsReady(node);
                figures.Took(Stopwatch.GetElapsedTime(since));
                await working;
            });
            figures.Times++;
            figures.Took(crew);
            await figures.Look(deeds, office);
        }

        await figures.Close(office);
    }

    // By itself, and says so.
    private static async Task IsReady(ServerProcess node)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < Patience; await Task.Delay(100, Ct))
            if ((await node.Http.GetAsync("/readyz", Ct)).IsSuccessStatusCode) return;

        Assert.Fail("A node is not ready although its database server is there again.");
    }
}
