using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Mary's account comes from an older system: 2FA is on, and there is only a phone number.</summary>
public sealed class LegacyStories
{
    [Fact]
    public async Task Mary_signs_in_by_text_and_new_backup_codes_make_her_account_a_normal_one()
    {
        await using var server = await TestServer.Start();
        var mary = await server.AddMary();
        var key = server.As(mary);
        Assert.Equal("legacy", (await key.Get("/users/current/")).Ok().Text("tfa_status"));
        Assert.True((await key.Get("/tfa/status/")).Ok()["tfa_enabled"].GetBoolean());
        Assert.Empty(await key.Methods());

        var login = (await key.Post("/tfa/", await server.Proof(key, mary))).Ok();
        Assert.True(login["legacy_tfa_user"].GetBoolean());
        var session = server.With(login.Text("session_key")!);

        server.Clock.Advance(Steps.Cooldown);
        Assert.Equal(
            10, (await session.Put("/tfa/regen-backup-codes/", await server.Proof(session, mary))).Ok().Texts("backup_codes").Count);
        Assert.Equal("******0177", Assert.Single(await session.Methods()).GetProperty("phone_number").GetString());
        Assert.Equal("enabled", (await session.Get("/users/current/")).Ok().Text("tfa_status"));
        server.Clock.Advance(Steps.Cooldown);
        Assert.False((await session.Post("/tfa/", await server.Proof(session, mary))).Ok().Has("legacy_tfa_user"));
    }

    [Fact]
    public async Task Mary_signs_in_at_a_browser_too()
    {
        await using var server = await TestServer.Start();
        var mary = await server.AddMary();
        var browser = server.Stranger();
        var asked = (await browser.Password(mary)).Ok();
        Assert.Empty(asked["methods"].EnumerateArray());

        Assert.True((await browser.Post("/tfa/", await server.Proof(browser, mary, asked.Secret))).Ok()["legacy_tfa_user"].GetBoolean());
        Assert.NotNull(browser.Cookie);
    }

    [Fact]
    public async Task Nothing_is_added_before_the_number_is_a_method()
    {
        await using var server = await TestServer.Start();
        var mary = await server.AddMary();
        var session = await server.LoggedIn(mary);
        var setup = (await session.Post("/tfa/totp-setup/")).Ok();
        var code = Phone.Type(setup.Secret, server.Clock).NextCode();

        (await session.Post("/tfa/confirm-new/", new { code, secret = setup.Secret })).IsRefused(400, "untracked_2fa_found");
        (await session.Post("/tfa/test-submit/", new { code, secret = setup.Secret })).IsRefused(400, "untracked_2fa_found");
    }

    [Fact]
    public async Task Three_wrong_codes_lock_the_number_on_file()
    {
        await using var server = await TestServer.Start();
        var mary = await server.AddMary();
        var key = server.As(mary);
        var secret = (await key.Post("/tfa/sms/")).Ok().Secret;
        var code = (await server.NextCode(mary.Number!)).Code;

        for (var n = 0; n < 3; n++)
            (await key.Post("/tfa/", new { code = code.Other(), secret })).IsRefused(400, "2fa_verification_failed");

        server.Clock.Advance(Steps.Cooldown);
        (await key.Post("/tfa/sms/")).IsRefused(429, "tfa_locked");
        (await key.Post("/tfa/email/")).Ok();
    }

    [Fact]
    public async Task Mary_turns_2FA_off_only_by_asking_for_the_old_one()
    {
        await using var server = await TestServer.Start();
        var mary = await server.AddMary();
        var session = await server.LoggedIn(mary);
        var secret = (await session.Post("/tfa/email/")).Ok().Secret;
        var code = (await server.NextCode(mary.Email)).Code;

        (await session.Delete("/tfa/", new { tfa_method = "email", code, secret })).IsRefused(400, "untracked_2fa_found");
        var answer = (await session.Delete("/tfa/", new { tfa_method = "email", code, secret, delete_legacy = true })).Ok();

        Assert.Equal("2FA Successfully Disabled", answer.Msg);
        Assert.Equal("disabled", (await server.As(mary).Get("/users/current/")).Ok().Text("tfa_status"));
    }
}
