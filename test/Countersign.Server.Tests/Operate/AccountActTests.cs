using Countersign.Server.Pages;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>What an admin does to accounts in the pages: each act on a proof of its own, written down twice, and told.</summary>
public sealed class AccountActTests
{
    [Theory]
    [InlineData("unlock", "admin_unlocked", "Your account was unlocked", "Done: the account has no locks")]
    [InlineData("reset", "admin_reset", "was reset", "The person is told by e-mail")]
    [InlineData("disable", "admin_disabled", "was disabled", "Done: the account is disabled")]
    [InlineData("enable", "admin_enabled", "is open again", "Done: the account is open again")]
    public async Task An_act_is_done_and_stands_in_both_logs_and_its_person_hears_of_it(
        string act, string audited, string notice, string said)
    {
        await using var server = await TestServer.Start();
        var (ada, grace) = (await server.Admin(), server.People.Grace);
        var (browser, id) = (await server.Browser(ada), await server.IdOf(grace));
        if (act == "enable") await server.Change(tx => tx.Execute($"UPDATE accounts SET disabled_at = 1 WHERE id = {id}"));

        var led = await browser.Act(id, act, ada, "came to the desk");
        var page = await browser.Follow(led);

        Assert.StartsWith($"/operate/accounts/{id}?said=", led.Location, StringComparison.Ordinal);
        Assert.Contains(said, page.Text, StringComparison.Ordinal);
        Assert.Contains("Reason: came to the desk", page.Text, StringComparison.Ordinal);
        Assert.Contains($"by the admin of account {await server.IdOf(ada)}", page.Text, StringComparison.Ordinal);
        Assert.Contains($"/operate/accounts/{await server.IdOf(ada)}", page.Links);
        await server.NextNotice(grace, notice);
        var (theirs, own) = (await server.LastAudited(grace), await server.LastAudited(ada));
        Assert.Equal((audited, "success", $"admin:{await server.IdOf(ada)}"), (theirs.Event, theirs.Outcome, theirs.Credential));
        Assert.Equal(("admin_acted", audited, "totp"), (own.Event, own.Outcome, own.Factor));
        Assert.Contains($"\"account\":{id}", own.Args, StringComparison.Ordinal);
        Assert.Contains("As an admin:", (await browser.Open(PagePaths.Activity)).Text, StringComparison.Ordinal);
        await server.BothChainsHold();
    }

    [Fact]
    public async Task A_reset_takes_every_factor_and_session_and_the_password_alone_opens_the_account()
    {
        await using var server = await TestServer.Start();
        var (ada, grace) = (await server.Admin(), server.People.Grace);
        var hers = await server.Browser(grace);
        var (browser, id) = (await server.Browser(ada), await server.IdOf(grace));

        var asked = await browser.Open($"/operate/accounts/{id}/reset");
        Assert.Contains("The authenticator app goes", asked.Text, StringComparison.Ordinal);
        Assert.Contains("The 10 recovery codes that are left become void", asked.Text, StringComparison.Ordinal);
        Assert.Contains("The open session ends", asked.Text, StringComparison.Ordinal);
        Assert.Contains("A notice goes to g•••@example.org at once", asked.Text, StringComparison.Ordinal);
        await browser.Act(id, "reset", ada, "showed her passport");

        Assert.Equal($"{PagePaths.SignIn}?said=sessionover", (await hers.Open(PagePaths.Security)).Location);
        Assert.Equal(0, await server.Number(
            $"SELECT (SELECT count(*) FROM methods WHERE account_id = {id}) + (SELECT count(*) FROM backup_codes WHERE account_id = " +
            $"{id})"));
        await server.Browser().SignIn(grace with { App = null });
    }

