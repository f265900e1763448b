using System.Text.RegularExpressions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Making an account, proving its address, changing its password, shutting it.</summary>
public sealed partial class AccountStories
{
    private const string Password = "correct-horse-battery-staple";

    [Fact]
    public async Task A_new_person_proves_the_address_by_the_link()
    {
        await using var server = await TestServer.Start();
        (await server.Stranger().Post("/users/", new { email = "Emmy@Example.org", username = "emmy", password = Password })).Ok();
        (await server.Stranger().Post("/users/login/", new { email = "emmy", password = Password })).IsRefused(403, "auth_error");
        var link = Link().Match((await server.Inbox.Next("Emmy@Example.org", TestContext.Current.CancellationToken)).Text).Value;

        Assert.StartsWith($"{server.Http.BaseAddress}verify-email?token=lnk_",
            link.Replace("tfs_", "lnk_", StringComparison.Ordinal), StringComparison.Ordinal);
        var token = Uri.UnescapeDataString(link.Split("token=")[1]);
        (await server.Stranger().Post("/users/verify-email/", new { token })).Ok();
        (await server.Stranger().Post("/users/verify-email/", new { token })).IsRefused(400, "challenge_not_found");

        var user = (await server.Stranger().Post("/users/login/", new { email = "emmy", password = Password })).Ok();
        Assert.True(user["email_verified"].GetBoolean());
        Assert.Equal("Emmy@Example.org", user.Text("email"));
    }

    [Fact]
    public async Task A_name_of_two_letters_is_one()
    {
        await using var server = await TestServer.Start();
        (await server.Stranger().Post("/users/", new { email = "jm@example.org", username = "jm", password = Password })).Ok();
        var link = Link().Match((await server.Inbox.Next("jm@example.org", TestContext.Current.CancellationToken)).Text).Value;
        (await server.Stranger().Post("/users/verify-email/", new { token = Uri.UnescapeDataString(link.Split("token=")[1]) })).Ok();

        (await server.Stranger().Post("/users/login/", new { email = "jm", password = Password })).Ok();
    }

    [Fact]
    public async Task A_new_person_may_have_an_address_in_any_script_and_sign_in_with_it_however_it_is_spelled()
    {
        await using var host = MailHost.Start(["SMTPUTF8"]);
        await using var server = await TestServer.Start(("SMTP", $"smtp://127.0.0.1:{host.Port}"));
        (await server.Stranger().Post("/users/", new { email = "用户@例子.广告", username = "yonghu", password = Password })).Ok();
        var mail = CaughtMail.Read("用户@例子.广告", await host.NextMail(TestContext.Current.CancellationToken));
        var link = Link().Match(mail.Text).Value;
        (await server.Stranger().Post("/users/verify-email/", new { token = Uri.UnescapeDataString(link.Split("token=")[1]) })).Ok();

        foreach (var typed in (string[])["用户@例子.广告", "用户@例子。广告", "用户@xn--fsqu00a.xn--4rr70v", " 用户@例子.广告 "])
            (await server.Stranger().Post("/users/login/", new { email = typed, password = Password })).Ok();
    }

    [Fact]
    public async Task Where_the_mail_server_takes_no_such_address_the_person_hears_that_reason_at_both_doors()
    {
        await using var host = MailHost.Start([]);
        await using var server = await TestServer.Start(("SMTP", $"smtp://127.0.0.1:{host.Port}"));
        var refused = await server.Stranger().Post("/users/", new { email = "用户@例子.广告", username = "yonghu", password = Password });
        var browser = server.Browser();
        var page = await browser.Submit(
            await browser.Open("/sign-up"), "/sign-up", ("email", "用户@例子.广告"), ("username", "yonghu"), ("password", Password));

        Assert.Contains("SMTPUTF8", refused.IsRefused(400, "invalid_params").Msg, StringComparison.Ordinal);
        Assert.Contains("letters of other scripts", page.Text, StringComparison.Ordinal);
        (await server.Stranger().Post("/users/", new { email = "ada2@例子.广告", username = "ada2", password = Password })).Ok();
    }

