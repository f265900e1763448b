using Countersign.Server.Accounts;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>An owner who wants the account gone, and one who did not.</summary>
public sealed class DeletionStories
{
    private static readonly TimeSpan Delay = TimeSpan.FromHours(72);
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_goes_when_its_time_has_come_and_its_person_is_told_before_and_after()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var id = await server.IdOf(grace);
        var session = await server.LoggedIn(grace);

        (await Ask(server, session, grace)).Ok();

        await server.NextNotice(grace, "will be deleted");
        var at = (await session.Get("/users/current/deletion/")).Ok()["delete_at"].GetInt64();
        Assert.Equal((server.Clock.GetUtcNow() + Delay).ToUnixTimeSeconds(), at);

        server.Clock.Advance(Delay - TimeSpan.FromMinutes(1));
        await CarryOut(server);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE id = {id}"));

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await CarryOut(server);

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE id = {id}"));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM methods WHERE account_id = {id}"));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM audit_log WHERE account_id = {id} AND event = 'user_deleted'"));
        var farewell = await server.NextNotice(grace, "Your account was deleted");
        Assert.Contains("127.0.0.1", farewell.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("token=", farewell.Text, StringComparison.Ordinal);
        (await server.As(grace).Get("/users/current/")).IsRefused(401, "auth_error");
    }

    [Fact]
    public async Task Meanwhile_everything_works_and_whoever_is_signed_in_may_call_it_off()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var session = await server.LoggedIn(grace);
        (await Ask(server, session, grace)).Ok();

        (await server.LoggedIn(grace)).ToString();
        (await session.Delete("/users/current/deletion/")).Ok();

        await server.NextNotice(grace, "will not be deleted");
        (await session.Delete("/users/current/deletion/")).IsRefused(404, "not_found");
        server.Clock.Advance(Delay);
        await CarryOut(server);
        (await server.As(grace).Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task This_was_not_me_by_the_link_of_the_mail_calls_it_off()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        (await Ask(server, await server.LoggedIn(grace), grace)).Ok();
        var mail = await server.NextNotice(grace, "will be deleted");
        var browser = server.Browser();
        var page = await browser.Open(LinkIn(mail.Text));

        await browser.Submit(page, "/not-me");

        // A notice lives as long as the deletion waits: it has to be out before the time goes by.
        await server.NextNotice(grace, "will not be deleted");
        server.Clock.Advance(Delay);
        await CarryOut(server);
        (await server.As(grace).Get("/users/current/")).Ok();
        Assert.Equal(1, await server.AuditedOf(grace, "account_delete_called_off", "by_link"));
    }

    [Fact]
    public async Task The_link_is_good_as_long_as_there_is_something_to_stop()
    {
        await using var server = await TestServer.Start(("ACCOUNT_DELETE_DELAY", "30d"));
        var linus = server.People.Linus;
        (await Ask(server, await server.LoggedIn(linus), linus)).Ok();
        var text = await server.Next(linus.Number!, message => message.Text.Contains("will be deleted", StringComparison.Ordinal));
        server.Clock.Advance(TimeSpan.FromDays(29));
        var browser = server.Browser();

        var page = await browser.Open(LinkIn(text.Text));

        Assert.Contains("/not-me", page.Actions);
    }

    [Fact]
    public async Task Asked_and_called_off_again_and_again_it_fills_no_mailbox()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var session = await server.LoggedIn(linus);
        for (var n = 0; n < 3; n++)
        {
            (await Ask(server, session, linus)).Ok();
            (await session.Delete("/users/current/deletion/")).Ok();
        }

        server.Clock.Advance(Steps.Cooldown);
        (await Ask(server, session, linus)).IsRefused(429, "rate_limited");
        server.Clock.Advance(TimeSpan.FromDays(1));
        (await Ask(server, await server.LoggedIn(linus), linus)).Ok();
    }

    [Fact]
    public async Task A_session_alone_is_not_enough()
    {
        await using var server = await TestServer.Start();
        var (nina, grace) = (await server.Add("nina"), server.People.Grace);
        var session = await server.LoggedIn(grace);

        (await session.Post("/users/current/deletion/", new { name = "grace" })).IsRefused(400, "missing_params");
        (await session.Post("/users/current/deletion/", new { name = "grace", password = TestPerson.Password }))
            .IsRefused(400, "missing_params");
        (await server.As(nina).Post("/users/current/deletion/", new { name = "nina" })).IsRefused(400, "missing_params");
        (await server.As(nina).Post("/users/current/deletion/", new { name = "grace", password = TestPerson.Password }))
            .IsRefused(400, "invalid_params");

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM deletions"));
    }

    [Fact]
    public async Task The_last_admin_stays_and_one_who_has_become_the_last_meanwhile_too()
    {
        await using var server = await TestServer.Start();
        var (admin, other) = (await server.Admin(), await server.AlsoAdmin(server.People.Barbara));
        (await Ask(server, await server.LoggedIn(admin), admin)).Ok();
        await server.Change(tx => tx.Execute($"UPDATE accounts SET is_admin = 0 WHERE username = {other.Name}"));

        server.Clock.Advance(Delay);
        await CarryOut(server);

        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE username = {admin.Name}"));
        await server.NextNotice(admin, "will not be deleted");
        (await Ask(server, await server.LoggedIn(admin), admin)).IsRefused(400, "invalid_params");
    }

    [Fact]
    public async Task What_an_operator_has_shut_waits_and_its_person_has_the_whole_time_again_once_it_is_open()
    {
        await using var server = await TestServer.Start();
        var nina = await server.Add("nina");
        (await server.As(nina).Post("/users/current/deletion/", new { name = "nina", password = TestPerson.Password })).Ok();
        await server.AllSent();
        await server.Change(tx => tx.Execute($"UPDATE accounts SET disabled_at = {tx.Now} WHERE username = 'nina'"));

        server.Clock.Advance(Delay);
        await CarryOut(server);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE username = 'nina'"));

        var admin = await server.Admin();
        await (await server.Browser(admin)).Act(await server.IdOf(nina), "enable", admin, "came back");
        await server.AllSent();
        await CarryOut(server);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE username = 'nina'"));

        server.Clock.Advance(Delay);
        await CarryOut(server);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE username = 'nina'"));
    }

    [Fact]
    public async Task An_operator_sees_when_it_goes_from_where_that_was_asked_for_and_what_holds_it_up()
    {
        await using var server = await TestServer.Start();
        var (admin, grace) = (await server.Admin(), server.People.Grace);
        var (browser, page) = (await server.Browser(admin), $"/operate/accounts/{await server.IdOf(grace)}");
        Assert.DoesNotContain("will be deleted", (await browser.Open(page)).Text, StringComparison.Ordinal);
        (await Ask(server, await server.LoggedIn(grace), grace)).Ok();

        var seen = await browser.Open(page);

        Assert.Contains("This account will be deleted on", seen.Text, StringComparison.Ordinal);
        Assert.Contains("from 127.0.0.1", seen.Text, StringComparison.Ordinal);
        Assert.Contains("while it is disabled, nothing is deleted", seen.Text, StringComparison.Ordinal);
        await browser.Act(await server.IdOf(grace), "disable", admin, "it was somebody else");
        Assert.Contains("the whole time to call it off begins again", (await browser.Open(page)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_waits_the_account_is_gone_at_once()
    {
        await using var server = await TestServer.Start(("ACCOUNT_DELETE_DELAY", "0s"));
        var nina = await server.Add("nina");

        var answer = (await server.As(nina).Post(
            "/users/current/deletion/", new { name = nina.Email, password = TestPerson.Password })).Ok();

        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer["delete_at"].ValueKind);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE username = 'nina'"));
        await server.NextNotice(nina, "Your account was deleted");
    }

    internal static async Task<VastAnswer> Ask(TestServer server, VastCaller session, TestPerson person)
    {
        if (person.App is { } app)
        {
            var asked = await session.Post(
                "/users/current/deletion/", new { name = person.Name, tfa_method = "totp", code = app.NextCode() });
            await server.AllSent();
            return asked;
        }

        server.Clock.Advance(Steps.Cooldown);
        var sent = (await session.Post("/tfa/sms/")).Ok();
        var code = (await server.NextCode(person.Number!)).Code;
        var answer = await session.Post(
            "/users/current/deletion/", new { name = person.Name, tfa_method = "sms", code, secret = sent.Secret });
        await server.AllSent();
        return answer;
    }

    internal static async Task CarryOut(TestServer server)
    {
        await server.IsSteady();
        await server.Verb<CarryOutDeletions>().Run(Ct);
    }

    private static string LinkIn(string text) =>
        System.Text.RegularExpressions.Regex.Match(text, @"/not-me\?token=[A-Za-z0-9_-]+").Value;
}
