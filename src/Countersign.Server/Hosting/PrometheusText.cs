using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Countersign.Server.Hosting;

/// <summary>Metrics in the Prometheus text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The whole page.</summary>
    public static string Write(MetricsBook book)
    {
        var page = new StringBuilder();
        foreach (var metric in book.Read())
        {
            var instrument = metric.First().Series.Instrument;
            var name = NameOf(instrument);
            page.Append(CultureInfo.InvariantCulture, $"# HELP {name} {OneLine(instrument.Description ?? "")}\n# TYPE {name} {TypeOf(instrument)}\n");
            foreach (var (labels, series) in metric) WriteSeries(page, name, labels, series);
        }

        return page.ToString();
    }

    /// <summary>Labels in the order of their names: <c>channel="sms",result="sent"</c>.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in tags) parts[Word(name)] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

        return string.Join(',', parts.Select(part => $"{part.Key}=\"{Quoted(part.Value)}\""));
    }

    private static void WriteSeries(StringBuilder page, string name, string labels, Series series)
    {
        if (TypeOf(series.Instrument) != "histogram")
        {
            page.Append(CultureInfo.InvariantCulture, $"{name}{Braced(labels)} {series.Value}\n");
            return;
        }

        var (buckets, count, sum) = series.Distribution;
        var comma = labels.Length > 0 ? "," : "";
        foreach (var (bound, atMost) in buckets)
            page.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{comma}le=\"{bound}\"}} {atMost}\n");
        page.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{comma}le=\"+Inf\"}} {count}\n");
        page.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braced(labels)} {sum}\n{name}_count{Braced(labels)} {count}\n");
    }

    private static string NameOf(Instrument instrument)
    {
        var seconds = instrument.Unit == "s" ? "_seconds" : "";
        return $"{Word(instrument.Name)}{seconds}{(TypeOf(instrument) == "counter" ? "_total" : "")}";
    }

    private static string TypeOf(Instrument instrument)
    {
        var kind = instrument.GetType().Name;
        return kind.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram"
            : kind.StartsWith("Counter", StringComparison.Ordinal) || kind.StartsWith("ObservableCounter", StringComparison.Ordinal) ? "counter"
            : "gauge";
    }

    private static string Word(string name) => new([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')]);

    private static string Braced(string labels) => labels.Length > 0 ? $"{{{labels}}}" : "";

    private static string OneLine(string text) => text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string Quoted(string text) => OneLine(text).Replace("\"", "\\\"", StringComparison.Ordinal);
}
