using System.Text;
using System.Text.RegularExpressions;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

/// <summary>Traces lead from the door down to the statements, and have nothing in them that somebody typed or holds.</summary>
public sealed class TraceTests
{
    private const string Foreign = "0af7651916cd43dd8448eb211c80319c";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_one_trace_from_its_door_to_its_statements()
    {
        await using var collector = await OtlpCollector.Start();
        await using var server = await TestServer.Start(("OTLP", collector.Address), ("TRACES", "100"));
        await server.LoggedIn(server.People.Grace);

        var spans = Spans(server, collector);

        var door = Assert.Single(spans, span => span.Name == "POST /api/v0/tfa/");
        Assert.Equal("", door.Parent);
        Assert.Equal(("POST", "/api/v0/tfa/", "200"), (door["http.request.method"], door["http.route"], door["http.response.status_code"]));
        var write = Assert.Single(Below(spans, door), span => span.Name == "database write" && span["countersign.end"] == "done");
        var statements = Below(spans, write).ToList();
        Assert.Contains(statements, span => span["db.query.text"].Contains("UPDATE methods", StringComparison.Ordinal));
        Assert.Contains(statements, span => span["db.query.text"].Contains("INSERT INTO sessions", StringComparison.Ordinal));
        Assert.All(statements, span => Assert.Equal(TestDatabases.ArePostgres ? "postgresql" : "sqlite", span["db.system.name"]));
    }

