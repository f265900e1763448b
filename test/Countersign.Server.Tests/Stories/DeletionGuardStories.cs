using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Admin;
using Countersign.Server.Operators;
using Countersign.Server.Pages;
using Countersign.Server.Secrets;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>A deletion that a stranger asked for: what stops it, what it waits for, and who hears of it.</summary>
public sealed partial class DeletionGuardStories
{
    private static readonly TimeSpan Delay = TimeSpan.FromHours(72);
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    /// <summary>Every way in which owners take their account back from somebody.</summary>
    public static TheoryData<string, string> WaysBack => new()
    {
        { "the link of the notice", "by_link" },
        { "this was not me, signed in", "success" },
        { "a password by mail", "reset_by_mail" },
        { "a reset by an operator", "success" },
        { "a reset by an operator that voids the password", "success" },
        { "2FA turned off by a mailed link", "success" },
    };

    [Theory]
    [MemberData(nameof(WaysBack))]
    public async Task Whoever_takes_the_account_back_finds_its_deletion_called_off_and_hears_of_it(string way, string outcome)
    {
        await using var server = await VssSteps.Start();
        var grace = server.People.Grace;
        (await DeletionStories.Ask(server, await server.LoggedIn(grace), grace)).Ok();
        var mail = await server.NextNotice(grace, "will be deleted");

        await TakeBack(server, grace, way, mail.Text);

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM deletions"));
        Assert.Equal(1, await server.AuditedOf(grace, "account_delete_called_off", outcome));
        await server.NextNotice(grace, "will not be deleted");
        server.Clock.Advance(Delay);
        await DeletionStories.CarryOut(server);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE username = 'grace'"));
    }

