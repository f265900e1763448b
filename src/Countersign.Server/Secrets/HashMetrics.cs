using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Countersign.Server.Secrets;

/// <summary>How full the gate before slow hashes is, by lane (<c>sign_ins</c>, <c>others</c>), and how long one waits there.</summary>
internal static class HashMetrics
{
    private static readonly Meter Meter = new("Countersign");

    private static readonly UpDownCounter<long> Running = Meter.CreateUpDownCounter<long>(
        "countersign.hash.running", "{place}", "Slow hashes under way.");

    private static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>(
        "countersign.hash.waiting", "{hash}", "Slow hashes that wait for a place of their lane.");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "countersign.hash.refused", "{hash}", "Slow hashes that found a line too long, or whose turn did not come in time.");

    private static readonly Histogram<double> Wait = Meter.CreateHistogram(
        "countersign.hash.wait", "s", "How long a slow hash waited: in the line of its own account and address, or for a place of its lane.",
        tags: null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        });

    /// <summary>One begins to run, or ends.</summary>
    public static void Run(HashLane lane, int change) => Running.Add(change, LaneOf(lane));

    /// <summary>One begins to wait, or ends.</summary>
    public static void Stand(HashLane lane, int change) => Waiting.Add(change, LaneOf(lane));

    /// <summary>One was refused.</summary>
    public static void Refuse(HashLane lane) => Refused.Add(1, LaneOf(lane));

    /// <summary>The time, for <see cref="Waited"/>; 0: nobody measures.</summary>
    public static long Now() => Wait.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>One has waited since then.</summary>
    /// <param name="line"><c>own</c> or <c>lane</c>.</param>
    public static void Waited(HashLane lane, string line, long since)
    {
        if (since != 0) Wait.Record(Stopwatch.GetElapsedTime(since).TotalSeconds, LaneOf(lane), new("line", line));
    }

    private static KeyValuePair<string, object?> LaneOf(HashLane lane) => new("lane", lane switch
    {
        HashLane.SignIns => "sign_ins",
        HashLane.Others => "others",
    });
}
