using Countersign.Server.Pages;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>What has not the form of a code is no guess at any door: it is told so, and counted nowhere.</summary>
public sealed class NoCodeStories
{
    private static readonly string[] NoCodes =
        ["12345", "1234567",
            "abcdef", "12345a", "123.456", "+123456", "not-a-code", "0123-4567-89A", "0123-4567-89ABC", "UUUU-UUUU-UUUU", "🔑", "\u200B"];

    public static TheoryData<string, string> DoorsOfTheApp => new(
        ("POST", "/tfa/"), ("DELETE", "/tfa/"), ("PUT", "/tfa/regen-backup-codes/"));

    [Theory, MemberData(nameof(DoorsOfTheApp))]
    public async Task At_the_tfa_interface(string method, string path)
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var caller = await server.LoggedIn(grace);

        foreach (var code in NoCodes)
        {
            var told = (await caller.Send(new(method), path, new { tfa_method = "totp", code })).IsRefused(400, "2fa_verification_failed");
            Assert.False(told.Has("fail_count"));
            Assert.Contains("six digits", told.Text("msg"), StringComparison.Ordinal);
            told = (await caller.Send(new(method), path, new { backup_code = code, target_id = 1 })).IsRefused(401, "invalid_backup_code");
            Assert.Contains("XXXX-XXXX-XXXX", told.Text("msg"), StringComparison.Ordinal);
        }

