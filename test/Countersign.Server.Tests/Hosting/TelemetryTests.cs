using System.Diagnostics.Metrics;
using System.Net;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Hosting;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

public sealed class TelemetryTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly string at = $"127.0.0.1:{FreePort.Next()}";

    [Fact]
    public async Task Prometheus_finds_the_names_that_the_manual_promises()
    {
        await using var server = await TestServer.Start(("METRICS", at));
        DeliveryMetrics.Count(Channel.Sms, OutboxState.Sent, 3);
        Assert.Equal(200, (await server.Browser().Open("/sign-in")).Status);
        (await server.Stranger().Password(server.People.Grace)).Ok();
        await server.Services.GetRequiredService<BacklogWatch>().Look(Ct);

        var page = await Page();

        Assert.Contains("# TYPE countersign_messages_total counter\n", page, StringComparison.Ordinal);
        Assert.Matches("(?m)^countersign_messages_total\\{channel=\"sms\",result=\"sent\"\\} [0-9]+$", page);
        Assert.Contains("# TYPE http_server_request_duration_seconds histogram\n", page, StringComparison.Ordinal);
        Assert.Matches("(?m)^http_server_request_duration_seconds_bucket\\{.*http_route=\"/sign-in/?\".*le=\"0.005\"\\} [0-9]+$", page);
        Assert.Contains("# TYPE kestrel_active_connections gauge\n", page, StringComparison.Ordinal);
        Assert.Contains("\ndotnet_process_memory_working_set_bytes{} ", page, StringComparison.Ordinal);
        Assert.Matches("(?m)^countersign_build_info\\{commit=\"[0-9a-f]*\",runtime=\"10[.0-9]+\",version=\"0.1.0\"\\} 1$", page);
        Assert.Matches("(?m)^countersign_database_duration_seconds_bucket\\{act=\"write\",end=\"done\",le=\"0.001\"\\} [0-9]+$", page);
        Assert.Matches("(?m)^countersign_database_underway\\{act=\"read\"\\} [0-9]+$", page);
        Assert.Matches("(?m)^countersign_outbox_waiting\\{channel=\"email\"\\} [0-9]+$", page);
        Assert.Matches("(?m)^countersign_outbox_age_seconds\\{channel=\"sms\"\\} [0-9]+$", page);
        Assert.Matches("(?m)^countersign_turned_away_waiting\\{\\} [0-9]+$", page);
    }

    [Fact]
    public async Task The_gate_before_hashes_is_measured_by_its_lanes()
    {
        await using var server = await TestServer.Start(("METRICS", at));
        (await server.Stranger().Password(server.People.Grace)).Ok();

        var page = await Page();

        foreach (var line in (string[])["own", "lane"])
            Assert.Matches($"(?m)^countersign_hash_wait_seconds_count\\{{lane=\"sign_ins\",line=\"{line}\"\\}} [1-9][0-9]*$", page);
        Assert.Matches("(?m)^countersign_hash_running\\{lane=\"sign_ins\"\\} [0-9]+$", page);
        Assert.Matches("(?m)^countersign_hash_waiting\\{lane=\"sign_ins\"\\} [0-9]+$", page);
    }

    [Fact]
    public async Task What_waits_in_the_outbox_is_counted_by_its_channel_with_its_age()
    {
        await using var server = await TestServer.Start(("METRICS", at));
        server.Inbox.Sms.Feel(GatewayMood.Fail, GatewayMood.Fail, GatewayMood.Fail);
        await server.As(server.People.Linus).Post("/tfa/sms/");
        await server.Log.Line("Not sent yet", Ct);
        server.Clock.Advance(TimeSpan.FromSeconds(1));

        var waiting = (await server.Db.Read(Backlog.Of, Ct)).Messages.Single(one => one.Channel is Channel.Sms);

        Assert.Equal((1, TimeSpan.FromSeconds(1)), (waiting.Count, waiting.Age));
    }

    // In a process of its own, since counters are the process's.
    [Fact]
    public async Task Each_decision_counts_once_and_what_a_brake_turned_away_counts_at_once()
    {
        await using var server = await TestServer.Start();
        await using var process = await server.StartProcess(("METRICS", at), ("PASSWORD_PER_ADDRESS", "2/5m"));
        var stranger = new VastCaller(process.Http);

        for (var n = 0; n < 5; n++) await stranger.Post("/users/login/", new { email = $"nobody{n}", password = "wrong" });

        var page = await Page();
        Assert.Contains("countersign_limits_reached_total{limit=\"password-address\"} 3\n", page, StringComparison.Ordinal);
        var counts = page.Split('\n').Where(line => line.StartsWith("countersign_events_total{", StringComparison.Ordinal));
        Assert.Equal(
            [
                "countersign_events_total{event=\"authn_login_fail\",factor=\"\",outcome=\"turned_away\"} 3",
                "countersign_events_total{event=\"authn_login_fail\",factor=\"\",outcome=\"wrong_password\"} 2",
            ],
            counts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_on_the_page_is_about_a_person()
    {
        await using var server = await TestServer.Start(("METRICS", at));
        var grace = server.People.Grace;
        var browser = await server.SignedIn(grace);
        await browser.Get("/users/login/?email=grace@example.org");

        var page = await Page();

        Assert.All(
            [grace.Email, grace.Name, grace.ApiKey, TestPerson.Password, browser.Cookie!.Split('=')[1], grace.BackupCodes[0]],
            secret => Assert.DoesNotContain(secret, page, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Metrics_of_others_are_not_ours_to_tell()
    {
        await using var server = await TestServer.Start(("METRICS", at));
        using var meter = new Meter("SomebodyElse");
        meter.CreateCounter<int>("test.foreign").Add(1);

        Assert.DoesNotContain("foreign", await Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_served_on_a_listener_of_their_own_and_nothing_else_is()
    {
        await using var server = await TestServer.Start(("METRICS", at));
        using var client = new HttpClient { BaseAddress = new($"http://{at}") };

        using var metrics = await client.GetAsync(new Uri("/metrics", UriKind.Relative), Ct);
        using var other = await client.GetAsync(new Uri("/", UriKind.Relative), Ct);
        using var atThePeoplesDoor = await server.Http.GetAsync(new Uri("/metrics", UriKind.Relative), Ct);

        Assert.Equal("text/plain", metrics.Content.Headers.ContentType!.MediaType);
        Assert.Contains("version=0.0.4", metrics.Content.Headers.ContentType.ToString(), StringComparison.Ordinal);
        Assert.False(metrics.Headers.Contains("Server"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (other.StatusCode, atThePeoplesDoor.StatusCode));
    }

    [Fact]
    public async Task A_collector_gets_a_counter_with_its_labels_and_its_value()
    {
        await using var collector = await OtlpCollector.Start();
        await using var server = await TestServer.Start(("OTLP", collector.Address));
        DeliveryMetrics.Count(Channel.Email, OutboxState.Refused, 3);

        Assert.True(server.Services.GetRequiredService<MeterProvider>().ForceFlush());

        var got = collector.All[0];
        Assert.Equal(("/v1/metrics", "application/x-protobuf"), (got.Path, got.ContentType));
        Assert.True(got.Count("countersign.messages", "email", "refused") >= 3);
        Assert.True(got.Says("service.name", "countersign-server"));
    }

    [Fact]
    public async Task A_collector_that_is_away_disturbs_nobody()
    {
        await using var server = await TestServer.Start(("OTLP", $"http://127.0.0.1:{FreePort.Next()}"));

        server.Services.GetRequiredService<MeterProvider>().ForceFlush();

        Assert.Equal(200, (await server.Browser().Open("/sign-in")).Status);
    }

    [Fact]
    public async Task Nothing_is_counted_while_nobody_asks()
    {
        await using var server = await TestServer.Start();

        Assert.Null(server.Services.GetService<MeterProvider>());
    }

    private async Task<string> Page()
    {
        using var client = new HttpClient();
        return (await client.GetStringAsync(new Uri($"http://{at}/metrics"), Ct)).ReplaceLineEndings("\n");
    }
}
