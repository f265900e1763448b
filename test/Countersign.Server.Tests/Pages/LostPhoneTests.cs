using System.Globalization;
using Countersign.Server.Pages;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Pages;

/// <summary>One recovery code lets somebody in and puts one new phone in the place of the lost one.</summary>
public sealed class LostPhoneTests
{
    [Fact]
    public async Task The_code_that_let_somebody_in_is_leave_for_one_replacement_of_the_same_kind()
    {
        await using var server = await TestServer.Start();
        var grace = await SignedIn(server, server.People.Grace);

        var led = await Replace(server, grace, server.People.Grace);
        Assert.Equal(PagePaths.AddApp, led.Location);
        await Activate(server, grace);

        Assert.Equal(1, await server.Number($"SELECT count(*) FROM add_grants WHERE ended_at IS NOT NULL"));
        await grace.Submit(await grace.Open(PagePaths.Security), PagePaths.AddStart);
        Assert.StartsWith(PagePaths.AddProve, (await grace.Open(PagePaths.Add)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_few_codes_are_left_the_new_device_brings_new_ones_and_the_old_ones_are_dead()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var page = await SignedIn(server, barbara);
        await Replace(server, page, barbara);

        var shown = await Activate(server, page);

        Assert.Contains("Recovery codes", shown.Text, StringComparison.Ordinal);
        Assert.Equal(1, await server.AuditedOf(barbara, "backup_codes_regenerated", "success"));
        var dead = await server.As(barbara).Post("/tfa/", new { backup_code = barbara.BackupCodes[1] });
        Assert.Equal((401, "invalid_backup_code"), (dead.Status, dead.Error));
    }

    [Fact]
    public async Task A_program_that_comes_with_a_recovery_code_gets_no_leave_by_it()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;

        var session = server.With((await server.As(grace).Post("/tfa/", new { backup_code = grace.BackupCodes[0] })).Ok().Text("session_key")!);

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM add_grants"));
        Assert.False((await session.Get("/tfa/status/")).Ok()["new_method_authorized"].GetBoolean());
    }

    [Fact]
    public async Task While_changes_are_frozen_the_leave_opens_nothing()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var other = await server.Browser(grace);
        await other.Submit(await other.Open(PagePaths.NotMe), PagePaths.NotMe);

        var back = await SignedIn(server, grace);
        var page = await back.Open(PagePaths.Recovered);
        Assert.DoesNotContain("Replace", page.Text, StringComparison.Ordinal);
        var led = await back.Post(PagePaths.AddStart, [.. page.FormOf(PagePaths.Language), new("replaces", "1")]);
        await back.Post(PagePaths.AddApp, page.FormOf(PagePaths.Language));
        await Activate(server, back);

        Assert.Equal(PagePaths.Add, led.Location);
        Assert.Equal(0, await server.AuditedOf(grace, "method_added", "success"));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM add_grants WHERE ended_at IS NOT NULL"));
    }

    [Fact]
    public async Task A_crowd_with_one_recovery_code_gets_one_session_and_one_leave()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var grace = server.People.Grace;
        var waiting = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AtCode(server, grace))); // No more wait from one network.

        await Task.WhenAll(waiting.Select(
            each => each.Browser.Submit(each.Prompt, PagePaths.Prompt, ("code", grace.BackupCodes[0]))));

        Assert.Equal(1, await server.Number($"SELECT count(*) FROM add_grants"));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM sessions"));
    }

    [Fact]
    public async Task A_crowd_with_one_leave_puts_one_device_in_the_place_of_the_lost_one()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var grace = server.People.Grace;
        var browser = await SignedIn(server, grace);
        await Replace(server, browser, grace);
        var page = await browser.Open(PagePaths.AddApp);
        var code = Phone.Scan(page.Links.First(IsSetUp), server.Clock).NextCode();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => browser.Copy().Submit(page, $"{PagePaths.AddApp}/confirm", ("code", code))));

        Assert.Equal(1, await server.AuditedOf(grace, "method_added", "success"));
        Assert.Equal(1, await server.AuditedOf(grace, "method_removed", "success"));
    }

    private static async Task<(PageVisitor Browser, PageAnswer Prompt)> AtCode(TestServer server, TestPerson person)
    {
        var browser = server.Browser();
        await browser.Submit(
            await browser.Open(PagePaths.SignIn), PagePaths.SignIn, ("name", person.Email), ("password", TestPerson.Password));
        return (browser, await browser.Open($"{PagePaths.Prompt}?way=recovery"));
    }

    private static async Task<PageVisitor> SignedIn(TestServer server, TestPerson person)
    {
        var (browser, prompt) = await AtCode(server, person);
        var led = await browser.Submit(prompt, PagePaths.Prompt, ("code", person.BackupCodes[0]));
        Assert.Equal(PagePaths.Recovered, led.Location);
        return browser;
    }

    private static async Task<PageAnswer> Replace(TestServer server, PageVisitor browser, TestPerson person)
    {
        var method = await server.Number($"""
            SELECT methods.id FROM methods JOIN accounts ON accounts.id = account_id WHERE username = {person.Name} AND kind = {"totp"}
            """);
        return await browser.Submit(
            await browser.Open(PagePaths.Security), PagePaths.AddStart, ("replaces", method.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<PageAnswer> Activate(TestServer server, PageVisitor browser)
    {
        var page = await browser.Open(PagePaths.AddApp);
        var phone = Phone.Scan(page.Links.First(IsSetUp), server.Clock);
        return await browser.Submit(page, $"{PagePaths.AddApp}/confirm", ("code", phone.NextCode()));
    }

    private static bool IsSetUp(string link) => link.StartsWith("otpauth:", StringComparison.Ordinal);
}
