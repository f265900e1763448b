using Countersign.Server.Storage;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>A day of the past under other limits, from the records of its messages.</summary>
public sealed class TrialCommandTests : IDisposable
{
    private static readonly DateTimeOffset Yesterday = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    private readonly Office office = new();
    private int messages;

    public TrialCommandTests() => office.Environment["COUNTERSIGN_SMS_COUNTRIES"] = "US,CA,DE";

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task Yesterday_is_said_by_country_and_by_limit_and_what_it_would_have_cost()
    {
        await office.Run("budget", "show");
        await Write(async tx =>
        {
            for (var n = 0; n < 4; n++) await Text(tx, Yesterday.AddHours(n), $"+4915112345{n}00");
            await Text(tx, Yesterday.AddHours(5), "+14155550123");
            await Text(tx, Yesterday.AddHours(6), "+14155550124", state: "refused");
            await Text(tx, Yesterday.AddHours(7), "+14155550125", kind: "notice");
            await Text(tx, Yesterday.AddDays(1), "+14155550126");
            await Text(tx, Yesterday.AddHours(8), "ada@example.org", channel: "email");
        });

        var told = await office.Run("budget", "simulate", "--per-country", "3/1d", "--price", "0.05");

        Assert.Equal(0, told.Exit);
        Assert.Contains("+49          3 of 4, 1 refused by country", told.Output, StringComparison.Ordinal);
        Assert.Contains("+1           3 of 3\n", told.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(
            "2026-11-20: 6 of 7 text messages would have gone, 5 to pay for (it was 6).", told.Output, StringComparison.Ordinal);
        Assert.Contains("At 0.05 each: 0.25 in place of 0.30.", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("1234500", told.Output + told.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await office.Count($"SELECT count(*) FROM limits WHERE bucket LIKE 'sms%'"));
    }

    [Fact]
    public async Task The_day_the_countries_and_every_gateway_that_took_it_count()
    {
        await office.Run("budget", "show");
        var before = Yesterday.AddDays(-2);
        await Write(async tx =>
        {
            await Text(tx, before.AddHours(1), "+4915112345100", acknowledged: ",1,2,");
            await Text(tx, before.AddHours(2), "+14155550123");
        });

        var told = await office.Run("budget", "simulate", "--day", "2026-11-18", "--countries", "DE", "--json");

        var json = told.Json;
        Assert.Equal(
            (3, 2, 2), (json.GetProperty("asked").GetInt32(), json.GetProperty("went").GetInt32(), json.GetProperty("paid").GetInt32()));
        Assert.Equal(1, json.GetProperty("countries")[0].GetProperty("refused").GetProperty("countries").GetInt32());
        Assert.Equal(0, (await office.Run("budget", "simulate", "--json")).Json.GetProperty("asked").GetInt32());
    }

    [Fact]
    public async Task The_evening_before_fills_windows_and_news_pays_by_itself()
    {
        await office.Run("budget", "show");
        await Write(async tx =>
        {
            await Text(tx, Yesterday.AddMinutes(-30), "+4915112345100");
            await Text(tx, Yesterday.AddMinutes(10), "+4915112345101");
            await Text(tx, Yesterday.AddMinutes(20), "+4915112345102", kind: "notice");
        });

        var json = (await office.Run("budget", "simulate", "--per-prefix", "1/1h", "--json")).Json;

        Assert.Equal((2, 1), (json.GetProperty("asked").GetInt32(), json.GetProperty("went").GetInt32()));
        Assert.Equal(1, json.GetProperty("countries")[0].GetProperty("refused").GetProperty("prefix").GetInt32());
    }

    [Fact]
    public async Task A_number_that_answers_pays_for_itself()
    {
        await office.Run("budget", "show");
        await Write(async tx =>
        {
            await Text(tx, Yesterday.AddMinutes(10), "+4915112345100");
            await Text(tx, Yesterday.AddMinutes(20), "+4915112345101");
            await tx.Execute(
                $"INSERT INTO limits (bucket, hits, window_ends) VALUES ('sms-answering:+4915112345101', 1, {Yesterday.AddDays(20)})");
        });

        var json = (await office.Run("budget", "simulate", "--per-prefix", "1/1h", "--json")).Json;

        Assert.Equal(2, json.GetProperty("went").GetInt32());
    }

    [Fact]
    public async Task More_than_one_step_is_read_each_message_once()
    {
        await office.Run("budget", "show");
        await Write(async tx =>
        {
            for (var n = 0; n < 2100; n++) await Text(tx, Yesterday.AddSeconds(n / 900), $"+49151{n:0000}0000");
        });

        var json = (await office.Run("budget", "simulate", "--in-all", "2050/1d", "--per-country", "9000/1d", "--json")).Json;

        Assert.Equal((2100, 2050), (json.GetProperty("asked").GetInt32(), json.GetProperty("went").GetInt32()));
        Assert.False(json.GetProperty("is_cut").GetBoolean());
    }

    [Theory]
    [InlineData("--day", "yesterday")]
    [InlineData("--in-all", "many")]
    [InlineData("--countries", "XX")]
    [InlineData("--price", "-1")]
    public async Task What_cannot_be_read_is_said_and_nothing_is_begun(string option, string value)
    {
        var told = await office.Run("budget", "simulate", option, value);

        Assert.Equal(2, told.Exit);
        Assert.Contains($"{option} must be written like ", told.Errors, StringComparison.Ordinal);
    }

    private async Task Write(Func<Tx, Task> change)
    {
        await using var db = office.OpenDb();
        await db.Write(change, TestContext.Current.CancellationToken);
    }

    private Task<int> Text(
        Tx tx, DateTimeOffset at, string to, string channel = "sms", string kind = "log_in_code", string state = "sent",
        string? acknowledged = null) => tx.Execute($"""
            INSERT INTO outbox (message_id, channel, kind, destination, state, next_attempt_at, expires_at, created_at, done_at, acknowledged)
            VALUES ({$"m{messages++}"}, {channel}, {kind}, {to}, {state}, 0, 0, {at}, {at}, {acknowledged})
            """);
}
