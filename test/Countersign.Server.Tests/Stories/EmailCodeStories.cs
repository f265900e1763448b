using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Codes by e-mail: where the operator takes them and where not.</summary>
public sealed class EmailCodeStories
{
    [Theory]
    [InlineData("off", false, false)]
    [InlineData("login", true, false)]
    [InlineData("all", true, true)]
    public async Task The_operator_decides_where_mailed_codes_count(string policy, bool toSignIn, bool toChange)
    {
        await using var server = await TestServer.Start(("EMAIL_CODES", policy));
        var browser = server.Stranger();
        var secret = (await browser.Password(server.People.Grace)).Ok().Secret;

        var signIn = await browser.Post("/tfa/email/", new { secret });
        server.Clock.Advance(Steps.Cooldown);
        var change = await server.As(server.People.Grace).Post("/tfa/email/");

        Assert.Equal(toSignIn ? 200 : 400, signIn.Status);
        Assert.Equal(toChange ? 200 : 400, change.Status);
        if (!toChange) change.IsRefused(400, "invalid_tfa_method");
    }

    [Fact]
    public async Task A_code_says_what_it_is_for_and_with_a_key_alone_that_is_both()
    {
        await using var server = await TestServer.Start();
        (await server.As(server.People.Grace).Post("/tfa/email/")).Ok();
        Assert.Contains(
            "to sign in, or to change security settings", (await server.NextCode("grace@example.org")).Subject, StringComparison.Ordinal);

        server.Clock.Advance(Steps.Cooldown);
        (await (await server.SignedIn(server.People.Grace)).Post("/tfa/email/")).Ok();

        var asked = (await server.NextCode("grace@example.org")).Subject;
        Assert.Contains("to change security settings", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("to sign in", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_was_asked_for_to_sign_in_says_so_and_does_nothing_else()
    {
        await using var server = await TestServer.Start();
        var (grace, linus) = (server.As(server.People.Grace), server.As(server.People.Linus));

        var mailed = (await grace.Post("/tfa/email/", new { @for = "sign_in" })).Ok().Secret;
        var mail = await server.NextCode("grace@example.org");
        var texted = (await linus.Post("/tfa/sms/", new { @for = "sign_in" })).Ok().Secret;
        var text = await server.NextCode(server.People.Linus.Number!);

        Assert.Contains("to sign in", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("change", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("to sign in", text.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("change", text.Text, StringComparison.Ordinal);
        var asChange = await grace.Put("/tfa/regen-backup-codes/", new { tfa_method = "email", secret = mailed, code = mail.Code });
        Assert.NotEqual(200, asChange.Status);
        (await grace.Post("/tfa/", new { tfa_method = "email", secret = mailed, code = mail.Code })).Ok();
        (await linus.Post("/tfa/", new { tfa_method = "sms", secret = texted, code = text.Code })).Ok();
        (await grace.Post("/tfa/email/", new { @for = "anything" })).IsRefused(400, "invalid_params");
    }

    [Fact]
    public async Task A_mail_with_a_secret_refreshes_the_code_of_that_challenge()
    {
        await using var server = await TestServer.Start();
        var key = server.As(server.People.Grace);
        var secret = (await key.Post("/tfa/email/")).Ok().Secret;
        var first = await server.NextCode("grace@example.org");

        (await key.Post("/tfa/email/", new { secret })).IsRefused(429, "sms_rate_limited");
        server.Clock.Advance(Steps.Cooldown);

        Assert.Equal(secret, (await key.Post("/tfa/email/", new { secret })).Ok().Secret);
        Assert.Equal(first.Code, (await server.NextCode("grace@example.org")).Code);
        (await key.Post("/tfa/", new { secret, code = first.Code })).Ok();
    }

    [Fact]
    public async Task A_mail_without_a_secret_is_always_a_new_challenge_and_the_old_one_is_over()
    {
        await using var server = await TestServer.Start();
        var key = server.As(server.People.Grace);
        var first = (await key.Post("/tfa/email/")).Ok().Secret;
        var firstCode = (await server.NextCode("grace@example.org")).Code;
        var second = (await key.Post("/tfa/email/")).Ok().Secret;
        var secondCode = (await server.NextCode("grace@example.org")).Code;

        Assert.NotEqual(first, second);
        (await key.Post("/tfa/", new { tfa_method = "email", secret = first, code = firstCode })).IsRefused(400, "challenge_not_found");
        (await key.Post("/tfa/", new { tfa_method = "email", secret = second, code = secondCode })).Ok();
    }

    [Fact]
    public async Task Five_wrong_mailed_codes_lock_mail_and_nothing_else()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var key = server.As(grace);
        var secret = (await key.Post("/tfa/email/")).Ok().Secret;
        var code = (await server.NextCode(grace.Email)).Code;

        for (var n = 1; n <= 5; n++)
            Assert.Equal(n, (await key.Post("/tfa/", new { tfa_method = "email", code = code.Other(), secret })).IsRefused(
                400, "2fa_verification_failed")["fail_count"].GetInt32());

        server.Clock.Advance(Steps.Cooldown);
        (await key.Post("/tfa/email/")).IsRefused(429, "tfa_locked");
        (await key.Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok();
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        (await key.Post("/tfa/email/")).Ok();
    }

    [Fact]
    public async Task An_address_that_is_not_proven_gets_no_codes()
    {
        await using var server = await TestServer.Start();
        var frances = await server.Add("frances", isProven: false);

        (await server.As(frances).Post("/tfa/email/")).IsRefused(400, "email_not_verified");
        (await server.As(frances).Post("/tfa/authorize-new-method/")).IsRefused(400, "email_not_verified");
    }

    [Fact]
    public async Task One_sign_in_may_switch_from_text_to_mail_and_the_older_code_is_dead()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var browser = server.Stranger();
        var secret = (await browser.Password(linus)).Ok().Secret;
        (await browser.Post("/tfa/sms/", new { secret })).Ok();
        var text = (await server.NextCode(linus.Number!)).Code;

        (await browser.Post("/tfa/email/", new { secret })).Ok();
        var mail = (await server.NextCode(linus.Email)).Code;

        (await browser.Post("/tfa/", new { tfa_method = "sms", code = text, secret })).IsRefused(400, "no_challenge_found");
        (await browser.Post("/tfa/", new { code = mail, secret })).Ok();
    }
}
