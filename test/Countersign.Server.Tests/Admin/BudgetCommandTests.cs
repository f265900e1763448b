using Xunit;

namespace Countersign.Server.Tests.Admin;

public sealed class BudgetCommandTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task What_is_used_is_shown_the_full_ones_first_and_no_whole_number()
    {
        Assert.Contains("0 in use, 0 full.", (await office.Run("budget", "show")).Errors, StringComparison.Ordinal);
        await Fill("sms-all", 40);
        await Fill("sms-prefix:+49151234", 20);
        await Fill("sms-number-long:+491512345678", 10);

        var told = await office.Run("budget", "show");

        var lines = told.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"^FULL  sms-prefix:\+49151234 +20 of 20 +until 2026-11-21 09:30Z  text messages: codes to num", lines[0]);
        Assert.Matches(@"^      sms-all +40 of 2000 +until 2026-11-21 09:30Z", lines[1]);
        Assert.Contains("2 in use, 1 full.", told.Errors, StringComparison.Ordinal);
        var row = (await office.Run("budget", "show", "--json")).Json[0];
        Assert.Equal(
            ("sms-prefix:+49151234", 20, true),
            (row.GetProperty("bucket").GetString(), row.GetProperty("used").GetInt32(), row.GetProperty("full").GetBoolean()));
    }

    [Fact]
    public async Task One_is_emptied_with_a_reason_that_is_written_down()
    {
        await office.Run("budget", "show");
        await Fill("sms-country:49", 500);

        var told = await office.Run("budget", "lift", "sms-country:49", "--reason", "a conference in Berlin");

        Assert.Equal(0, told.Exit);
        Assert.Contains("it was at 500 of 500", told.Output, StringComparison.Ordinal);
        Assert.Equal(0, await office.Count($"SELECT count(*) FROM limits WHERE bucket = 'sms-country:49'"));
        Assert.Equal(1, await office.Count($"""
            SELECT count(*) FROM audit_log WHERE event = 'budget_lifted' AND credential LIKE '%olga%' AND args LIKE '%sms-country:49%'
              AND args LIKE '%a conference in Berlin%'
            """));
        Assert.Equal(0, (await office.Run("audit", "verify")).Exit);
        Assert.Equal(1, (await office.Run("budget", "lift", "sms-country:49", "--reason", "once more")).Exit);
    }

    [Fact]
    public async Task Numbers_from_which_too_few_codes_came_back_get_texts_again()
    {
        await office.Run("budget", "show");
        await Fill("sms-new-sent:+49151234", 25);
        await Fill("sms-new-returned:+49151234", 3);
        await Fill("sms-new-sent:+49151235", 25);
        await Fill("sms-new-returned:+49151235", 20);
        var line = Assert.Single((await office.Run("budget", "show")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"^FULL  sms-new-sent:\+49151234 +3 of 25 .*, too few came back", line);

        Assert.Equal(1, (await office.Run("budget", "lift", "sms-new-sent:+49151235", "--reason", "not shut")).Exit);
        Assert.Equal(0, (await office.Run("budget", "lift", "sms-new-sent:+49151234", "--reason", "the carrier was down")).Exit);

        Assert.Equal(2, await office.Count($"SELECT count(*) FROM limits"));
        Assert.Equal(2, await office.Count($"SELECT count(*) FROM limits WHERE bucket LIKE '%+49151235'"));
    }

    [Theory]
    [InlineData("password-account:ada")]
    [InlineData("sms-number-long:+491512345678")]
    public async Task What_keeps_an_account_safe_is_not_emptied(string bucket)
    {
        await office.Run("budget", "show");
        await Fill(bucket, 10);

        var told = await office.Run("budget", "lift", bucket, "--reason", "a try");

        Assert.Equal(1, told.Exit);
        Assert.Contains("isn't a budget of messages", told.Errors, StringComparison.Ordinal);
        Assert.Equal(10, await office.Count($"SELECT hits FROM limits WHERE bucket = {bucket}"));
        Assert.Equal(0, await office.Count($"SELECT count(*) FROM audit_log WHERE event = 'budget_lifted'"));
    }

    [Theory]
    [InlineData("a \u001b[31mconference")]
    [InlineData("a \u202econference")]
    [InlineData("a \u009b31mconference")]
    [InlineData("a con\u200bference")]
    [InlineData("a con\u200dference")]
    [InlineData("a \u2067conference")]
    [InlineData("a conference\ufeff at all")]
    [InlineData("a con\u00adference")]
    [InlineData("a conference\U000E0041")]
    public async Task A_reason_holds_nothing_that_a_terminal_obeys_or_nobody_sees(string reason) =>
        Assert.Equal(2, (await office.Run("budget", "lift", "sms-country:49", "--reason", reason)).Exit);

    [Fact]
    public async Task A_reason_is_one_line()
    {
        await office.Run("budget", "show");
        await Fill("sms-country:49", 500);

        Assert.Equal(0, (await office.Run("budget", "lift", "sms-country:49", "--reason", "a conference\r\n\u2028in Berlin")).Exit);

        Assert.Equal(1, await office.Count($"SELECT count(*) FROM audit_log WHERE args LIKE '%\"a conference in Berlin\"%'"));
    }

    [Fact]
    public async Task Without_a_reason_nothing_is_begun() =>
        Assert.Equal(2, (await office.Run("budget", "lift", "sms-all")).Exit);

    private async Task Fill(string bucket, int hits)
    {
        await using var db = office.OpenDb();
        await db.Write(tx => tx.Execute(
            $"INSERT INTO limits (bucket, hits, window_ends) VALUES ({bucket}, {hits}, {tx.Now + TimeSpan.FromMinutes(30)})"),
            TestContext.Current.CancellationToken);
    }
}
