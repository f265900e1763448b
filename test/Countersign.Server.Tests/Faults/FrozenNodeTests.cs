using System.Diagnostics;
using System.Globalization;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Faults;

/// <summary>
/// One of two nodes stands still for longer than every time-out between it and the database, while the other one goes on; then it goes on,
/// too, with what it was about to do. That must have been undone, or it counts.
/// </summary>
public sealed class FrozenNodeTests
{
    // Longer than a transaction may be idle, and than a statement may take.
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_node_finishes_after_a_standstill_was_undone_or_counts()
    {
        Assert.SkipUnless(TestDatabases.ArePostgres, "Several nodes share a PostgreSQL: tools/postgres runs a command beside one.");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No process is stopped and continued there.");
        var chance = new Random(FaultPlan.Seed);
        var figures = new Figures("node stands still (SIGSTOP)", FaultPlan.Seed);
        await using var office = await TestServer.Start(TestClock.Now(), World.Unlimited);
        for (var time = 0; time < FaultPlan.Times(1, 50); time++)
        {
            office.Clock.AdjustTime(TimeProvider.System.GetUtcNow());
            var deeds = await new Deeds(office).Prepare(ofEach: 2, chance);
            using var ledger = new Ledger();
            var crew = new Crew(ledger);
            await using var world = await World.Start(office);
            var working = crew.Run(deeds, world.Nodes, Ct);
            await crew.Answered(chance.Next(0, deeds.Count));
            var frozen = world.Nodes[chance.Next(world.Nodes.Count)];
            await Signal("-STOP", frozen);
            await Task.Delay(Standstill, Ct);
            var since = Stopwatch.GetTimestamp();
            await Signal("-CONT", frozen);
            await working;
            figures.Took(Stopwatch.GetElapsedTime(since));
            figures.Times++;
            figures.Took(crew);
            await figures.Look(deeds, office);
        }

        await figures.Close(office);
    }

    private static async Task Signal(string signal, ServerProcess to)
    {
        using var kill = Process.Start("kill", [signal, to.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Ct);
    }
}
