using System.Diagnostics.Metrics;
using System.Net;
using Countersign.Server.Hosting;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

public sealed class TelemetryTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public void Counters_gauges_and_distributions_become_Prometheus_text()
    {
        using var book = new MetricsBook();
        using var meter = new Meter("Countersign");
        var sent = meter.CreateCounter<long>("test.sent", "{message}", "Messages\nsent.");
        var waits = meter.CreateHistogram<double>("test.wait", "s", "Waiting.");
        _ = meter.CreateObservableGauge("test.queue", () => 7, null, "Waiting now.");

        sent.Add(2, new("result", "sent"), new("channel", "sms"));
        sent.Add(1, new("channel", "sms"), new("result", "sent"));
        sent.Add(1, new KeyValuePair<string, object?>("channel", "a\"b"));
        waits.Record(0.02);
        waits.Record(3);

        var page = PrometheusText.Write(book);
        Assert.Contains("# HELP test_sent_total Messages\\nsent.\n# TYPE test_sent_total counter\n", page, StringComparison.Ordinal);
        Assert.Contains("test_sent_total{channel=\"a\\\"b\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("test_sent_total{channel=\"sms\",result=\"sent\"} 3\n", page, StringComparison.Ordinal);
        Assert.Contains("# TYPE test_queue gauge\ntest_queue 7\n", page, StringComparison.Ordinal);
        Assert.Contains("test_wait_seconds_bucket{le=\"0.01\"} 0\ntest_wait_seconds_bucket{le=\"0.025\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("test_wait_seconds_bucket{le=\"+Inf\"} 2\ntest_wait_seconds_sum 3.02\ntest_wait_seconds_count 2\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_web_servers_in_one_process_share_their_metrics()
    {
        using var book = new MetricsBook();
        using var one = new Meter("Countersign");
        using var other = new Meter("Countersign");
        one.CreateUpDownCounter<int>("test.busy").Add(1);
        other.CreateUpDownCounter<int>("test.busy").Add(2);

        Assert.Contains("# TYPE test_busy gauge\ntest_busy 3\n", PrometheusText.Write(book), StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_of_others_are_not_ours_to_tell()
    {
        using var book = new MetricsBook();
        using var meter = new Meter("SomebodyElse");
        meter.CreateCounter<int>("test.foreign").Add(1);

        Assert.DoesNotContain("foreign", PrometheusText.Write(book), StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_served_on_a_listener_of_their_own_and_nothing_else_is()
    {
        using var book = new MetricsBook();
        await using var listener = new MetricsListener(new IPEndPoint(IPAddress.Loopback, 0), book);
        await listener.StartAsync(Ct);
        using var client = new HttpClient { BaseAddress = new(listener.Address) };

        using var metrics = await client.GetAsync(new Uri("/metrics", UriKind.Relative), Ct);
        using var other = await client.GetAsync(new Uri("/", UriKind.Relative), Ct);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", metrics.Content.Headers.ContentType!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.False(metrics.Headers.Contains("Server"));
        await listener.StopAsync(Ct);
    }
}
