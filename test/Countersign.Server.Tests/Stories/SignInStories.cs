using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Signing in at a browser: the password first, then a second factor, then a cookie.</summary>
public sealed class SignInStories
{
    [Fact]
    public async Task Without_2FA_the_password_alone_opens_a_session()
    {
        await using var server = await TestServer.Start();
        var browser = server.Stranger();

        var user = (await browser.Password(server.People.Ada)).Ok();

        Assert.Equal("ada@example.org", user.Text("email"));
        Assert.Equal("disabled", user.Text("tfa_status"));
        Assert.False(user.Has("session_key"));
        Assert.NotNull(browser.Cookie);
        Assert.Equal("ada", (await browser.Get("/users/current/")).Ok().Text("username"));
    }

    [Fact]
    public async Task With_2FA_the_password_opens_nothing_and_sends_nothing()
    {
        await using var server = await TestServer.Start();
        var browser = server.Stranger();

        var answer = (await browser.Password(server.People.Barbara)).Ok();

        Assert.True(answer["tfa_required"].GetBoolean());
        Assert.Equal(answer.Secret, answer.Text("tfa_secret"));
        Assert.Null(browser.Cookie);
        Assert.Equal(["totp", "sms"], answer["methods"].EnumerateArray().Select(method => method.GetProperty("method").GetString()));
        Assert.Equal("******0199", answer["methods"][1].GetProperty("phone_number").GetString());
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(server.Inbox.All);
        Assert.Empty(
            (await (await server.LoggedIn(server.People.Barbara)).Get("/auth/sessions/")).Ok()["sessions"].EnumerateArray().Skip(1));
    }

    [Fact]
    public async Task Grace_finishes_with_the_code_of_her_app()
    {
        await using var server = await TestServer.Start();
        var browser = server.Stranger();
        var secret = (await browser.Password(server.People.Grace)).Ok().Secret;

        var user = (await browser.Post("/tfa/", new { tfa_method = "totp", code = server.People.Grace.Phone.NextCode(), secret })).Ok();

        Assert.Equal("grace", user.Text("username"));
        Assert.Equal("enabled", user.Text("tfa_status"));
        Assert.False(user.Has("session_key"));
        Assert.False(user.Has("backup_codes_remaining"));
        Assert.False(user.Has("legacy_tfa_user"));
        (await browser.Get("/tfa/status/")).Ok();
        (await browser.Post("/tfa/totp-setup/")).Ok();
    }

    [Fact]
    public async Task Linus_finishes_with_a_text_message()
    {
        await using var server = await TestServer.Start();
        var browser = server.Stranger();
        var secret = (await browser.Password(server.People.Linus)).Ok().Secret;

        var sent = (await browser.Post("/tfa/sms/", new { secret })).Ok();
        var message = await server.NextCode(server.People.Linus.Number!);

        Assert.Equal("2FA Sent", sent.Msg);
        Assert.Equal(secret, sent.Secret);
        Assert.Contains("to sign in", message.Text, StringComparison.Ordinal);
        (await browser.Post("/tfa/", new { code = message.Code, secret })).Ok();
        Assert.NotNull(browser.Cookie);
    }

    [Fact]
    public async Task Grace_may_take_a_mail_instead_of_her_app()
    {
        await using var server = await TestServer.Start();
        var browser = server.Stranger();
        var secret = (await browser.Password(server.People.Grace)).Ok().Secret;

        var sent = (await browser.Post("/tfa/email/", new { secret })).Ok();
        Assert.Equal("2FA code sent to your email address.", sent.Msg);
        (await browser.Post("/tfa/", new { tfa_method = "email", code = (await server.NextCode("grace@example.org")).Code, secret })).Ok();
    }

    [Fact]
    public async Task A_backup_code_says_how_many_are_left_until_none_is()
    {
        await using var server = await TestServer.Start();
        var (first, last) = (server.People.Barbara.BackupCodes[0], server.People.Barbara.BackupCodes[1]);
        var browser = server.Stranger();
        var secret = (await browser.Password(server.People.Barbara)).Ok().Secret;

        var typed = first.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant();
        Assert.Equal(1, (await browser.Post("/tfa/", new { backup_code = typed, secret })).Ok()["backup_codes_remaining"].GetInt32());
        var second = server.Stranger();
        secret = (await second.Password(server.People.Barbara)).Ok().Secret;
        (await second.Post("/tfa/", new { backup_code = first, secret })).IsRefused(401, "invalid_backup_code");
        Assert.False((await second.Post("/tfa/", new { backup_code = last, secret })).Ok().Has("backup_codes_remaining"));
    }

    [Fact]
    public async Task A_code_without_the_password_step_is_no_sign_in()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;

        (await server.Stranger().Post("/tfa/", new { tfa_method = "totp", code = grace.Phone.NextCode() })).IsRefused(
            401, "missing_auth_value");
        (await server.Stranger().Post("/tfa/", new { backup_code = grace.BackupCodes[0] })).IsRefused(401, "missing_auth_value");
        (await server.Stranger().Post("/tfa/sms/")).IsRefused(401, "missing_auth_value");
        (await server.Stranger().Post("/tfa/email/")).IsRefused(401, "missing_auth_value");
        (await server.Stranger().Post("/tfa/sms/resend/")).IsRefused(401, "missing_auth_value");
    }

    [Fact]
    public async Task A_waiting_sign_in_ends_after_ten_minutes_and_after_its_success()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var browser = server.Stranger();
        var spent = (await browser.Password(grace)).Ok().Secret;
        (await browser.Post("/tfa/", new { code = grace.Phone.NextCode(), secret = spent })).Ok();
        (await server.Stranger().Post("/tfa/", new { code = grace.Phone.NextCode(), secret = spent })).IsRefused(
            400, "challenge_not_found");

        var late = (await server.Stranger().Password(grace)).Ok().Secret;
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        (await server.Stranger().Post("/tfa/", new { code = grace.Phone.NextCode(), secret = late })).IsRefused(400, "2fa_expired");
    }

    [Fact]
    public async Task Wrong_passwords_and_unknown_names_get_the_same_answer()
    {
        await using var server = await TestServer.Start();

        var wrong = await server.Stranger().Post("/users/login/", new { email = "ada@example.org", password = "wrong-wrong-wrong" });
        var unknown = await server.Stranger().Post("/users/login/", new { email = "nobody@example.org", password = "wrong-wrong-wrong" });

        wrong.IsRefused(403, "auth_error");
        Assert.Equal(wrong.Raw, unknown.Raw);
        Assert.Equal(wrong.Status, unknown.Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_clears_the_browser()
    {
        await using var server = await TestServer.Start();
        var browser = await server.SignedIn(server.People.Ada);
        var stolen = server.Stranger();
        stolen.Cookie = browser.Cookie;

        var answer = (await browser.Post("/users/logout/")).Ok();

        Assert.Null(browser.Cookie);
        Assert.True(answer.Headers.Contains("Clear-Site-Data"));
        await stolen.IsOut();
    }
}