        await NothingCounted(server);
    }

    [Fact]
    public async Task At_a_sign_in_that_waits_for_its_code()
    {
        await using var server = await TestServer.Start();
        var browser = server.Stranger();
        var secret = (await browser.Password(server.People.Grace)).Ok().Secret;

        foreach (var code in NoCodes)
        {
            (await browser.Post("/tfa/", new { code, secret })).IsRefused(400, "2fa_verification_failed");
            (await browser.Post("/tfa/", new { backup_code = code, secret })).IsRefused(401, "invalid_backup_code");
        }

        await NothingCounted(server);
        (await browser.Post("/tfa/", new { code = server.People.Grace.Phone.NextCode(), secret })).Ok();
    }

    [Fact]
    public async Task With_a_text_message()
    {
        await using var server = await TestServer.Start();
        var browser = server.Stranger();
        var secret = (await browser.Password(server.People.Linus)).Ok().Secret;
        await browser.Post("/tfa/sms/", new { secret });
        var sent = (await server.NextCode(server.People.Linus.Number!)).Code;

        foreach (var code in NoCodes)
            (await browser.Post("/tfa/", new { tfa_method = "sms", code, secret })).IsRefused(400, "2fa_verification_failed");

        await NothingCounted(server);
        (await browser.Post("/tfa/", new { tfa_method = "sms", code = $"\u202A{sent[..3]}\u202F{sent[3..]}\u202C.", secret })).Ok();
    }

    [Fact]
    public async Task For_leave_to_add_a_method_and_for_the_new_method()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        var secret = (await ada.Post("/tfa/authorize-new-method/", new { })).Ok().Secret;
        var sent = (await server.NextCode(server.People.Ada.Email)).Code;
        foreach (var code in NoCodes)
            (await ada.Put("/tfa/authorize-new-method/", new { secret, code })).IsRefused(400, "2fa_verification_failed");
        (await ada.Put("/tfa/authorize-new-method/", new { secret, code = sent })).Ok();

        var key = (await ada.Post("/tfa/totp-setup/")).Ok().Secret;
        var sms = (await ada.Post("/tfa/sms/", new { phone_number = "+1 416 555 0177" })).Ok().Secret;
        foreach (var code in NoCodes)
        {
            (await ada.Post("/tfa/confirm-new/", new { tfa_method = "totp", secret = key, code })).IsRefused(
                400, "2fa_verification_failed");
            (await ada.Post("/tfa/confirm-new/", new { tfa_method = "sms", secret = sms, code })).IsRefused(400, "2fa_verification_failed");
        }

        await NothingCounted(server);
        (await ada.Post("/tfa/confirm-new/", new { tfa_method = "totp", secret = key, code = Phone.Type(key, server.Clock).Code() })).Ok();
    }

    [Fact]
    public async Task For_a_mailed_code_that_proves_an_address()
    {
        await using var server = await TestServer.Start();
        await server.Add("emmy", isProven: false);
        (await server.Stranger().Post("/users/verify-email/send/", new { email = "emmy@example.org" })).Ok();
        var sent = (await server.NextCode("emmy@example.org")).Code;
        var emmy = server.Stranger();
        (await emmy.Post("/users/login/", new { email = "emmy", password = TestPerson.Password })).Ok();

        foreach (var code in NoCodes) (await emmy.Post("/users/verify-email/", new { code })).IsRefused(400, "2fa_verification_failed");

        (await emmy.Post("/users/verify-email/", new { code = $"\u2066{sent}\u2069" })).Ok();
    }

    [Fact]
    public async Task At_the_tf_interface_where_a_slip_in_a_recovery_code_is_no_guess_at_the_app()
    {
        await using var server = await VssSteps.Start();
        var (phone, codes) = await server.TurnOnApp(server.People.Ada);
        var ada = server.By(server.People.Ada);

        foreach (var otp in NoCodes.Append(codes[0][..^1]).Append(codes[0] + "0"))
        {
            (await ada.Post("/auth/request-token", new { otp })).Refuses(
                System.Net.HttpStatusCode.BadRequest, "InvalidParameterValue: otp isn't a code");
            (await ada.Post("/tf/verify", new { otp })).Refuses(
                System.Net.HttpStatusCode.BadRequest, "InvalidParameterValue: otp isn't a code");
        }

        await NothingCounted(server);
        Assert.NotEmpty(await server.Token(server.People.Ada, $"\u00A0{codes[0].Replace('-', '\u2013')}."));
        Assert.NotEmpty(await server.Token(server.People.Ada, phone.NextCode()));
    }

    [Fact]
    public async Task At_the_tf_interface_for_what_is_being_turned_on()
    {
        await using var server = await VssSteps.Start();
        var ada = server.By(server.People.Ada);
        var phone = Phone.Scan((await ada.Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok().Text("uri")!, server.Clock);

        foreach (var otp in NoCodes) (await ada.Post("/tf/verify", new { otp })).AsksForOtp();

        await NothingCounted(server);
        (await ada.Post("/tf/verify", new { otp = phone.Code() })).Ok();
    }

    [Theory]
    [InlineData("en", "That isn't a code: a code has six digits.", "That isn't a recovery code")]
    [InlineData("de", "Das ist kein Code: Ein Code hat sechs Ziffern.", "Das ist kein Wiederherstellungscode")]
    public async Task On_the_page_of_a_sign_in(string language, string noCode, string noRecoveryCode)
    {
        await using var server = await TestServer.Start();
        var grace = server.Browser();
        grace.Headers["Accept-Language"] = language;
        var fields = (("name", server.People.Grace.Email), ("password", TestPerson.Password));
        var prompt = await grace.Follow(
            await grace.Submit(await grace.Open(PagePaths.SignIn), PagePaths.SignIn, fields.Item1, fields.Item2));
        var recovery = await grace.Open($"{PagePaths.Prompt}?way=recovery");

        foreach (var code in NoCodes)
        {
            var told = await grace.Follow(await grace.Submit(prompt, PagePaths.Prompt, ("code", code)));
            Assert.Contains(noCode, told.Text, StringComparison.Ordinal);
            told = await grace.Follow(await grace.Submit(recovery, PagePaths.Prompt, ("code", code)));
            Assert.Contains(noRecoveryCode, told.Text, StringComparison.Ordinal);
        }

        await NothingCounted(server);
    }

    [Fact]
    public async Task On_the_pages_of_a_signed_in_person()
    {
        await using var server = await TestServer.Start();
        var grace = await server.Browser(server.People.Grace);
        var (settings, newCodes) = (await grace.Open(PagePaths.Security), await grace.Open(PagePaths.Codes));
        await grace.Submit(settings, PagePaths.AddStart);
        var (byApp, byRecovery) = (await grace.Open(PagePaths.AddProve), await grace.Open($"{PagePaths.AddProve}?way=recovery"));

        foreach (var code in NoCodes)
        {
            await Says(await grace.Submit(settings, $"{PagePaths.Codes}/check", ("code", code)), "That isn't a recovery code");
            await Says(await grace.Submit(newCodes, PagePaths.Codes, ("code", code)), "That isn't a code");
            await Says(await grace.Submit(byApp, PagePaths.AddProve, ("code", code)), "That isn't a code");
            await Says(await grace.Submit(byRecovery, PagePaths.AddProve, ("code", code)), "That isn't a recovery code");
        }

        await NothingCounted(server);

        async Task Says(PageAnswer answer, string words) =>
            Assert.Contains(words, (answer.Location is null ? answer : await grace.Follow(answer)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_page_of_a_new_app()
    {
        await using var server = await TestServer.Start();
        var ada = await server.Browser(server.People.Ada);
        await ada.Submit(await ada.Open(PagePaths.Security), PagePaths.AddStart);
        await ada.Submit(await ada.Open($"{PagePaths.AddProve}?way=email"),
            PagePaths.AddProve, ("code", (await server.NextCode(server.People.Ada.Email)).Code));
        await ada.Submit(await ada.Open(PagePaths.AddChoose), PagePaths.AddApp);
        var page = await ada.Open(PagePaths.AddApp);

        foreach (var code in NoCodes)
            Assert.Contains(
                "That isn't a code", (await ada.Submit(page, $"{PagePaths.AddApp}/confirm", ("code", code))).Text, StringComparison.Ordinal);

        await NothingCounted(server);
        var phone = Phone.Scan(page.Links.First(link => link.StartsWith("otpauth:", StringComparison.Ordinal)), server.Clock);
        await ada.Submit(page, $"{PagePaths.AddApp}/confirm", ("code", phone.NextCode()));
        Assert.Equal(
            1, await server.Number($"SELECT count(*) FROM methods JOIN accounts ON accounts.id = account_id WHERE username = 'ada'"));
    }

    private static async Task NothingCounted(TestServer server)
    {
        Assert.Equal(0, await server.Number($"""
            SELECT coalesce(sum(fail_count + consecutive_failures + lock_count), 0) FROM methods
            JOIN accounts ON accounts.id = account_id WHERE username <> 'kurt'
            """));
        Assert.Equal(0, await server.Number($"""
            SELECT coalesce(sum(fail_count + consecutive_failures + lock_count), 0) FROM guards
            JOIN accounts ON accounts.id = account_id WHERE username <> 'kurt'
            """));
        Assert.Equal(0, await server.Number($"""
            SELECT count(*) FROM budgets JOIN accounts ON accounts.id = account_id WHERE failures <> '' AND username <> 'kurt'
            """));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM totp_setups WHERE fail_count > 0"));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM challenges WHERE fail_count > 0"));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM pending_methods WHERE fail_count > 0"));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM audit_log WHERE event IN ('authn_login_fail', 'authn_login_lock')"));
    }
}
