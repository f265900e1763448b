using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>How a person who has no second factor gets the first one.</summary>
public sealed class FirstMethodStories
{
    [Fact]
    public async Task Ada_turns_on_2FA_with_an_app_after_proving_her_address()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);

        await server.Authorize(ada, server.People.Ada);
        Assert.True((await ada.Get("/tfa/status/")).Ok()["new_method_authorized"].GetBoolean());
        var (added, phone) = await server.AddApp(ada, "Blue phone");

        Assert.Equal("TOTP 2FA method added successfully.", added.Msg);
        Assert.Equal(10, added.Texts("backup_codes").Distinct().Count());
        Assert.All(added.Texts("backup_codes"), code => Assert.Matches("^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$", code));
        var status = (await ada.Get("/tfa/status/")).Ok();
        Assert.True(status["tfa_enabled"].GetBoolean());
        Assert.Equal(10, status["backup_codes_remaining"].GetInt32());
        Assert.False(status["new_method_authorized"].GetBoolean());
        Assert.Equal("Blue phone", status["methods"][0].GetProperty("label").GetString());

        var refused = (await ada.Post("/tfa/totp-setup/")).IsRefused(401, "auth_error");
        Assert.Contains("Two Factor Authentication", refused.Msg, StringComparison.Ordinal);
        var login = (await ada.Post("/tfa/", new { tfa_method = "totp", code = phone.NextCode() })).Ok();
        (await server.With(login.Text("session_key")!).Post("/tfa/totp-setup/")).Ok();
    }

    [Fact]
    public async Task Ada_turns_on_2FA_with_a_phone_number()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        await server.Authorize(ada, server.People.Ada);

        var added = (await server.AddNumber(ada, "+14165550142", "Phone")).Ok();

        Assert.Equal("SMS 2FA method added successfully.", added.Msg);
        Assert.Equal(10, added.Texts("backup_codes").Count);
        var method = Assert.Single(await ada.Methods());
        Assert.Equal("******0142", method.GetProperty("phone_number").GetString());
        Assert.True(method.GetProperty("is_primary").GetBoolean());
    }

    [Fact]
    public async Task Whatever_ada_asks_for_her_first_method_is_authorized_by_mail()
    {
        await using var server = await TestServer.Start(("EMAIL_CODES", "off"));
        var ada = server.As(server.People.Ada);

        var asked = (await ada.Post("/tfa/authorize-new-method/", new { tfa_method = "totp" })).Ok();
        var mail = await server.NextCode("ada@example.org");

        Assert.Contains("to change security settings", mail.Subject, StringComparison.Ordinal);
        Assert.Equal("Authorization successful.",
            (await ada.Put("/tfa/authorize-new-method/", new { code = mail.Code, secret = asked.Secret })).Ok().Msg);
    }

    [Fact]
    public async Task Without_leave_nothing_is_added()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        var setup = (await ada.Post("/tfa/totp-setup/")).Ok();
        var phone = Phone.Type(setup.Secret, server.Clock);

        (await ada.Post("/tfa/confirm-new/", new { code = phone.NextCode(), secret = setup.Secret })).IsRefused(
            403, "authorization_required");
        (await ada.Post("/tfa/sms/", new { phone_number = "+14165550142" })).IsRefused(403, "authorization_required");
        Assert.Empty(await ada.Methods());
    }

    [Fact]
    public async Task Leave_lasts_thirty_minutes_and_belongs_to_the_key_that_asked()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        var other = server.With((await ada.Post("/auth/apikeys/", new { name = "other" })).Ok().Text("key")!);
        await server.Authorize(ada, server.People.Ada);

        Assert.False((await other.Get("/tfa/status/")).Ok()["new_method_authorized"].GetBoolean());
        server.Clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        Assert.True((await ada.Get("/tfa/status/")).Ok()["new_method_authorized"].GetBoolean());
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False((await ada.Get("/tfa/status/")).Ok()["new_method_authorized"].GetBoolean());
    }

    [Fact]
    public async Task Leave_is_spent_by_the_method_it_was_for()
    {
        await using var server = await TestServer.Start();
        var browser = await server.SignedIn(server.People.Ada);
        await server.Authorize(browser, server.People.Ada);
        await server.AddApp(browser);

        (await browser.Post("/tfa/sms/", new { phone_number = "+14165550142" })).IsRefused(403, "authorization_required");
    }

    [Fact]
    public async Task The_code_that_enrolled_an_app_signs_nobody_in()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        await server.Authorize(ada, server.People.Ada);
        var (_, phone) = await server.AddApp(ada);

        (await ada.Post("/tfa/", new { code = phone.Code() })).IsRefused(400, "2fa_verification_failed");
        (await ada.Post("/tfa/", new { code = phone.Code(-1) })).IsRefused(400, "2fa_verification_failed");
    }

    [Fact]
    public async Task A_setup_key_of_somebody_elses_choice_is_not_taken()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        await server.Authorize(ada, server.People.Ada);
        var graces = (await (await server.LoggedIn(server.People.Grace)).Post("/tfa/totp-setup/")).Ok().Secret;

        foreach (var planted in (string[])[graces, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "not base 32!"])
            (await ada.Post("/tfa/confirm-new/", new { tfa_method = "totp", code = "123456", secret = planted })).IsRefused(
                400, "challenge_not_found");
    }

    [Fact]
    public async Task Five_wrong_first_codes_end_a_setup_and_not_the_leave()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        await server.Authorize(ada, server.People.Ada);
        var setup = (await ada.Post("/tfa/totp-setup/")).Ok();
        var phone = Phone.Type(setup.Secret, server.Clock);

        for (var n = 0; n < 5; n++)
            (await ada.Post("/tfa/confirm-new/", new { code = phone.WrongCode(), secret = setup.Secret })).IsRefused(
                400, "2fa_verification_failed");
        (await ada.Post("/tfa/confirm-new/", new { code = phone.NextCode(), secret = setup.Secret })).IsRefused(400, "challenge_not_found");

        await server.AddApp(ada);
    }

    [Fact]
    public async Task A_setup_key_waits_thirty_minutes()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        var setup = (await ada.Post("/tfa/totp-setup/")).Ok();
        server.Clock.Advance(TimeSpan.FromMinutes(30));
        await server.Authorize(ada, server.People.Ada);

        var late = await ada.Post(
            "/tfa/confirm-new/", new { code = Phone.Type(setup.Secret, server.Clock).NextCode(), secret = setup.Secret });
        late.IsRefused(400, "challenge_not_found");
    }
}