    [Fact]
    public async Task A_disabled_account_opens_to_nobody_and_an_enabled_one_as_before()
    {
        await using var server = await TestServer.Start();
        var (ada, grace) = (await server.Admin(), server.People.Grace);
        var (browser, id) = (await server.Browser(ada), await server.IdOf(grace));

        await browser.Act(id, "disable", ada, "left the company");
        (await server.As(grace).Get("/users/current/")).IsRefused(401, "auth_error");
        var refused = await TryPassword(server, grace);
        await browser.Act(id, "enable", ada, "came back");

        Assert.Equal(422, refused.Status);
        await server.Browser().SignIn(grace);
    }

    [Fact]
    public async Task An_unlock_lets_a_locked_person_try_again()
    {
        await using var server = await TestServer.Start();
        var (ada, kurt) = (await server.Admin(), server.People.Kurt);
        var (browser, id) = (await server.Browser(ada), await server.IdOf(kurt));
        Assert.Contains("locked for", (await browser.Open($"/operate/accounts/{id}")).Text, StringComparison.Ordinal);

        var page = await browser.Follow(await browser.Act(id, "unlock", ada, reason: ""));

        Assert.DoesNotContain("locked for", page.Text, StringComparison.Ordinal);
        await server.Browser().SignIn(kurt);
    }

    [Theory]
    [InlineData("unlock")]
    [InlineData("reset")]
    [InlineData("disable")]
    public async Task Without_a_right_and_unused_code_nothing_happens_and_the_reason_stays_in_its_field(string act)
    {
        await using var server = await TestServer.Start();
        var (ada, grace) = (await server.Admin(), server.People.Grace);
        var (browser, path) = (await server.Browser(ada), $"/operate/accounts/{await server.IdOf(grace)}/{act}");
        await browser.Act(await server.IdOf(server.People.Linus), "unlock", ada, "");
        var used = ada.Phone.Code();
        foreach (var (code, told) in ((string, string)[])[("", "That isn't a code"),
            (ada.Phone.WrongCode(), "That code is not right"), (used, "already used")])
        {
            var form = await browser.Open(path);
            var answer = await browser.Submit(form, path, ("reason", "for \"good\" <reasons>"), ("code", code));

            Assert.Equal(422, answer.Status);
            Assert.Contains(told, answer.Text, StringComparison.Ordinal);
            Assert.Equal("for \"good\" <reasons>", answer.FormOf(path)["reason"]);
        }

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM audit_log WHERE account_id = {await server.IdOf(grace)}"));
        Assert.Equal(1, await server.Number(
            $"SELECT count(*) FROM audit_log WHERE event = 'authn_login_fail' AND account_id = {await server.IdOf(ada)}"));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM audit_log WHERE event = 'admin_acted' AND outcome <> 'admin_unlocked'"));
    }

    [Fact]
    public async Task Wrong_codes_lock_the_admin_as_anywhere()
    {
        await using var server = await TestServer.Start();
        var (ada, path) = (await server.Admin(), $"/operate/accounts/{await server.IdOf(server.People.Grace)}/disable");
        var browser = await server.Browser(ada);
        PageAnswer answer = await browser.Open(path);
        for (var guess = 0; guess < 5; guess++)
            answer = await browser.Submit(answer, path, ("reason", "because"), ("code", ada.Phone.WrongCode()));

        Assert.Contains("too many wrong codes", answer.Text, StringComparison.Ordinal);
        Assert.Equal(1, await server.Number(
            $"SELECT count(*) FROM methods WHERE account_id = {await server.IdOf(ada)} AND locked_until IS NOT NULL"));
        await server.NextNotice(ada, "locked");
    }

