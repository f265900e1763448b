using System.Globalization;
using Countersign.Server.Pages;
using Countersign.Server.Tests.Operate;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Pages;

/// <summary>The security settings say how things stand, and offer nothing that would only be refused.</summary>
public sealed class SecurityPageTests
{
    [Fact]
    public async Task Without_a_second_factor_nobody_is_told_of_codes_that_a_sign_in_asks_for()
    {
        await using var server = await TestServer.Start();

        var page = await See(server, server.People.Ada);

        Assert.Contains("Two-factor authentication is off", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Every sign-in asks for a code.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_no_recovery_codes_left_reads_that_and_what_to_do()
    {
        await using var server = await TestServer.Start();
        await server.Change(
            tx => tx.Execute($"UPDATE backup_codes SET used_at = 1 WHERE account_id = (SELECT id FROM accounts WHERE username = 'grace')"));

        var page = await See(server, server.People.Grace);

        Assert.Contains("You have one method and no recovery codes.", page.Text, StringComparison.Ordinal);
        Assert.Contains("You have no recovery codes left. make new ones now", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Check a code", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codes_that_come_out_of_a_backup_are_to_be_replaced()
    {
        await using var server = await TestServer.Start();
        await server.Change(tx => tx.Execute($"UPDATE backup_codes SET is_restored = 1"));

        Assert.Contains("This service was restored from a backup.", (await See(server, server.People.Grace)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("This service was restored from a backup.", (await See(server, server.People.Ada)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Locked_recovery_codes_say_so_and_are_not_offered_for_a_check()
    {
        await using var server = await TestServer.Start();
        var until = server.Clock.GetUtcNow().AddMinutes(12).ToUnixTimeSeconds();
        await server.Change(tx => tx.Execute($"UPDATE guards SET locked_until = {until} WHERE kind = 'backup_code'"));

        var page = await See(server, server.People.Grace);

        Assert.Contains("You have 10 recovery codes left. locked for 12 minutes", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Check a code", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_takes_no_codes_for_a_while_says_so_and_how_to_open_it()
    {
        await using var server = await TestServer.Start();
        var grace = await server.Browser(server.People.Grace);
        var failures = string.Join(
            ',', Enumerable.Repeat(server.Clock.GetUtcNow().AddHours(-4).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), 20));
        await server.Change(tx =>
            tx.Execute($"UPDATE budgets SET failures = {failures} WHERE account_id = (SELECT id FROM accounts WHERE username = 'grace')"));

        var page = await grace.Open(PagePaths.Security);

        Assert.Contains(
            "There were too many wrong codes. For 20 hours only recovery codes are taken.", page.Text, StringComparison.Ordinal);
        Assert.Contains(PagePaths.Forgot, page.Links);
        Assert.Contains(PagePaths.NotMe, page.Links);
    }

    [Fact]
    public async Task While_changes_are_frozen_none_are_offered_and_both_pages_say_until_when()
    {
        await using var server = await TestServer.Start();
        var barbara = await server.Browser(server.People.Barbara);
        await barbara.Submit(await barbara.Open(PagePaths.NotMe), PagePaths.NotMe);

        var page = await barbara.Open(PagePaths.Security);
        var alarm = await barbara.Open(PagePaths.NotMe);

        Assert.DoesNotContain(PagePaths.AddStart, page.Actions);
        Assert.DoesNotContain(page.Links, link => link.StartsWith(PagePaths.Remove, StringComparison.Ordinal) || link == PagePaths.Codes);
        Assert.Contains(page.Actions, action => action.EndsWith("/rename", StringComparison.Ordinal));
        foreach (var text in (string[])[page.Text, alarm.Text])
            Assert.Contains("your password, second factors and API keys cannot be changed until 9 Mar 2026, 09:00 UTC", text, StringComparison.Ordinal);
        Assert.DoesNotContain(PagePaths.NotMe, alarm.Actions);
    }

    [Fact]
    public async Task Buttons_that_look_alike_have_names_of_their_own_for_a_screen_reader()
    {
        await using var server = await TestServer.Start();
        await server.Browser(server.People.Grace);

        var page = await See(server, server.People.Grace);

        Assert.Contains("End <span class=\"unseen\">Unknown browser, 127.0.0.1</span>", page.Html, StringComparison.Ordinal);
    }

    private static async Task<PageAnswer> See(TestServer server, TestPerson person) =>
        await (await server.Browser(person)).Open(PagePaths.Security);
}
