using Countersign.Server.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

public sealed class SweeperTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_sweep_runs_at_its_own_pace()
    {
        var often = new List<DateTimeOffset>();
        var seldom = new List<DateTimeOffset>();
        using var sweeper = Of(Noting("often", 1, often), Noting("seldom", 3, seldom));

        for (var minute = 0; minute < 6; minute++) await sweeper.RunDue(Noon.AddMinutes(minute), Ct);

        Assert.Equal(6, often.Count);
        Assert.Equal([Noon, Noon.AddMinutes(3)], seldom);
    }

    [Fact]
    public async Task One_that_breaks_stops_nobody_and_gets_its_next_turn()
    {
        var tries = 0;
        var fine = new List<DateTimeOffset>();
        using var sweeper = Of(
            new Sweep("broken", TimeSpan.FromMinutes(1), (_, _) => throw new InvalidOperationException($"try {++tries}")),
            Noting("fine", 1, fine));

        await sweeper.RunDue(Noon, Ct);
        await sweeper.RunDue(Noon.AddMinutes(1), Ct);

        Assert.Equal(2, tries);
        Assert.Equal(2, fine.Count);
    }

    [Fact]
    public async Task It_begins_at_once_and_stops_when_told()
    {
        var began = new TaskCompletionSource();
        using var sweeper = Of(new Sweep("first", TimeSpan.FromHours(1), (_, _) =>
        {
            began.SetResult();
            return Task.CompletedTask;
        }));

        await sweeper.StartAsync(Ct);
        await began.Task.WaitAsync(Ct);
        await sweeper.StopAsync(Ct);

        Assert.True(sweeper.ExecuteTask!.IsCompletedSuccessfully);
    }

    private static Sweeper Of(params Sweep[] sweeps) => new(sweeps, TimeProvider.System, NullLogger<Sweeper>.Instance);

    private static Sweep Noting(string name, int minutes, List<DateTimeOffset> runs) => new(name, TimeSpan.FromMinutes(minutes), (now, _) =>
    {
        runs.Add(now);
        return Task.CompletedTask;
    });
}
