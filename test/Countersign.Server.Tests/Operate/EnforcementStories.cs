using System.Net;
using System.Text.RegularExpressions;
using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>Requiring 2FA from everybody: nothing is refused before the date, everything after it, at every door.</summary>
public sealed class EnforcementStories
{
    [Fact]
    public async Task Before_the_date_nothing_is_refused_and_every_page_says_the_date()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));
        var ada = await server.Browser(server.People.Ada);
        await admin.Decides(EnforcementSteps.Require, server.People.Grace);

        Assert.Contains("From 16 Mar 2026, 09:00 UTC on, two-factor authentication is required here.",
            (await ada.Open(PagePaths.Security)).Text, StringComparison.Ordinal);
        Assert.Contains("required from 16 Mar", (await admin.Open(PagePaths.OperateEnforcement)).Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("is required here", (await admin.Open(PagePaths.Security)).Text, StringComparison.Ordinal);
        await IsOpen(server);

        server.Clock.SetUtcNow(new(2026, 3, 16, 8, 59, 59, TimeSpan.Zero));
        await IsOpen(server);
    }

    [Fact]
    public async Task From_the_date_on_every_door_refuses_until_2FA_is_on_and_calling_it_off_opens_them()
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        await (await server.Browser(grace)).Decides(EnforcementSteps.Require, grace);

        server.Clock.SetUtcNow(new(2026, 3, 16, 9, 5, 0, TimeSpan.Zero));
        await IsShut(server);
        await (await server.Browser(grace)).Decides(EnforcementSteps.CallOff, grace);
        await IsOpen(server);
    }

    [Fact]
    public async Task Calling_it_off_before_the_date_leaves_everything_open()
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        await admin.Decides(EnforcementSteps.Require, grace);
        await admin.Decides(EnforcementSteps.CallOff, grace);

        server.Clock.SetUtcNow(new(2026, 4, 1, 9, 0, 0, TimeSpan.Zero));
        await IsOpen(server);
        Assert.Contains(
            "Not required", (await (await server.Browser(grace)).Open(PagePaths.OperateEnforcement)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_comes_before_the_date_has_the_same_date_and_whoever_comes_after_it_none()
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        await (await server.Browser(grace)).Decides(EnforcementSteps.Require, grace);
        server.Clock.Advance(TimeSpan.FromDays(13));

        var early = await Join(server, "early");
        Assert.Contains("From 16 Mar 2026, 09:00 UTC on", (await early.Open(PagePaths.Security)).Text, StringComparison.Ordinal);
        server.Clock.Advance(TimeSpan.FromDays(2));
        var late = await Join(server, "late");
        Assert.Equal(PagePaths.Add, (await late.Open(PagePaths.Security)).Location);
    }

    [Fact]
    public async Task The_last_method_can_be_removed_before_the_date_and_not_after_it()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Admin();
        var browser = await server.Browser(admin);
        await browser.Decides(EnforcementSteps.Require, admin);

        Assert.Equal($"{PagePaths.Security}?said=turnedoff", (await RemoveOnly(server, server.People.Grace)).Location);

        server.Clock.SetUtcNow(new(2026, 3, 16, 9, 5, 0, TimeSpan.Zero));
        Assert.EndsWith("said=lastmethod", (await RemoveOnly(server, admin)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_without_the_own_proof_decides_nothing()
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);

        var refused = await admin.Submit(
            await admin.Open(EnforcementSteps.Require), EnforcementSteps.Require, ("code", grace.Phone.WrongCode()));
        Assert.Equal(422, refused.Status);
        Assert.Contains("That code is not right.", refused.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await admin.Submit(await admin.Open(EnforcementSteps.Require), EnforcementSteps.Require, ("code", ""))).Status);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM requirement_orders"));
    }

    [Fact]
    public async Task Somebody_who_is_no_admin_any_more_decides_nothing()
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        var page = await admin.Open(EnforcementSteps.Require);
        await server.Change(tx => tx.Execute($"UPDATE accounts SET is_admin = 0 WHERE username = 'grace'"));

        Assert.Equal(403, (await admin.Submit(page, EnforcementSteps.Require, ("code", grace.Phone.NextCode()))).Status);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM requirement_orders"));
    }

    [Fact]
    public async Task The_date_is_fixed_once()
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        var page = await admin.Open(EnforcementSteps.Require);
        await admin.Decides(EnforcementSteps.Require, grace);
        server.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.EndsWith("said=alreadyrequired",
            (await admin.Submit(page, EnforcementSteps.Require, ("code", grace.Phone.NextCode()))).Location, StringComparison.Ordinal);
        Assert.EndsWith("said=alreadyrequired", (await admin.Open(EnforcementSteps.Require)).Location, StringComparison.Ordinal);
        Assert.Contains("from 16 Mar 2026, 09:00 UTC", (await admin.Open(PagePaths.OperateEnforcement)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_grace_period_it_holds_at_once_on_every_node()
    {
        await using var server = await TestServer.Start(("REQUIRE_2FA_GRACE", "0d"));
        await using var node = await server.StartProcess();
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        (await node.With(server.People.Ada.ApiKey).Get("/auth/apikeys/")).Ok();

        await admin.Decides(EnforcementSteps.Require, grace);
        Assert.Equal(403, (await node.With(server.People.Ada.ApiKey).Get("/auth/apikeys/")).Status);
        await IsShut(server);

        await admin.Decides(EnforcementSteps.CallOff, grace);
        (await node.With(server.People.Ada.ApiKey).Get("/auth/apikeys/")).Ok();
    }

    [Fact]
    public async Task The_page_counts_who_would_be_held_up()
    {
        await using var server = await TestServer.Start();
        await server.Plant(60);
        await server.Change(tx => tx.Execute($"UPDATE accounts SET email_verified_at = NULL WHERE username IN ('person1', 'person2')"));
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));

        var page = await admin.Open(PagePaths.OperateEnforcement);

        Assert.Contains("61 of 65 people have no 2FA", page.Text, StringComparison.Ordinal);
        Assert.Contains("2 people must first confirm the e-mail address", page.Text, StringComparison.Ordinal);
        Assert.Contains("1 API key and 0 access tokens of theirs are refused", page.Text, StringComparison.Ordinal);
        Assert.Contains("Admins 1 ", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("person59", page.Text, StringComparison.Ordinal);
        var next = await admin.Open(page.Links.Single(link => link.Contains("after=", StringComparison.Ordinal)));
        Assert.Contains("person59", next.Text, StringComparison.Ordinal);
        Assert.Equal(61, Regex.Count(page.Text + next.Text, "Never signed in|Last signed in"));
    }

    /// <summary>The numbers come from indexes and by subtraction; counted one by one they are the same.</summary>
    [Fact]
    public async Task The_numbers_are_those_of_counting_one_by_one()
    {
        await using var server = await TestServer.Start();
        await server.Plant(20);
        await server.Change(async tx =>
        {
            await tx.Execute($"UPDATE accounts SET disabled_at = 1 WHERE username IN ('linus', 'person3', 'person4')");
            await tx.Execute($"UPDATE accounts SET is_legacy = 1 WHERE username IN ('barbara', 'person4', 'person5', 'person6')");
            await tx.Execute(
                $"UPDATE accounts SET email_verified_at = NULL WHERE username IN ('grace', 'person3', 'person5', 'person7', 'person8')");
            await tx.Execute($"UPDATE accounts SET is_admin = 1 WHERE username IN ('kurt', 'person3', 'person6', 'person8')");
            await tx.Execute($"""
                INSERT INTO api_keys (account_id, name, token_hash, token_key, suffix, permissions, created_at)
                SELECT id, 'key', CAST(username AS {TestSql.Bytes}), 'k', 'k', '', 0 FROM accounts WHERE username IN ('linus', 'person3', 'person5', 'person9', 'person10')
                """);
            await tx.Execute($"""
                INSERT INTO sessions (account_id, kind, token_hash, token_key, ip_address, user_agent, created_at, last_seen_at, expires_at)
                SELECT id, 'token', CAST(username AS {TestSql.Bytes}), 'k', '', '', 0, 0, CASE username WHEN 'person11' THEN 0 ELSE {server.Clock.GetUtcNow().AddDays(1)} END
                FROM accounts WHERE username IN ('grace', 'person3', 'person5', 'person9', 'person11')
                """);
        });

        var (count, people) = await server.Db.Read(
            async sql => (await NewcomerStore.Count(sql), await NewcomerStore.List(sql, 0, 100)),
            TestContext.Current.CancellationToken);

        // Of 25 people three are shut, two more sign in by their number on file, and three more have a method.
        Assert.Equal(new(Accounts: 22, Without: 17, Unproven: 2, Admins: 2, ApiKeys: 3, Tokens: 1), count);
        Assert.Equal((17, 2, 2), (people.Count, people.Count(person => !person.IsEmailVerified), people.Count(person => person.IsAdmin)));
    }

    private static async Task IsOpen(TestServer server)
    {
        var ada = server.People.Ada;
        (await server.As(ada).Get("/auth/apikeys/")).Ok();
        (await server.By(ada).Post("/auth/request-token", new { otp = (string?)null })).Ok();
        Assert.Equal(200, (await (await server.Browser(ada)).Open(PagePaths.Security)).Status);
    }

    private static async Task IsShut(TestServer server)
    {
        var ada = server.People.Ada;
        Assert.Contains("requires two-factor authentication",
            (await server.As(ada).Get("/auth/apikeys/")).IsRefused(403, "auth_error").Msg, StringComparison.Ordinal);
        (await server.By(ada).Post("/auth/request-token", new { otp = (string?)null })).Refuses(
            HttpStatusCode.Forbidden, "TotpEnforcement: Must enable TOTP");
        (await server.By(server.People.Grace).Post("/tf/disable")).Refuses(HttpStatusCode.Forbidden, "cannot be turned off");

        var browser = await server.Browser(ada);
        Assert.Equal(PagePaths.Add, (await browser.Open(PagePaths.Security)).Location);
        Assert.Contains(
            "Two-factor authentication is required here.", (await browser.Open(PagePaths.AddProve)).Text, StringComparison.Ordinal);
    }

    private static async Task<PageVisitor> Join(TestServer server, string name)
    {
        await server.Plant(1, name);
        await server.Change(tx => tx.Execute(
            $"UPDATE accounts SET password_hash = (SELECT password_hash FROM accounts WHERE username = 'ada') WHERE username = " +
            $"{name + "0"}"));
        var browser = server.Browser();
        var led = await browser.Submit(
            await browser.Open(PagePaths.SignIn), PagePaths.SignIn, ("name", $"{name}0"), ("password", TestPerson.Password));
        Assert.Equal(PagePaths.Account, led.Location);
        return browser;
    }

    private static async Task<PageAnswer> RemoveOnly(TestServer server, TestPerson person)
    {
        var browser = await server.Browser(person);
        var path = (await browser.Open(PagePaths.Security)).Links.Single(
            link => link.StartsWith(PagePaths.Remove, StringComparison.Ordinal));
        return await browser.Submit(await browser.Open(path), path, ("code", person.Phone.NextCode()));
    }
}
