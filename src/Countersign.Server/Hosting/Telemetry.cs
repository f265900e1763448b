using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Countersign.Server.Hosting;

/// <summary>
/// Metrics by OpenTelemetry: our own, the web server's and the runtime's. They are fetched from a listener of their own that
/// only this machine reaches (ASVS 5.0 §13.4.5), or sent to a collector. Nothing is counted while both are off. Traces are our own, and go
/// to a collector alone.
/// </summary>
public static class Telemetry
{
    // Their labels are closed lists, patterns of routes and the server's own addresses, never anything about a person.
    private static readonly string[] Meters =
    [
        "Countersign", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime",
    ];

    private static readonly Meter Meter = new("Countersign");

    /// <summary>Serves <c>/metrics</c>, and sends metrics and traces to a collector, where the settings name them.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, ServerSettings settings)
    {
        var (at, collector) = (settings.Metrics, settings.Collector);
        if (at is null && collector is null) return services;

        _ = Build;
        var telemetry = services.AddOpenTelemetry().ConfigureResource(Describe).WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters);
            if (at is not null) metrics.AddPrometheusExporter(Plain);
            if (collector is not null) metrics.AddOtlpExporter(sent => SendTo(sent, collector, "metrics"));
        });
        if (collector is not null && settings.TracesInHundred > 0)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(Spans.SourceName)
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.TracesInHundred / 100.0)))
                .AddOtlpExporter(sent => SendTo(sent, collector, "traces")));
        }

        return at is null ? services : services.AddHostedService(
            given => new MetricsListener(at, given.GetRequiredService<MeterProvider>()));
    }

    // Which program it is that is measured: always 1.
    private static ObservableGauge<int> Build { get; } = Meter.CreateObservableGauge(
        "countersign.build.info", () => new Measurement<int>(
            1, new("version", ProgramVersion.Own.Number), new("commit", ProgramVersion.Own.Commit),
            new KeyValuePair<string, object?>("runtime", Environment.Version.ToString())),
        unit: null, "The program, by version, commit and runtime.");

    private static void Describe(ResourceBuilder resource) =>
        resource.AddService("countersign-server", serviceVersion: ProgramVersion.Own.Number);

    // A page with nothing on it but our series, under the names that the manual promises.
    private static void Plain(PrometheusAspNetCoreOptions page)
    {
        page.ScopeInfoEnabled = false;
        page.TargetInfoEnabled = false;
        page.ScrapeResponseCacheDurationMilliseconds = 0;
    }

    private static void SendTo(OtlpExporterOptions sent, Uri collector, string signal)
    {
        sent.Protocol = OtlpExportProtocol.HttpProtobuf;
        sent.HttpClientFactory = () => new(new SocketsHttpHandler { Proxy = OutgoingProxy.OfProcess() })
        {
            Timeout = TimeSpan.FromMilliseconds(sent.TimeoutMilliseconds),
        };
        sent.Endpoint = AddressFor(collector, signal);
    }

    /// <summary>Where a collector takes metrics, or traces.</summary>
    internal static Uri AddressFor(Uri collector, string signal) =>
        new($"{collector.GetLeftPart(UriPartial.Path).TrimEnd('/')}/v1/{signal}");

    /// <summary>What a collector is told with each report, from OpenTelemetry's own variable.</summary>
    internal static IEnumerable<(string Name, string Value)> HeadersOfCollector() =>
        from part in (new OtlpExporterOptions().Headers ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
        let at = part.IndexOf('=', StringComparison.Ordinal)
        where at > 0
        select (Uri.UnescapeDataString(part[..at].Trim()), Uri.UnescapeDataString(part[(at + 1)..].Trim()));
}

/// <summary>The small server that answers nothing but <c>/metrics</c>.</summary>
internal sealed class MetricsListener(IPEndPoint at, MeterProvider metrics) : IHostedService, IAsyncDisposable
{
    private readonly WebApplication app = Build(at, metrics);

    /// <summary>Where it listens, once it has started.</summary>
    public string Address => app.Urls.Single();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception unheard) when (unheard is IOException or SocketException)
        {
            throw new MetricsUnheardException(at, unheard);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static WebApplication Build(IPEndPoint at, MeterProvider metrics)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(at);
        });

        var app = builder.Build();
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            metrics, predicate: null, path: "/metrics", configureBranchedPipeline: null, optionsName: null);
        return app;
    }
}

/// <summary>The page of metrics cannot be where its setting says.</summary>
internal sealed class MetricsUnheardException(IPEndPoint at, Exception cause)
    : IOException($"The page of metrics cannot be at http://{at}.", cause);
