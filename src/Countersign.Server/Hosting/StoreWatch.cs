using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>
/// Says that the database does not do what it is asked: at once, then once a minute while that lasts, with the number of tries that failed,
/// and when it is over. Whoever meets it says nothing: requests, sweeps and the outbox would say it many times a second.
/// </summary>
public sealed partial class StoreWatch(Db db, ServerSettings settings, TimeProvider clock, ILogger<StoreWatch> log) : IHostedService
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly Lock telling = new();
    private long? toldAt;
    private long untold;
    private bool wasTold;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        (db.State.Failing, db.State.WellAgain) = (Failed, Well);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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

    private void Well()
    {
        long failures;
        lock (telling)
        {
            if (!wasTold) return;

            (failures, untold, wasTold) = (untold, 0, false);
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