    [Fact]
    public async Task It_waits_until_its_notice_has_left_and_the_whole_time_begins_then()
    {
        await using var server = await TestServer.Start();
        var (admin, grace) = (await server.Admin(), server.People.Grace);
        var page = $"/operate/accounts/{await server.IdOf(grace)}";
        var session = await server.LoggedIn(grace);
        await server.AllSent();
        server.Inbox.Smtp.Feel(MailMood.RefuseRecipient);
        (await DeletionStories.Ask(server, session, grace)).Ok();

        server.Clock.Advance(Delay);
        await DeletionStories.CarryOut(server);

        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE username = 'grace'"));
        await server.NextNotice(grace, "still going to be deleted");
        await server.AllSent();
        await DeletionStories.CarryOut(server);
        var seen = await (await server.Browser(admin)).Open(page);
        Assert.Contains("The person was told on", seen.Text, StringComparison.Ordinal);
        server.Clock.Advance(Delay - TimeSpan.FromMinutes(1));
        await DeletionStories.CarryOut(server);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE username = 'grace'"));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await DeletionStories.CarryOut(server);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE username = 'grace'"));
    }

    [Fact]
    public async Task A_notice_that_does_not_leave_is_tried_once_a_day_and_no_more()
    {
        await using var server = await TestServer.Start();
        var (admin, grace) = (await server.Admin(), server.People.Grace);
        var session = await server.LoggedIn(grace);
        await server.AllSent();
        server.Inbox.Smtp.Feel(MailMood.RefuseRecipient, MailMood.RefuseRecipient);
        (await DeletionStories.Ask(server, session, grace)).Ok();

        for (var hour = 0; hour < 30; hour++)
        {
            server.Clock.Advance(TimeSpan.FromHours(1));
            await DeletionStories.CarryOut(server);
            await server.AllSent();
        }

        Assert.Equal(2, await server.Number($"""
            SELECT count(*) FROM outbox WHERE kind = 'notice' AND state = 'refused' AND account_id = {await server.IdOf(grace)}
            """));
        var seen = await (await server.Browser(admin)).Open($"/operate/accounts/{await server.IdOf(grace)}");
        Assert.Contains("has not left yet", seen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_can_be_told_an_operator_sees_that_and_the_person_at_the_security_page()
    {
        await using var server = await TestServer.Start();
        var (admin, nina) = (await server.Admin(), await server.Add("nina"));
        await server.Change(tx => tx.Execute($"UPDATE accounts SET email_verified_at = NULL WHERE username = 'nina'"));
        (await server.As(nina).Post("/users/current/deletion/", new { name = "nina", password = TestPerson.Password })).Ok();

        var seen = await (await server.Browser(admin)).Open($"/operate/accounts/{await server.IdOf(nina)}");
        Assert.Contains("Nobody could be told", seen.Text, StringComparison.Ordinal);
        var security = await (await server.Browser(nina)).Open(PagePaths.Security);
        Assert.Contains("Your account will be deleted on", security.Text, StringComparison.Ordinal);
        server.Clock.Advance(Delay);
        await DeletionStories.CarryOut(server);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE username = 'nina'"));
    }

    [Fact]
    public async Task Opening_a_shut_account_tells_the_new_date_with_a_link_that_works()
    {
        await using var server = await TestServer.Start();
        var (admin, grace) = (await server.Admin(), server.People.Grace);
        (await DeletionStories.Ask(server, await server.LoggedIn(grace), grace)).Ok();
        var browser = await server.Browser(admin);
        await browser.Act(await server.IdOf(grace), "disable", admin, "somebody else?");
        server.Clock.Advance(TimeSpan.FromHours(5));
        await browser.SignIn(admin);

        await browser.Act(await server.IdOf(grace), "enable", admin, "came back");
        await server.AllSent();

        var mail = await server.NextNotice(grace, "still going to be deleted");
        var due = server.Clock.GetUtcNow() + Delay;
        Assert.Contains(
            due.UtcDateTime.ToString("d MMMM yyyy, HH:mm", System.Globalization.CultureInfo.InvariantCulture), mail.Text,
            StringComparison.Ordinal);
        var visitor = server.Browser();
        await visitor.Submit(await visitor.Open(LinkIn(mail.Text)), "/not-me");
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM deletions"));
    }

    [Fact]
    public async Task One_that_breaks_holds_up_no_other_and_is_told_once()
    {
        await using var server = await TestServer.Start();
        foreach (var name in (string[])["nina", "olaf", "pina"])
        {
            var person = await server.Add(name);
            (await server.As(person).Post("/users/current/deletion/", new { name, password = TestPerson.Password })).Ok();
        }

        await server.AllSent();
        // As the sweep does every minute: it sees that the notices have left.
        await DeletionStories.CarryOut(server);
        await server.Change(tx => TestSql.Break(tx, "DELETE ON accounts", "OLD.username = 'nina'"));
        server.Clock.Advance(Delay);

        await DeletionStories.CarryOut(server);
        await DeletionStories.CarryOut(server);

        Assert.Equal(
            ["nina"], await server.Db.Read(
                sql => sql.Query<string>($"SELECT username FROM accounts WHERE username IN ('nina', 'olaf', 'pina')"), Ct));
        Assert.Single(server.Log.Events, logged => logged.Name == "deletion_broke");
        var nina = await server.Number($"SELECT id FROM accounts WHERE username = 'nina'");
        server.Clock.Advance(TimeSpan.FromHours(3));
        await server.IsSteady();
        var found = await server.Db.Read(DoctorDeletions.Look, Ct);
        Assert.Equal(FindingLevel.Warn, found.Level);
        Assert.Equal(
            $"1 due and not carried out: account {nina}. The log of the server says what broke (deletion_broke). Mend that, or run " +
            $"`account delete {nina}`", found.Text);

        await server.Change(tx => TestSql.Mend(tx, "accounts"));
        server.Clock.Advance(TimeSpan.FromHours(1));
        await DeletionStories.CarryOut(server);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE username = 'nina'"));
    }

    [Fact]
    public async Task Whoever_must_turn_on_2FA_first_sees_it_and_calls_it_off_all_the_same()
    {
        await using var server = await TestServer.Start(("REQUIRE_2FA", "on"));
        foreach (var door in (string[])["api", "page"])
        {
            var person = await server.Add($"nina-{door}");
            await server.Change(tx => tx.Execute($"""
                INSERT INTO deletions (account_id, asked_at, due_at, ip_address, user_agent)
                SELECT id, {tx.Now}, {tx.Now + Delay}, '192.0.2.9', 'Browser' FROM accounts WHERE username = {person.Name}
                """));
            if (door == "api")
            {
                (await server.As(person).Get("/users/current/deletion/")).Ok();
                (await server.As(person).Delete("/users/current/deletion/")).Ok();
            }
            else
            {
                var browser = await server.Browser(person);
                var page = await browser.Open(PagePaths.AddProve);
                Assert.Contains("Your account will be deleted on", page.Text, StringComparison.Ordinal);
                var led = await browser.Submit(page, $"{PagePaths.Delete}/call-off");
                Assert.StartsWith(PagePaths.Add, led.Location, StringComparison.Ordinal);
                var kept = await browser.Follow(await browser.Follow(led));
                Assert.Contains("Done: your account stays.", kept.Text, StringComparison.Ordinal);
            }

            Assert.Equal(0, await server.Number($"SELECT count(*) FROM deletions"));
            await server.NextNotice(person, "will not be deleted");
        }
    }

    private static async Task TakeBack(TestServer server, TestPerson person, string way, string mail)
    {
        switch (way)
        {
            case "the link of the notice":
                var browser = server.Browser();
                await browser.Submit(await browser.Open(LinkIn(mail)), "/not-me");
                break;
            case "this was not me, signed in":
                var signedIn = await server.Browser(person);
                await signedIn.Submit(await signedIn.Open(PagePaths.NotMe), PagePaths.NotMe);
                break;
            case "a password by mail":
                Assert.True(EmailAddress.TryParse(person.Email, out var address));
                await server.AskForReset(address);
                var sent = await server.Next(
                    person.Email, message => message.Text.Contains("/reset-password?token=", StringComparison.Ordinal));
                Assert.True(Token.TryParse(ResetToken().Match(sent.Text).Value, out var link));
                Assert.NotNull((await server.Verb<ResetPassword>().Run(link, "another-horse-battery", PageVerbSteps.Here, Ct)).Given);
                break;
            case "a reset by an operator":
                await Reset(server, person, OldPassword.Kept);
                break;
            case "a reset by an operator that voids the password":
                await Reset(server, person, OldPassword.Voided);
                break;
            default:
                (await server.By(person).Post("/tf/disable")).Ok();
                (await server.By(person).Post($"/tf/disable/{await server.NextDisableToken(person.Email)}")).Ok();
                break;
        }
    }

    private static async Task Reset(TestServer server, TestPerson person, OldPassword password) => Assert.NotNull(
        (await server.Verb<ResetSecondFactor>().Run(
            new ShellOperator("olga", "account reset-2fa"), new(new(await server.IdOf(person))), Reason.Find("lost it")!, new(password),
            Ct)).Given);

    private static string LinkIn(string text) =>
        System.Text.RegularExpressions.Regex.Match(text, @"/not-me\?token=[A-Za-z0-9_-]+").Value;

    [System.Text.RegularExpressions.GeneratedRegex(@"(?<=reset-password\?token=)[\w-]+")]
    private static partial System.Text.RegularExpressions.Regex ResetToken();
}
