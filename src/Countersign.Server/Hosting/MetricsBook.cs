using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>
/// One line of numbers: a metric and one combination of its labels. By name, since each web server in the process has
/// instruments of its own under the same names.
/// </summary>
internal readonly record struct SeriesKey(string Metric, string Labels);

/// <summary>
/// Keeps the sums of our own metrics and of the web server's request times, for <see cref="PrometheusText"/>. Labels come
/// from closed lists and route patterns; a flood of new combinations is cut off, so that nobody can fill the memory.
/// </summary>
internal sealed class MetricsBook : IDisposable
{
    private const int MostSeries = 5_000;
    private static readonly string[] Followed = ["Countersign", "Microsoft.AspNetCore.Hosting"];

    private readonly ConcurrentDictionary<SeriesKey, Series> series = new();
    private readonly MeterListener listener = new();

    public MetricsBook()
    {
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (Followed.Contains(instrument.Meter.Name)) listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
    }

    /// <summary>What is known now, grouped by metric, in the order of their names.</summary>
    public IEnumerable<IGrouping<string, (string Labels, Series Series)>> Read()
    {
        listener.RecordObservableInstruments();
        return series
            .OrderBy(entry => entry.Key.Metric, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Labels, StringComparer.Ordinal)
            .GroupBy(entry => entry.Key.Metric, entry => (entry.Key.Labels, entry.Value), StringComparer.Ordinal);
    }

    public void Dispose() => listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = new SeriesKey(instrument.Name, PrometheusText.Labels(tags));
        if (series.TryGetValue(key, out var known)) known.Note(value);
        else if (series.Count < MostSeries) series.GetOrAdd(key, static (_, made) => new Series(made), instrument).Note(value);
    }
}

/// <summary>The numbers of one series: a sum, a last value, or a distribution.</summary>
internal sealed class Series(Instrument instrument)
{
    // Seconds; from a quick look-up to the longest a request may take.
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly Lock changing = new();
    private readonly long[] buckets = new long[Bounds.Length];
    private double sum;
    private long count;

    /// <summary>What is measured.</summary>
    public Instrument Instrument => instrument;

    /// <summary>Takes in one measurement.</summary>
    public void Note(double value)
    {
        lock (changing)
        {
            sum = instrument.IsObservable ? value : sum + value;
            count++;
            for (var i = 0; i < Bounds.Length; i++)
                if (value <= Bounds[i]) buckets[i]++;
        }
    }

    /// <summary>The sum or last value.</summary>
    public double Value
    {
        get
        {
            lock (changing) return sum;
        }
    }

    /// <summary>The distribution: how many were at most each bound, how many there were, their sum.</summary>
    public (IReadOnlyList<(string Bound, long AtMost)> Buckets, long Count, double Sum) Distribution
    {
        get
        {
            lock (changing)
                return ([.. Bounds.Select((bound, i) => (bound.ToString(CultureInfo.InvariantCulture), buckets[i]))], count, sum);
        }
    }
}
