using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>
/// Notices when the clock jumps, this machine's or that of the database: the time of day is held against a clock that only counts. Codes of
/// apps are checked by the time of day, so people feel it before operators do. A machine that slept looks the same.
/// </summary>
public sealed partial class ClockWatch(Db db, TimeProvider clock, ILogger<ClockWatch> log)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    // After a longer one nobody knows which of both times it tells.
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(10);

    private Looked? last;

    /// <summary>Compares both clocks with what they said the last time; tells and notes a jump of more than half a minute.</summary>
    public async Task Look(CancellationToken ct)
    {
        // A transaction asks the database; what is known without asking may be half a minute old, and would say nothing of a jump since.
        var count = clock.GetTimestamp();
        var now = await db.Write(async tx => new Looked(tx.Now, count, await ClockStore.Newest(tx)), ct);

        // Who waited long for an answer knows nothing yet, and says nothing.
        if (clock.GetElapsedTime(count) > LongestQuestion) return;

        var (before, hasJumped) = (last, false);
        last = now;
        if (before is not null && now.Time - before.Time - clock.GetElapsedTime(before.Count, count) is var jump && jump.Duration() > Bound)
        {
            Log.Jumped(log, (long)jump.TotalSeconds);
            last = now with { Newest = await db.Write(tx => SteadyClock.Jumped(tx, jump, before.Newest), ct) };
            hasJumped = true;
        }

        var isSteady = await db.Write(tx => SteadyClock.See(tx, hasMeasured: before is not null), ct);
        if ((!isSteady || hasJumped) && await db.Read(SteadyClock.HoldsUntil, ct) is { } until) Log.Waits(log, until);
    }

    /// <summary>What both clocks said, and the last step that was noted by then.</summary>
    private sealed record Looked(DateTimeOffset Time, long Count, long Newest);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The clock jumped by {Seconds} seconds; codes of authenticator apps depend on it")]
        public static partial void Jumped(ILogger log, long seconds);

        [LoggerMessage(2, LogLevel.Warning,
            "The clock jumped, or no server ran for an hour: until {Until:u} nothing is deleted for good, if the time goes by steadily")]
        public static partial void Waits(ILogger log, DateTimeOffset until);
    }
}
