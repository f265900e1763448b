using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>One piece of tidying up. Nothing may depend on it: what has expired is refused by its own date.</summary>
/// <param name="Name">For the log.</param>
/// <param name="Every">How often.</param>
/// <param name="Run">Given the time, tidies up.</param>
public sealed record Sweep(string Name, TimeSpan Every, Func<DateTimeOffset, CancellationToken, Task> Run)
{
    /// <summary>The same, by one node at a time: for what all of them share.</summary>
    public Sweep Alone(Db db) => this with { Run = (now, ct) => db.Alone($"sweep {Name}", () => Run(now, ct), ct) };
}

/// <summary>Runs each sweep at its pace, one after the other; one that breaks is told in the log and gets its next turn.</summary>
public sealed partial class Sweeper(IReadOnlyList<Sweep> sweeps, TimeProvider clock, ILogger<Sweeper> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(30);

    // A tick comes a hair sooner or later, and must not be passed over for that.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private readonly DateTimeOffset[] next = new DateTimeOffset[sweeps.Count];

    /// <summary>Runs what is due at this time.</summary>
    public async Task RunDue(DateTimeOffset now, CancellationToken ct)
    {
        for (var i = 0; i < sweeps.Count; i++)
        {
            // Farther away than its pace: the clock was set back, and nothing is to wait until it has caught up.
            if (now + Tolerance < next[i] && next[i] - now <= sweeps[i].Every) continue;

            next[i] = now + sweeps[i].Every;
            await Run(sweeps[i], now, ct);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Tick, clock);
        try
        {
            do await RunDue(clock.GetUtcNow(), stoppingToken);
            while (await ticks.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; whatever is left to tidy is left for the next start.
        }
    }

    private async Task Run(Sweep sweep, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            await sweep.Run(now, ct);
        }
        catch (StoreUnavailableException)
        {
            // That is told once for all (StoreWatch).
        }
#pragma warning disable CA1031 // A broken sweep must not stop the others, nor the server.
        catch (Exception broken) when (broken is not OperationCanceledException || !ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // A server that ends, or could not start, takes away what a sweep is at work with.
            if (!ct.IsCancellationRequested) Log.Broke(log, sweep.Name, broken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The sweep {Sweep} broke; it gets its next turn")]
        public static partial void Broke(ILogger log, string sweep, Exception broken);
    }
}