    [Fact]
    public async Task A_mail_that_fails_by_our_own_fault_is_told_as_that_on_the_pages()
    {
        await using var server = await TestServer.Start();
        var linus = server.Browser();
        var led = await linus.Submit(
            await linus.Open("/sign-in"), "/sign-in", ("name", server.People.Linus.Email), ("password", TestPerson.Password));
        await linus.Follow(led);
        var prompt = await linus.Open("/sign-in/code?way=email");
        server.Inbox.Smtp.Feel(MailMood.RefuseSender);

        var told = await linus.Follow(await linus.Submit(prompt, "/sign-in/code/send"));

        Assert.Contains("We cannot send messages just now", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Or_by_the_code_of_any_mail_that_still_lives_once_signed_in()
    {
        await using var server = await TestServer.Start();
        await server.Add("emmy", isProven: false);
        (await server.Stranger().Post("/users/verify-email/send/", new { email = "emmy@example.org" })).Ok();
        var first = (await server.NextCode("emmy@example.org")).Code;
        (await server.Stranger().Post("/users/verify-email/send/", new { email = "EMMY@example.org" })).Ok();
        var second = (await server.NextCode("emmy@example.org")).Code;

        (await server.Stranger().Post("/users/verify-email/", new { code = second })).IsRefused(400, "missing_params");
        var emmy = server.Stranger();
        (await emmy.Post("/users/login/", new { email = "emmy", password = TestPerson.Password })).Ok();
        (await emmy.Post("/users/verify-email/", new { code = "ABCDEF" })).IsRefused(400, "2fa_verification_failed");
        (await emmy.Post("/users/verify-email/", new { code = first })).Ok();
        if (first != second) (await emmy.Post("/users/verify-email/", new { code = second })).IsRefused(400, "2fa_verification_failed");
    }

    [Fact]
    public async Task Five_tries_at_the_mailed_code_are_all_for_a_while()
    {
        await using var server = await TestServer.Start();
        await server.Add("emmy", isProven: false);
        (await server.Stranger().Post("/users/verify-email/send/", new { email = "emmy@example.org" })).Ok();
        var code = (await server.NextCode("emmy@example.org")).Code;
        var emmy = server.Stranger();
        (await emmy.Post("/users/login/", new { email = "emmy", password = TestPerson.Password })).Ok();

        for (var n = 0; n < 5; n++)
            (await emmy.Post("/users/verify-email/", new { code = code.Other() })).IsRefused(400, "2fa_verification_failed");
        (await emmy.Post("/users/verify-email/", new { code })).IsRefused(429, "rate_limited");
    }

    [Fact]
    public async Task A_mailed_link_and_code_last_fifteen_minutes()
    {
        await using var server = await TestServer.Start();
        await server.Add("emmy", isProven: false);
        (await server.Stranger().Post("/users/verify-email/send/", new { email = "emmy@example.org" })).Ok();
        var mail = await server.NextCode("emmy@example.org");
        server.Clock.Advance(TimeSpan.FromMinutes(15));

        var token = Uri.UnescapeDataString(Link().Match(mail.Text).Value.Split("token=")[1]);
        (await server.Stranger().Post("/users/verify-email/", new { token })).IsRefused(400, "challenge_not_found");
        var emmy = server.Stranger();
        (await emmy.Post("/users/login/", new { email = "emmy", password = TestPerson.Password })).Ok();
        (await emmy.Post("/users/verify-email/", new { code = mail.Code })).IsRefused(400, "2fa_verification_failed");
    }

    [Fact]
    public async Task Nobody_learns_from_the_door_which_addresses_have_accounts()
    {
        await using var server = await TestServer.Start();
        var door = server.Stranger();

        var taken = await door.Post("/users/", new { email = "ada@example.org", username = "someone", password = Password });
        var free = await door.Post("/users/", new { email = "free@example.org", username = "somebody", password = Password });
        Assert.Equal((free.Status, free.Raw), (taken.Status, taken.Raw));

        var known = await door.Post("/users/verify-email/send/", new { email = "free@example.org" });
        var unknown = await door.Post("/users/verify-email/send/", new { email = "nobody@example.org" });
        Assert.Equal((unknown.Status, unknown.Raw), (known.Status, known.Raw));
    }

    [Theory]
    [InlineData("no-address", "emmy", Password, "missing_email")]
    [InlineData("emmy@example.org", "-e", Password, "invalid_params")]
    [InlineData("emmy@example.org", "ada", Password, "invalid_params")]
    [InlineData("emmy@example.org", "ADA", Password, "invalid_params")]
    [InlineData("emmy@example.org", "emmy", "short", "invalid_params")]
    [InlineData("emmy@example.org", null, Password, "missing_params")]
    public async Task A_sign_up_that_will_not_do_says_why(string email, string? username, string password, string error)
    {
        await using var server = await TestServer.Start();

        (await server.Stranger().Post("/users/", new { email, username, password })).IsRefused(400, error);
    }

    [Fact]
    public async Task Where_only_the_operator_makes_accounts_strangers_are_told_so()
    {
        await using var server = await TestServer.Start(("SIGN_UP", "closed"));

        (await server.Stranger().Post("/users/", new { email = "emmy@example.org", username = "emmy", password = Password })).IsRefused(
            403, "auth_error");
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_everything_pending()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        var (here, there) = (await server.SignedIn(ada), await server.SignedIn(ada));
        await server.Authorize(there, ada);
        var old = here.Cookie;

        (await here.Put("/users/password/", new { old_password = TestPerson.Password, new_password = Password })).Ok();

        Assert.NotEqual(old, here.Cookie);
        (await here.Get("/users/current/")).Ok();
        await there.IsOut();
        (await server.Stranger().Password(ada)).IsRefused(403, "auth_error");
        (await server.Stranger().Post("/users/login/", new { email = ada.Email, password = Password })).Ok();
    }

    [Fact]
    public async Task A_sign_in_that_waits_does_not_outlive_the_password_it_began_with()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var pending = (await server.Stranger().Password(grace)).Ok().Secret;
        var session = await server.LoggedIn(grace);

        (await session.Put("/users/password/", new { old_password = TestPerson.Password, new_password = Password })).Ok();

        (await server.Stranger().Post("/tfa/", new { code = grace.Phone.NextCode(), secret = pending })).IsRefused(
            400, "challenge_not_found");
    }

    [Fact]
    public async Task The_old_password_must_be_right_and_the_new_one_good()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);

        (await ada.Put("/users/password/", new { old_password = "wrong-wrong-wrong", new_password = Password })).IsRefused(
            403, "auth_error");
        (await ada.Put("/users/password/", new { old_password = TestPerson.Password, new_password = "short" })).IsRefused(
            400, "invalid_params");
        (await ada.Put("/users/password/", new { new_password = Password })).IsRefused(400, "missing_params");
    }

    [Fact]
    public async Task Nothing_opens_an_account_that_is_shut()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var session = await server.LoggedIn(linus);
        var browser = server.Stranger();
        var pending = (await browser.Password(linus)).Ok().Secret;

        await server.Disable(linus);

        await session.IsOut();
        await server.As(linus).IsOut();
        (await browser.Password(linus)).IsRefused(403, "auth_error");
        (await browser.Post("/tfa/sms/", new { secret = pending })).IsRefused(400, "challenge_not_found");
        (await browser.Post("/tfa/", new { backup_code = linus.BackupCodes[0], secret = pending })).IsRefused(400, "challenge_not_found");
    }

    [GeneratedRegex(@"https?://\S+token=\S+")]
    private static partial Regex Link();
}
