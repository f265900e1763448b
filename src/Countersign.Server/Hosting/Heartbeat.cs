using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>
/// Says every few seconds that this server is there, and says it in the log when it may not work beside the others any more.
/// </summary>
public sealed partial class Heartbeat(Db db, Membership membership, TimeProvider clock, ILogger<Heartbeat> log) : BackgroundService
{
    /// <summary>What to do about settings that differ.</summary>
    internal const string WhatToDo =
        "Give this server the values of the others and start it again. To change them for all, start each server with the new ones: " +
            "those wait, " +
        "and begin when the last one with the old values has stopped.";

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!db.IsShared) return;

        using var beats = new PeriodicTimer(Membership.Beat, clock);
        try
        {
            while (await beats.WaitForNextTickAsync(stoppingToken)) await Once(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task Once(CancellationToken ct)
    {
        try
        {
            foreach (var difference in await membership.Renew(ct)) Log.Differs(log, difference, WhatToDo);
        }
        catch (Exception broken) when (broken is StoreUnavailableException or OvertakenException or KeyFileException)
        {
            // Whether the database answers and the key file is there is the business of other checks; the next beat says it again.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Not ready: {Difference} {WhatToDo}")]
        public static partial void Differs(ILogger log, Difference difference, string whatToDo);
    }
}
