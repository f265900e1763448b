using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>
/// Says that the database does not do what it is asked: at once, then once a minute while that lasts, with the number of tries that failed,
/// and when it is over: once it takes a large change again. Whoever meets it says nothing: requests, sweeps and the outbox would say it
/// many times a second.
/// </summary>
public sealed partial class StoreWatch(Db db, ServerSettings settings, TimeProvider clock, ILogger<StoreWatch> log)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly Lock telling = new();
    private readonly CancellationTokenSource stopping = new();
    private Task proof = Task.CompletedTask;
    private long? toldAt;
    private long untold;
    private bool wasTold;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        (db.State.Failing, db.State.Doubting, db.State.WellAgain) = (Failed, Prove, Well);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        db.State.Doubting = null;
        await stopping.CancelAsync();
        await proof;
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private void Failed(StoreUnavailableException broken)
    {
        long failures;
        lock (telling)
        {
            untold++;
            if (toldAt is { } before && clock.GetElapsedTime(before) < Between) return;

            (failures, untold, toldAt, wasTold) = (untold, 0, clock.GetTimestamp(), true);
        }

        Log.Fails(log, failures, DatabaseFault.Of(broken, settings) ?? broken.Message, broken);
    }

    private void Prove()
    {
        lock (telling)
            if (proof.IsCompleted && !stopping.IsCancellationRequested) proof = Task.Run(TakeALargeChange);
    }

    private async Task TakeALargeChange()
    {
        var hadFailed = db.State.Failures;
        try
        {
            if (await StoreHealth.TakesLargeWrites(db, stopping.Token)) db.State.Proved(hadFailed);
        }
        catch (Exception notYet) when (notYet is StoreUnavailableException or OvertakenException or OperationCanceledException)
        {
            // It was told as every other failure is, and the next change that is done asks again.
        }
    }

    // What fails again is told at once: what was said last is to be true.
    private void Well()
    {
        long failures;
        lock (telling)
        {
            if (!wasTold) return;

            (failures, untold, toldAt, wasTold) = (untold, 0, null, false);
        }

        Log.Works(log, failures);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Reason} ({Failures} failed; this is told once a minute while it lasts)")]
        public static partial void Fails(ILogger log, long failures, string reason, Exception broken);

        [LoggerMessage(2, LogLevel.Information, "The database does what it is asked again ({Failures} more had failed)")]
        public static partial void Works(ILogger log, long failures);
    }
}
