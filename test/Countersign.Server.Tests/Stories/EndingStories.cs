using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>What every change of factors ends, and what no detour opens.</summary>
public sealed class EndingStories
{
    [Theory]
    [InlineData("remove")]
    [InlineData("regenerate")]
    [InlineData("password")]
    [InlineData("disable")]
    public async Task A_change_ends_other_sessions_sign_ins_codes_and_leave(string change)
    {
        await using var server = await TestServer.Start();
        var person = change == "disable" ? server.People.Grace : server.People.Barbara;
        var (here, there, browser) = (await server.LoggedIn(person), await server.LoggedIn(person), await server.SignedIn(person));
        var pending = (await server.Stranger().Password(person)).Ok().Secret;
        await server.Authorize(here, person);
        var mail = (await here.Post("/tfa/email/")).Ok().Secret;

        object proof = new { tfa_method = "totp", code = person.Phone.NextCode() };
        (change switch
        {
            "regenerate" => await here.Put("/tfa/regen-backup-codes/", proof),
            "password" =>
                await here.Put("/users/password/", new { old_password = TestPerson.Password, new_password = "correct-horse-battery" }),
            _ => await here.Delete("/tfa/", proof),
        }).Ok();

        await there.IsOut();
        await browser.IsOut();
        (await here.Get("/users/current/")).Ok();
        Assert.False((await here.Get("/tfa/status/")).Ok()["new_method_authorized"].GetBoolean());
        (await server.Stranger().Post("/tfa/email/", new { secret = pending })).IsRefused(400, "challenge_not_found");
        (await here.Post("/tfa/email/", new { secret = mail })).IsRefused(400, "challenge_not_found");
    }

    [Fact]
    public async Task Turning_2FA_on_ends_every_session_that_began_without_it()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        var (here, there) = (await server.SignedIn(ada), await server.SignedIn(ada));
        await server.Authorize(here, ada);

        await server.AddApp(here);

        await there.IsOut();
        (await here.Post("/tfa/totp-setup/")).Ok();
    }

    [Fact]
    public async Task No_field_of_the_client_lowers_the_demand()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var secret = (await server.Stranger().Password(grace)).Ok().Secret;

        (await server.Stranger().Post("/tfa/", new { admin = true, secret })).IsRefused(400, "missing_params");
        (await server.Stranger().Post("/tfa/", new
        {
            admin =
            true,
            tfa_enabled = false,
            email_verified = true,
            code = grace.Phone.WrongCode(),
            secret
        })).IsRefused(
            400, "2fa_verification_failed");
        (await server.As(grace).Delete("/tfa/", new { delete_legacy = true, admin = true, code = grace.Phone.NextCode() })).IsRefused(
            401, "auth_error");
    }

    [Fact]
    public async Task A_session_alone_removes_nothing_regenerates_nothing_and_adds_nothing()
    {
        await using var server = await TestServer.Start();
        var session = await server.LoggedIn(server.People.Grace);
        var target_id = (await session.Methods())[0].GetProperty("id").GetInt64();
        var setup = (await session.Post("/tfa/totp-setup/")).Ok();

        (await session.Delete("/tfa/", new { target_id })).IsRefused(400, "missing_params");
        (await session.Put("/tfa/regen-backup-codes/")).IsRefused(400, "missing_params");
        (await session.Post(
            "/tfa/confirm-new/", new { code = Phone.Type(setup.Secret, server.Clock).NextCode(), secret = setup.Secret })).IsRefused(
            403, "authorization_required");
    }

    [Fact]
    public async Task The_deprecated_names_ask_for_as_much()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var key = server.As(linus);

        (await server.Stranger().Post("/tfa/test/")).IsRefused(401, "missing_auth_value");
        (await key.Post("/tfa/test-submit/", new { code = "123456" })).IsRefused(401, "auth_error");
        var secret = (await key.Post("/tfa/test/")).Ok().Secret;
        server.Clock.Advance(Steps.Cooldown);
        Assert.Equal(secret, (await key.Post("/tfa/resend/", new { secret })).Ok().Secret);
        (await key.Post("/tfa/", new { tfa_method = "sms", code = (await server.NextCode(linus.Number!)).Code, secret })).Ok();
    }

    [Theory]
    [InlineData("/tfa/status")]
    [InlineData("/users/current")]
    [InlineData("/auth/apikeys")]
    [InlineData("/audit_logs")]
    public async Task A_path_works_without_its_last_slash(string path)
    {
        await using var server = await TestServer.Start();

        (await server.As(server.People.Ada).Get(path)).Ok();
    }

    [Fact]
    public async Task While_the_store_takes_nothing_nobody_gets_in_and_clients_may_try_again()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await server.Db.DisposeAsync();

        var answer = (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).IsRefused(503, "service_unavailable");
        Assert.Equal("1", answer.Headers.GetValues("Retry-After").Single());
        (await server.Stranger().Password(grace)).IsRefused(503, "service_unavailable");
        (await server.As(grace).Post("/tfa/email/")).IsRefused(503, "service_unavailable");

        await server.Restart();
        (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok();
    }
}