    [Theory]
    [InlineData("reset", "")]
    [InlineData("disable", "  x ")]
    [InlineData("unlock", "no")]
    public async Task A_reason_that_says_nothing_is_refused_and_costs_no_code(string act, string reason)
    {
        await using var server = await TestServer.Start();
        var ada = await server.Admin();
        var (browser, path) = (await server.Browser(ada), $"/operate/accounts/{await server.IdOf(server.People.Grace)}/{act}");
        var code = ada.Phone.NextCode();

        var refused = await browser.Submit(await browser.Open(path), path, ("reason", reason), ("code", code));
        var done = await browser.Submit(refused, path, ("reason", "a good reason"), ("code", code));

        Assert.Equal((422, 303), (refused.Status, done.Status));
        Assert.Contains("Say why, in 3 to 500 characters", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_for_a_text_message_loses_nothing_that_was_typed()
    {
        await using var server = await TestServer.Start();
        var barbara = await server.AlsoAdmin(server.People.Barbara);
        var (browser, path) = (await server.Browser(barbara), $"/operate/accounts/{await server.IdOf(server.People.Grace)}/disable");
        var form = await browser.Open(path);
        var byText = $"m{await server.Number($"SELECT id FROM methods WHERE account_id = {await server.IdOf(barbara)} AND kind = 'sms'")}";

        var sent = await browser.Submit(form, path, ("reason", "left us"), ("send", byText));
        var code = (await server.NextCode(barbara.Number!)).Code;
        var led = await browser.Submit(sent, path, ("code", code));

        Assert.Equal(("left us", byText), (sent.FormOf(path)["reason"], sent.FormOf(path)["way"]));
        Assert.Contains("The code is on its way", sent.Text, StringComparison.Ordinal);
        Assert.Equal(303, led.Status);
        Assert.Equal("admin_disabled", (await server.LastAudited(server.People.Grace)).Event);
    }

    [Fact]
    public async Task An_account_that_changed_since_it_was_looked_at_is_left_alone()
    {
        await using var server = await TestServer.Start();
        var ada = await server.Admin();
        var id = await server.IdOf(server.People.Grace);
        var (browser, path) = (await server.Browser(ada), $"/operate/accounts/{id}/reset");
        var (form, code) = (await browser.Open(path), ada.Phone.NextCode());
        await server.Change(tx => tx.Execute($"UPDATE accounts SET credential_version = credential_version + 1 WHERE id = {id}"));

        var led = await browser.Submit(form, path, ("reason", "lost her phone"), ("code", code));
        var again = await browser.Submit(await browser.Open(path), path, ("reason", "lost her phone"), ("code", code));

        Assert.Contains("had changed since you opened that page", (await browser.Follow(led)).Text, StringComparison.Ordinal);
        Assert.Contains("Done", (await browser.Follow(again)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pressing_a_button_twice_does_it_once()
    {
        await using var server = await TestServer.Start();
        var ada = await server.Admin();
        var (browser, path) = (await server.Browser(ada), $"/operate/accounts/{await server.IdOf(server.People.Grace)}/disable");
        var form = await browser.Open(path);
        (string, string)[] fields = [("reason", "left us"), ("code", ada.Phone.NextCode())];

        await browser.Submit(form, path, fields);
        var again = await browser.Submit(form, path, fields);

        Assert.Contains("This is how it is now", (await browser.Follow(again)).Text, StringComparison.Ordinal);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM audit_log WHERE event = 'admin_disabled'"));
    }

    [Fact]
    public async Task An_admin_leads_the_own_account_to_the_own_settings()
    {
        await using var server = await TestServer.Start();
        var ada = await server.Admin();
        var (browser, id) = (await server.Browser(ada), await server.IdOf(ada));
        var token = (await browser.Open(PagePaths.ApiKeys)).FormOf(PagePaths.ApiKeys)["_form"];
        var version = await server.Number($"SELECT credential_version FROM accounts WHERE id = {id}");

        foreach (var act in (string[])["unlock", "reset", "disable", "enable"])
        {
            Assert.Equal($"{PagePaths.Security}?said=ownaccount", (await browser.Open($"/operate/accounts/{id}/{act}")).Location);
            var forced = await browser.Post($"/operate/accounts/{id}/{act}", new Dictionary<string, string>
            {
                ["_form"] = token,
                ["way"] = await server.WayOf(ada),
                ["seen"] = $"{version}",
                ["reason"] = "because",
                ["code"] = ada.Phone.NextCode(),
            });
            Assert.Equal($"{PagePaths.Security}?said=ownaccount", forced.Location);
        }

        Assert.DoesNotContain(
            "/operate/accounts/1/", string.Join('\n', (await browser.Open($"/operate/accounts/{id}")).Links), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_who_is_one_no_longer_is_refused_in_the_middle()
    {
        await using var server = await TestServer.Start();
        var (ada, barbara) = (await server.Admin(), await server.AlsoAdmin(server.People.Barbara));
        var (browser, path) = (await server.Browser(barbara), $"/operate/accounts/{await server.IdOf(server.People.Grace)}/reset");
        var form = await browser.Open(path);
        await server.Change(tx => tx.Execute($"UPDATE accounts SET is_admin = 0 WHERE username = {barbara.Name}"));

        Assert.Equal(403, (await browser.Submit(form, path, ("reason", "because"), ("code", barbara.Phone.NextCode()))).Status);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM audit_log WHERE event = 'admin_reset'"));
        Assert.True((await server.Browser(ada)).Cookies.Count > 0);
    }

    [Fact]
    public async Task An_admin_who_reported_a_stranger_on_the_own_account_decides_about_nobodys()
    {
        await using var server = await TestServer.Start();
        var ada = await server.Admin();
        var browser = await server.Browser(ada);
        var (account, path) = ($"/operate/accounts/{await server.IdOf(server.People.Grace)}",
            $"/operate/accounts/{await server.IdOf(server.People.Grace)}/disable");
        var form = await browser.Open(path);
        await browser.Submit(await browser.Open(PagePaths.NotMe), PagePaths.NotMe);

        var asked = await browser.Open(path);
        var led = await browser.Submit(form, path, ("reason", "because"), ("code", ada.Phone.NextCode()));

        Assert.Equal($"{account}?said=ownchangesfrozen", asked.Location);
        Assert.Contains("To act on other accounts again", (await browser.Follow(led)).Text, StringComparison.Ordinal);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE disabled_at IS NOT NULL"));
    }

    [Fact]
    public async Task Where_no_notice_can_go_the_admin_is_told_to_tell_the_person()
    {
        await using var server = await TestServer.Start();
        var ada = await server.Admin();
        var (browser, id) = (await server.Browser(ada), await server.IdOf(server.People.Grace));
        await server.Change(tx => tx.Execute($"UPDATE accounts SET email_verified_at = NULL WHERE id = {id}"));

        Assert.Contains("No notice can go out", (await browser.Open($"/operate/accounts/{id}/reset")).Text, StringComparison.Ordinal);
        Assert.Contains("tell the person yourself",
            (await browser.Follow(await browser.Act(id, "reset", ada, "came in person"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_makes_no_sense_is_told_before_anybody_types_a_reason()
    {
        await using var server = await TestServer.Start();
        var ada = await server.Admin();
        var (browser, id) = (await server.Browser(ada), await server.IdOf(server.People.Grace));

        Assert.Equal($"/operate/accounts/{id}?said=notdisabled", (await browser.Open($"/operate/accounts/{id}/enable")).Location);
        await browser.Act(id, "reset", ada, "lost it all");
        Assert.Equal($"/operate/accounts/{id}?said=nothingtoreset", (await browser.Open($"/operate/accounts/{id}/reset")).Location);
        await browser.Act(id, "disable", ada, "left us");
        Assert.Equal($"/operate/accounts/{id}?said=alreadydisabled", (await browser.Open($"/operate/accounts/{id}/disable")).Location);
        Assert.Equal("/operate/accounts?said=nothingthere", (await browser.Open("/operate/accounts/4711/reset")).Location);
    }

    private static async Task<PageAnswer> TryPassword(TestServer server, TestPerson person)
    {
        var browser = server.Browser();
        return await browser.Submit(
            await browser.Open(PagePaths.SignIn), PagePaths.SignIn, ("name", person.Email), ("password", TestPerson.Password));
    }
}
