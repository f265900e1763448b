using System.Diagnostics;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Faults;

/// <summary>
/// The power of the disk is cut in the middle of the work: what was written and not synced is gone (<c>tools/power-disk</c>). What was
/// acknowledged before is there all the same when the server starts on what the disk has.
/// </summary>
[Trait("Store", "file")]
public sealed class PowerCutTests
{
    private static readonly string? Disk = Environment.GetEnvironmentVariable("FAULTS_DISK");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_before_the_power_went_is_on_the_disk()
    {
        Assert.SkipUnless(Disk is not null, "This needs a disk whose power can be cut: `./run faults` makes one, as root.");
        var chance = new Random(FaultPlan.Seed);
        var figures = new Figures("power of the disk cut", FaultPlan.Seed);
        await using var office = await TestServer.Start(TestClock.Now(), World.Unlimited);
        for (var cut = 0; cut < FaultPlan.Times(5, 100); cut++)
        {
            office.Clock.AdjustTime(TimeProvider.System.GetUtcNow());
            var deeds = await new Deeds(office).Prepare(ofEach: 2, chance);
            using var ledger = new Ledger();
            var crew = new Crew(ledger);
            await office.Restart(async () =>
            {
                // What these tests have put there was there long before.
                await Run("sync", "-f", office.Folder);
                await using (var world = await World.Start(office))
                {
                    var working = crew.Run(deeds, world.Nodes, Ct);
                    await crew.Answered(chance.Next(1, deeds.Count));
                    var before = deeds.Where(deed => deed.Told is Told.Done).ToHashSet();
                    await Cut("now");
                    await world.Nodes[0].Kill();
                    await working;
                    foreach (var deed in deeds.Where(deed => deed.Told is Told.Done && !before.Contains(deed))) deed.Told = Told.InDoubt;
                }

                await PutBack(office.Folder);
                var since = Stopwatch.GetTimestamp();
                await using (await office.StartProcess(World.Unlimited)) figures.Took(Stopwatch.GetElapsedTime(since));
            });
            figures.Times++;
            figures.Took(crew);
            await figures.Look(deeds, office);
        }

        await figures.Close(office);
    }

    // As if the machine had started again: there is what the disk has, and nothing else.
    private static async Task PutBack(string folder)
    {
        var kept = Directory.CreateTempSubdirectory("countersign-after-");
        await Cut(folder, kept.FullName);
        foreach (var file in Directory.GetFiles(folder)) File.Delete(file);
        foreach (var file in kept.GetFiles()) file.CopyTo(Path.Combine(folder, file.Name));
        kept.Delete(recursive: true);
    }

    private static Task Cut(params string[] words) => Run(Path.Combine(Disk!, "cut"), words);

    private static async Task Run(string program, params string[] words)
    {
        using var process = Process.Start(program, words);
        await process.WaitForExitAsync(Ct);
        Assert.Equal(0, process.ExitCode);
    }
}
