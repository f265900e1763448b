using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Every change is told to its person, by mail, in the transaction of the change.</summary>
public sealed class NoticeStories
{
    [Fact]
    public async Task Ada_hears_that_2FA_is_on()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        await server.Authorize(ada, server.People.Ada);
        await server.AddApp(ada, "Blue phone");

        var notice = await server.NextNotice(server.People.Ada, "is on");
        Assert.Contains("Blue phone", notice.Text, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Barbara_hears_of_every_change_of_her_methods()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var session = await server.LoggedIn(barbara);
        var sms = (await session.Methods())[1].GetProperty("id").GetInt64();

        await server.Authorize(session, barbara);
        Assert.Contains("You have 1 left", (await server.NextNotice(barbara, "recovery code was used")).Text, StringComparison.Ordinal);
        (await server.AddNumber(session, "+14165550142", "Office")).Ok();
        Assert.Contains("******0142", (await server.NextNotice(barbara, "method was added")).Text, StringComparison.Ordinal);
        (await session.Put("/tfa/update/", new { tfa_method_id = sms, is_primary = true })).Ok();
        await server.NextNotice(barbara, "preferred sign-in method was changed");
        (await session.Put("/tfa/regen-backup-codes/", new { code = barbara.Phone.NextCode() })).Ok();
        await server.NextNotice(barbara, "New recovery codes were made");
        (await session.Delete("/tfa/", new { tfa_method = "totp", target_id = sms, code = barbara.Phone.NextCode() })).Ok();
        await server.NextNotice(barbara, "method was removed");
    }

    [Fact]
    public async Task Grace_hears_that_2FA_is_off()
    {
        await using var server = await TestServer.Start();
        var session = await server.LoggedIn(server.People.Grace);
        (await session.Delete("/tfa/", new { code = server.People.Grace.Phone.NextCode() })).Ok();

        await server.NextNotice(server.People.Grace, "is off");
    }

    [Fact]
    public async Task A_right_password_with_a_wrong_code_warns_once_an_hour_and_a_lock_is_told()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        for (var n = 0; n < 5; n++)
        {
            var secret = (await server.Stranger().Password(grace)).Ok().Secret;
            await server.Stranger().Post("/tfa/", new { code = grace.Phone.WrongCode(), secret });
        }

        await server.NextNotice(grace, "failed at the second factor");
        await server.NextNotice(grace, "locked");
        Assert.Equal(2, server.Inbox.All.Count);
    }

    [Fact]
    public async Task Password_and_API_keys_are_news_too()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        var key = server.As(ada);

        (await key.Post("/auth/apikeys/", new { name = "laptop" })).Ok();
        Assert.Contains("laptop", (await server.NextNotice(ada, "API key was made")).Text, StringComparison.Ordinal);
        (await key.Put("/users/password/", new { old_password = TestPerson.Password, new_password = "correct-horse-battery" })).Ok();
        await server.NextNotice(ada, "password was changed");
        (await key.Put("/commands/reset_apikey/")).Ok();
        await server.NextNotice(ada, "API key was replaced");
    }

    [Fact]
    public async Task News_outlive_a_mail_server_that_is_down_and_a_restart()
    {
        await using var server = await TestServer.Start();
        server.Inbox.Smtp.Feel(MailMood.PutOffRecipient);
        (await server.As(server.People.Ada).Post("/auth/apikeys/", new { name = "laptop" })).Ok();
        server.Clock.Advance(TimeSpan.FromSeconds(1));

        await server.Restart();
        server.Clock.Advance(TimeSpan.FromMinutes(2));

        await server.NextNotice(server.People.Ada, "API key was made");
    }

    [Fact]
    public async Task Nothing_secret_is_in_any_log_line_or_notice()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var session = await server.LoggedIn(barbara);
        var sent = (await session.Post("/tfa/sms/")).Ok().Secret;
        var code = (await server.NextCode(barbara.Number!)).Code;
        await server.Authorize(session, barbara);
        var setup = (await session.Post("/tfa/totp-setup/")).Ok().Secret;
        var fresh = (await session.Put("/tfa/regen-backup-codes/", new { code, tfa_method = "sms", secret = sent })).Ok().Texts(
            "backup_codes");
        var news = await server.NextNotice(barbara, "New recovery codes");

        string[] secrets = [barbara.ApiKey, session.Bearer!, sent, setup, TestPerson.Password, .. barbara.BackupCodes, .. fresh];
        var log = string.Join('\n', server.Log.Lines);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, news.Raw, StringComparison.Ordinal));
        Assert.DoesNotContain(barbara.Number!, log, StringComparison.Ordinal);
    }
}
