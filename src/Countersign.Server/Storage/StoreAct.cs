using System.Diagnostics;
using System.Diagnostics.Metrics;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>One question or change on its way through the database: how long it took, all its waiting included, and how it ended.</summary>
internal readonly struct StoreAct
{
    private static readonly Meter Meter = new("Countersign");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "countersign.database.duration", "s", "How long questions (read) and changes (write) took, all waiting included, by how they ended.",
        tags: null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        });

    private static readonly UpDownCounter<long> UnderWay = Meter.CreateUpDownCounter<long>(
        "countersign.database.underway", "{act}", "Questions (read) and changes (write) under way or waiting for their turn.");

    private readonly StoreState state;
    private readonly bool isChange;
    private readonly long began;
    private readonly Activity? span;

    private StoreAct(StoreState state, bool isChange)
    {
        span = Spans.Part(isChange ? "database write" : "database read");
        (this.state, this.isChange) = (state, isChange);
        began = Duration.Enabled ? Stopwatch.GetTimestamp() : 0;
        if (began != 0) UnderWay.Add(1, Kind);
    }

    /// <summary>A question begins.</summary>
    public static StoreAct Question(StoreState state) => new(state, isChange: false);

    /// <summary>A change begins.</summary>
    public static StoreAct Change(StoreState state) => new(state, isChange: true);

    /// <summary>It was done.</summary>
    public void Worked()
    {
        state.Worked(isChange);
        Measure("done");
    }

    /// <summary>It was not.</summary>
    public void Failed(Exception broken)
    {
        if (broken is StoreUnavailableException unavailable) state.Failed(unavailable, isChange);
        Measure(broken switch
        {
            StoreUnavailableException => "unavailable",
            OvertakenException => "overtaken",
            OperationCanceledException => "canceled",
            _ => "undone",
        });
    }

    private void Measure(string end)
    {
        span?.SetTag("countersign.end", end).SetStatus(end is "unavailable" ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        span?.Dispose();
        if (began == 0) return;

        UnderWay.Add(-1, Kind);
        Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, Kind, new("end", end));
    }

    private KeyValuePair<string, object?> Kind => new("act", isChange ? "write" : "read");
}
