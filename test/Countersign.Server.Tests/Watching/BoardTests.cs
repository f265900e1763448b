using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Watching;

/// <summary>The board and the alert rules that we hand out: Prometheus understands them, and they ask for what there is.</summary>
public sealed partial class BoardTests
{
    private static readonly string Rules = Path.Combine(Repository.Root, "deploy", "prometheus", "countersign.rules.yml");
    private static readonly string Board = Path.Combine(Repository.Root, "deploy", "grafana", "countersign.json");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [GeneratedRegex(@"\b(?:countersign|http_server|dotnet|kestrel)_\w+\b")]
    private static partial Regex MetricName { get; }

    [GeneratedRegex("event(?<how>=~?)\"(?<words>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex EventName { get; }

    [Fact]
    public async Task Prometheus_takes_the_rules_and_they_ring_when_they_should()
    {
        await Tool.Run("prometheus", "promtool", "check", "rules", Rules);
        await Tool.Run(
            "prometheus", "promtool", "test", "rules",
            Path.Combine(Repository.Root, "test", "Countersign.Server.Tests", "Watching", "countersign.rules.test.yml"));
    }

    [Fact]
    public async Task Prometheus_understands_every_question_of_the_board()
    {
        var file = Path.GetTempFileName();
        var rules = new StringBuilder("groups:\n  - name: board\n    rules:\n");
        foreach (var (question, n) in Questions().Select((question, n) => (question, n)))
            rules.Append(CultureInfo.InvariantCulture, $"      - record: \"board:{n}\"\n        expr: {JsonSerializer.Serialize(Filled(question))}\n");
        await File.WriteAllTextAsync(file, rules.ToString(), Ct);

        await Tool.Run("prometheus", "promtool", "check", "rules", file);
        File.Delete(file);
    }

    [Fact]
    public async Task Every_metric_that_the_board_and_the_rules_ask_for_is_on_the_page_of_a_server()
    {
        var at = $"127.0.0.1:{FreePort.Next()}";
        await using var server = await TestServer.Start(("METRICS", at), ("PASSWORD_PER_ADDRESS", "1/5m"));
        DeliveryMetrics.Count(Channel.Email, OutboxState.Sent, 1);
        HashMetrics.Refuse(HashLane.Others);
        foreach (var email in (string[])["ada", "grace"]) await server.Stranger().Post("/users/login/", new { email, password = "wrong" });

        var asked = Names(await File.ReadAllTextAsync(Rules, Ct)).Union(Names(string.Join('\n', Questions()))).ToHashSet();
        Assert.True(asked.Count > 12);
        using var client = new HttpClient();
        HashSet<string> missing;
        do missing = [.. asked.Except(Names(await client.GetStringAsync(new Uri($"http://{at}/metrics"), Ct)))];
        while (missing.Overlaps(["countersign_audit_waiting", "countersign_outbox_waiting", "countersign_turned_away_waiting"]));
        Assert.Empty(missing);
    }

    [Fact]
    public async Task Every_event_that_they_ask_for_is_one_of_the_audit_log()
    {
        var known = Enum.GetValues<AuditEvent>().Select(one => Words.Of(one)).ToList();
        var asked = EventName.Matches(await File.ReadAllTextAsync(Rules, Ct) + string.Join('\n', Questions()));

        Assert.NotEmpty(asked);
        Assert.All(asked.SelectMany(match => match.Groups["words"].Value.Split('|')), word =>
            Assert.Contains(known, event_ => Regex.IsMatch(event_, $"^(?:{word})$", RegexOptions.None, TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public async Task The_board_is_one_that_Grafana_takes_with_no_two_panels_in_one_place()
    {
        using var board = JsonDocument.Parse(await File.ReadAllTextAsync(Board, Ct));
        var panels = board.RootElement.GetProperty("panels").EnumerateArray().ToList();

        Assert.Equal("countersign", board.RootElement.GetProperty("uid").GetString());
        Assert.True(board.RootElement.GetProperty("schemaVersion").GetInt32() >= 39);
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        var places = panels.SelectMany(Cells).ToList();
        Assert.Equal(places.Count, places.Distinct().Count());
        Assert.All(places, place => Assert.InRange(place.X, 0, 23));
    }

    private static IEnumerable<(int X, int Y)> Cells(JsonElement panel)
    {
        var place = panel.GetProperty("gridPos");
        var (x, y) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32());
        return from right in Enumerable.Range(0, place.GetProperty("w").GetInt32())
               from down in Enumerable.Range(0, place.GetProperty("h").GetInt32())
               select (x + right, y + down);
    }

    private static List<string> Questions()
    {
        using var board = JsonDocument.Parse(File.ReadAllText(Board));
        return
        [
            .. from panel in board.RootElement.GetProperty("panels").EnumerateArray()
               where panel.TryGetProperty("targets", out _)
               from target in panel.GetProperty("targets").EnumerateArray()
               select target.GetProperty("expr").GetString(),
        ];
    }

    // As Grafana fills it.
    private static string Filled(string question) => question
        .Replace("$__rate_interval", "5m", StringComparison.Ordinal).Replace("$instance", ".+", StringComparison.Ordinal);

    private static IEnumerable<string> Names(string text) => MetricName.Matches(text).Select(match => match.Value);
}
