using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Countersign.Server.Delivery;
using Countersign.Server.Hosting;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>Whether the OpenTelemetry collector takes what is sent to it: asked by the same way, with nothing in it.</summary>
public static class DoctorCollector
{
    private const string Name = "collector";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Sends a report of no metrics, which a collector takes like any other and keeps nothing of; and of no traces, if they go there.
    /// </summary>
    public static async Task<IReadOnlyList<Finding>> Look(ServerSettings settings, CancellationToken ct)
    {
        if (settings.Collector is not { } collector) return [];

        string[] signals = settings.TracesInHundred > 0 ? ["metrics", "traces"] : ["metrics"];
        var faults = await Task.WhenAll(signals.Select(signal => Ask(collector, signal, ct)));
        var place = collector.Authority;
        return faults.FirstOrDefault(fault => fault is not null) is { } broken ? [Finding.Fail(Name, broken)]
            : SettingsTogether.IsPlainElsewhere(collector)
                ? [Finding.Warn(Name, $"{place} answers. COUNTERSIGN_ALLOW_PLAIN lets what is measured, and the key of the collector, go " +
                    "there without encryption: everybody on the way can read it")]
                : [Finding.Ok(Name, $"{place} answers")];
    }

    private static async Task<string?> Ask(Uri collector, string signal, CancellationToken ct)
    {
        var at = Telemetry.AddressFor(collector, signal);
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = OutgoingProxy.OfProcess(), AllowAutoRedirect = false })
        {
            Timeout = Patience,
        };
        try
        {
            using var ask = new HttpRequestMessage(HttpMethod.Post, at) { Content = new ByteArrayContent([]) };
            ask.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
            foreach (var (name, value) in Telemetry.HeadersOfCollector()) ask.Headers.TryAddWithoutValidation(name, value);
            using var answer = await client.SendAsync(ask, ct);
            return answer.IsSuccessStatusCode ? null : Fault(at, answer.StatusCode);
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            var why = broken is TaskCanceledException
                ? string.Create(CultureInfo.InvariantCulture, $"no answer within {Patience.TotalSeconds:0} seconds")
                : broken.InnerException?.Message ?? broken.Message;
            return $"{collector.Authority} cannot be reached: {why}. Check COUNTERSIGN_OTLP, that the collector runs and takes OTLP by " +
                $"http (usually on port 4318): `curl -i {at}`";
        }
    }

    private static string Fault(Uri at, HttpStatusCode status)
    {
        var why = status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? "it takes nothing from us. Check the key in OTEL_EXPORTER_OTLP_HEADERS (`authorization=…`)"
            : "no collector takes OTLP by http there. Check COUNTERSIGN_OTLP, to which /v1/metrics and /v1/traces are added";
        return string.Create(CultureInfo.InvariantCulture, $"{at} answers with {(int)status}: {why}");
    }
}