    [Fact]
    public async Task The_work_of_two_who_share_a_commit_stands_in_the_trace_of_each()
    {
        await using var collector = await OtlpCollector.Start();
        await using var server = await TestServer.Start(("OTLP", collector.Address), ("TRACES", "100"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(
            n => server.Stranger().Post("/users/login/", new { email = $"nobody{n}", password = "wrong" })));

        var spans = Spans(server, collector);

        var doors = spans.Where(span => span.Name == "POST /api/v0/users/login/").ToList();
        Assert.Equal(20, doors.Count);
        Assert.All(doors, door => Assert.Contains(
            Below(spans, door), span => span["db.query.text"].Contains("password_waits", StringComparison.Ordinal)));
        var ours = doors.Select(door => door.Trace).ToHashSet();
        Assert.All(
            spans.Where(span => ours.Contains(span.Trace) && span.Parent.Length > 0),
            span => Assert.Contains(spans, other => other.Id == span.Parent && other.Trace == span.Trace));
    }

    [Fact]
    public async Task A_password_shows_how_long_it_waited_to_be_hashed_and_a_message_how_it_was_sent()
    {
        await using var collector = await OtlpCollector.Start();
        await using var server = await TestServer.Start(("OTLP", collector.Address), ("TRACES", "100"));
        var linus = server.People.Linus;
        var secret = (await server.Stranger().Password(linus)).Ok().Secret;
        await server.Stranger().Post("/tfa/sms/", new { secret });
        await server.NextCode(linus.Number!);
        await server.Log.Line("Sent ", Ct);

        // Other servers of this process send too.
        var message = server.Log.Events.Single(one => one.Name == "message_sent")["Message"];
        List<OtlpSpan> spans;
        do spans = Spans(server, collector);
        while (!spans.Exists(span => span["messaging.message.id"] == message));

        Assert.Contains(spans, span => span.Name == "hash");
        var send = spans.Single(span => span["messaging.message.id"] == message);
        Assert.Equal(
            ("send sms", "", "Accepted", "log_in_code"),
            (send.Name, send.Parent, send["countersign.result"], send["countersign.kind"]));
        Assert.Contains(Below(spans, send), span => span.Name == "gateway");
    }

    [Fact]
    public async Task Nothing_that_somebody_typed_or_holds_is_in_a_span_a_metric_or_a_line()
    {
        await using var collector = await OtlpCollector.Start();
        var at = $"127.0.0.1:{FreePort.Next()}";
        await using var server = await TestServer.Start(("OTLP", collector.Address), ("TRACES", "100"), ("METRICS", at));
        var grace = server.People.Grace;
        var code = grace.Phone.NextCode();
        List<string> canaries = [grace.ApiKey, grace.Email, grace.Name, TestPerson.Password, .. grace.BackupCodes];

        canaries.Add((await server.As(grace).Post("/tfa/", new { code })).Ok().Text("session_key")!);
        await server.As(grace).Post("/tfa/", new { code = grace.Phone.WrongCode() });
        await server.As(grace).Post("/tfa/", new { backup_code = grace.BackupCodes[0] });
        canaries.Add((await server.As(grace).Post("/tfa/totp-setup/")).Raw.Split('"').First(part => part.Length >= 16));
        await server.Stranger().Post("/users/password-reset/", new { email = grace.Email });
        await server.Stranger().Post("/users/login/", new { email = "canary-typed-as-a-name", password = "canary-typed-as-a-password" });
        var browser = server.Browser();
        foreach (var path in (string[])["/confirm?token=lnk_canary-of-a-link", "/reset?token=lnk_canary-of-a-link", "/lnk_canary-of-a-link"])
            await browser.Open(path);
        var traced = server.As(grace);
        traced.Headers["traceparent"] = $"00-{Foreign}-b7ad6b7169203331-01";
        traced.Headers["tracestate"] = "canary=of-a-state";
        traced.Headers["baggage"] = "canary=of-a-baggage";
        traced.Headers["User-Agent"] = "canary-of-an-agent";
        await traced.Get("/tfa/status/?canary=of-a-query");

        var spans = Spans(server, collector);
        server.Services.GetRequiredService<MeterProvider>().ForceFlush();
        using var client = new HttpClient();
        var page = await client.GetStringAsync(new Uri($"http://{at}/metrics"), Ct);

        Assert.True(spans.Count > 30);
        Assert.DoesNotContain(spans, span => span.Trace == Foreign);
        List<string> everything = [page, .. server.Log.Lines, .. collector.All.Select(sent => Encoding.Latin1.GetString(sent.Body))];
        Assert.All(canaries.Append("canary"), canary =>
            Assert.DoesNotContain(everything, text => text.Contains(canary, StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(everything, text => Regex.IsMatch(text, $@"(?<!\d){code}(?!\d)", RegexOptions.None, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Without_the_setting_nothing_is_traced_and_a_caller_cannot_ask_for_it()
    {
        await using var collector = await OtlpCollector.Start();
        await using var server = await TestServer.Start(("OTLP", collector.Address));

        Assert.Null(server.Services.GetService<TracerProvider>());
    }

    [Fact]
    public async Task A_collector_that_is_away_holds_nobody_up()
    {
        await using var server = await TestServer.Start(("OTLP", $"http://127.0.0.1:{FreePort.Next()}"), ("TRACES", "100"));

        Assert.Equal(200, (await server.Browser().Open("/sign-in")).Status);
        server.Services.GetRequiredService<TracerProvider>().ForceFlush();
        Assert.Equal(200, (await server.Browser().Open("/sign-in")).Status);
    }

    [Fact]
    public async Task Nobody_makes_us_record_a_trace_by_asking_for_it()
    {
        await using var collector = await OtlpCollector.Start();
        await using var server = await TestServer.Start(("OTLP", collector.Address), ("TRACES", "100"));
        using var probe = new HttpRequestMessage(HttpMethod.Get, "/readyz");
        probe.Headers.Add("traceparent", $"00-{Foreign}-b7ad6b7169203331-01");
        using var ready = await server.Http.SendAsync(probe, Ct);

        Assert.DoesNotContain(Spans(server, collector), span => span.Trace == Foreign || span.Name.Contains("ready", StringComparison.Ordinal));
    }

    private static List<OtlpSpan> Spans(TestServer server, OtlpCollector collector)
    {
        server.Services.GetRequiredService<TracerProvider>().ForceFlush();
        return [.. collector.All.Where(sent => sent.Path == "/v1/traces").SelectMany(sent => sent.Spans)];
    }

    private static IEnumerable<OtlpSpan> Below(List<OtlpSpan> spans, OtlpSpan span) =>
        spans.Where(child => child.Parent == span.Id).SelectMany(child => Below(spans, child).Prepend(child));
}
