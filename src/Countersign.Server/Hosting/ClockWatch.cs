using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>
/// Notices when the clock jumps, this machine's or that of the database: the time of day is held against a clock that only counts. Codes of
/// apps are checked by the time of day, so people feel it before operators do. A machine that slept looks the same.
/// </summary>
public sealed partial class ClockWatch(Db db, TimeProvider clock, ILogger<ClockWatch> log)
{
    private Looked? last;

    /// <summary>Compares both clocks with what they said the last time; tells and notes a jump of more than half a minute.</summary>
    public async Task Look(CancellationToken ct)
    {
        // What is known without asking may be half a minute old, and would say nothing of a jump since.
        db.AskTheTimeAnew();
        var (before, count) = (last, 0L);
        var news = await db.Write(tx => SteadyClock.Look(tx, before?.Look, Elapsed), ct);
        if (news is null) return;

        last = new(news.Time.Last, count);
        if (news is { Jump: { } jump, IsFoundAtStart: false }) Log.Jumped(log, (long)Math.Round(jump.TotalSeconds));
        if ((news.IsGap || news.Jump is not null) && await db.Read(SteadyClock.HoldsUntil, ct) is { } until) Log.Waits(log, until);

        TimeSpan Elapsed()
        {
            count = clock.GetTimestamp();
            return clock.GetElapsedTime(before?.Count ?? 0, count);
        }
    }

    /// <summary>The last look, and what the clock said that only counts.</summary>
    private sealed record Looked(LastLook Look, long Count);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The clock jumped by {Seconds} seconds; codes of authenticator apps depend on it")]
        public static partial void Jumped(ILogger log, long seconds);

        [LoggerMessage(2, LogLevel.Warning,
            "The clock jumped, or no server ran for a while: until {Until:u} nothing is deleted for good, if the time goes by steadily")]
        public static partial void Waits(ILogger log, DateTimeOffset until);
    }
}
