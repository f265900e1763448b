using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Countersign.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Server.Tests.Hosting;

/// <summary>A collector of OTLP over http/protobuf on loopback that keeps what it gets.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<OtlpExport> all = new();
    private readonly WebApplication app;

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address);
        app = builder.Build();
        app.Run(Keep);
    }

    /// <summary>What a server is told.</summary>
    public string Address { get; } = $"http://127.0.0.1:{FreePort.Next()}";

    /// <summary>Everything that arrived, oldest first.</summary>
    public IReadOnlyList<OtlpExport> All => [.. all];

    public static async Task<OtlpCollector> Start()
    {
        var collector = new OtlpCollector();
        await collector.app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Keep(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        all.Enqueue(new(http.Request.Path, http.Request.ContentType, body.ToArray()));
        http.Response.ContentType = "application/x-protobuf";
    }
}

/// <summary>One span of a trace; its parent is empty where it begins one.</summary>
internal sealed record OtlpSpan(string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>An attribute; empty where there is none of this name.</summary>
    public string this[string attribute] => Attributes.GetValueOrDefault(attribute, "");
}

/// <summary>One request to a collector: opentelemetry/proto/collector/metrics/v1, read by field numbers.</summary>
internal sealed record OtlpExport(string Path, string? ContentType, byte[] Body)
{
    // ExportMetricsServiceRequest.resource_metrics 1, .scope_metrics 2, .metrics 2; Metric.name 1, .sum 7; Sum.data_points 1.
    private IEnumerable<byte[]> Metrics => Inside(Inside(Inside([Body], 1), 2), 2);

    // ResourceMetrics.resource 1, Resource.attributes 1.
    private IEnumerable<byte[]> Attributes => Inside(Inside(Inside([Body], 1), 1), 1);

    /// <summary>The spans in it: opentelemetry/proto/trace/v1.</summary>
    // ExportTraceServiceRequest.resource_spans 1, .scope_spans 2, .spans 2.
    public IEnumerable<OtlpSpan> Spans => Inside(Inside(Inside([Body], 1), 2), 2).Select(ToSpan);

    /// <summary>The value of a counter with these label values; 0 where there is none.</summary>
    public long Count(string name, params string[] labels) => Metrics
        .Where(metric => Text(Inside([metric], 1).Single()) == name)
        .SelectMany(metric => Inside(Inside([metric], 7), 1))
        .Where(point => labels.All(label => ValuesOf(Inside([point], 7)).Contains(label)))
        .Sum(point => BinaryPrimitives.ReadInt64LittleEndian(Inside([point], 6).Single()));

    /// <summary>Whether the sender says this of itself.</summary>
    public bool Says(string key, string value) =>
        Attributes.Any(pair => Text(Inside([pair], 1).Single()) == key && ValuesOf([pair]).Contains(value));

    // Span.trace_id 1, .span_id 2, .parent_span_id 4, .name 5, .attributes 9; KeyValue.key 1.
    private static OtlpSpan ToSpan(byte[] span) => new(
        Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(Inside([span], 5).Single()),
        Inside([span], 9).ToDictionary(pair => Text(Inside([pair], 1).Single()), pair => ValueOf(pair)));

    private static string Hex(byte[] message, int number) =>
        string.Concat(Inside([message], number).Select(Convert.ToHexStringLower));

    // KeyValue.value 2, AnyValue.string_value 1, .int_value 3.
    private static string ValueOf(byte[] pair) => ValuesOf([pair]).SingleOrDefault()
        ?? Inside([pair], 2).Select(value => Number(value, 3)).Single();

    private static string Number(byte[] message, int number)
    {
        var at = 0;
        return (int)Varint(message, ref at) == number << 3 ? $"{Varint(message, ref at)}" : "";
    }

    // KeyValue.value 2, AnyValue.string_value 1.
    private static IEnumerable<string> ValuesOf(IEnumerable<byte[]> pairs) => Inside(Inside(pairs, 2), 1).Select(Text);

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static IEnumerable<byte[]> Inside(IEnumerable<byte[]> messages, int number) =>
        messages.SelectMany(Fields).Where(field => field.Number == number).Select(field => field.Content);

    // Of all fields but plain numbers, which nobody here asks for: number and content.
    private static List<(int Number, byte[] Content)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        for (var at = 0; at < message.Length;)
        {
            var tag = (int)Varint(message, ref at);
            if ((tag & 7) is 0)
            {
                Varint(message, ref at);
                continue;
            }

            var length = (tag & 7) switch { 1 => 8, 5 => 4, _ => (int)Varint(message, ref at) };
            fields.Add((tag >> 3, message[at..(at + length)]));
            at += length;
        }

        return fields;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
    }
}
