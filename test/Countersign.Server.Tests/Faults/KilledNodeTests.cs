using System.Diagnostics;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Faults;

/// <summary>
/// A node is killed in the middle of its work, again and again: what it had acknowledged is there, what is in doubt is there whole or not
/// at all, and asking again does not double it. On PostgreSQL there are two nodes, and the other one goes on.
/// </summary>
public sealed class KilledNodeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_any_time_nothing_is_lost_and_nothing_is_double()
    {
        var chance = new Random(FaultPlan.Seed);
        var figures = new Figures("node killed (SIGKILL)", FaultPlan.Seed);
        await using var office = await TestServer.Start(TestClock.Now(), World.Unlimited);
        for (var kill = 0; kill < FaultPlan.Times(6, 500); kill++)
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
                await world.Nodes[chance.Next(world.Nodes.Count)].Kill();
                await working;
                var since = Stopwatch.GetTimestamp();
                await using (await office.StartProcess(World.Unlimited)) figures.Took(Stopwatch.GetElapsedTime(since));
            });
            figures.Times++;
            figures.Took(crew);
            await figures.Look(deeds, office);
        }

        await figures.Close(office);
    }
}
