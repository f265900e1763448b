using Countersign.Server.Operators;
using Countersign.Server.Tests.Operate;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>A program asks for leave to add a method with its API key, signs in, and goes on with the session it got.</summary>
public sealed class KeyLeaveStories
{
    [Fact]
    public async Task The_leave_of_an_API_key_holds_for_the_session_that_the_key_opens()
    {
        await using var server = await TestServer.Start();
        var key = server.As(server.People.Ada);
        await server.Authorize(key, server.People.Ada);

        var session = await SessionOf(server, key);
        Assert.True((await session.Get("/tfa/status/")).Ok()["new_method_authorized"].GetBoolean());
        var (added, _) = await server.AddApp(session);

        Assert.Equal("TOTP 2FA method added successfully.", added.Msg);
    }

    [Fact]
    public async Task It_holds_for_a_phone_number_too_and_for_one_method_only()
    {
        await using var server = await TestServer.Start();
        var key = server.As(server.People.Ada);
        await server.Authorize(key, server.People.Ada);
        var session = await SessionOf(server, key);

        (await server.AddNumber(session, "+14165550142")).Ok();

        Assert.False((await session.Get("/tfa/status/")).Ok()["new_method_authorized"].GetBoolean());
        await IsRefusedAnApp(server, session);
    }

    [Fact]
    public async Task It_holds_for_no_session_of_another_key_and_for_no_browser()
    {
        await using var server = await TestServer.Start();
        var key = server.As(server.People.Ada);
        var other = server.With((await key.Post("/auth/apikeys/", new { name = "other" })).Ok().Text("key")!);
        await server.Authorize(key, server.People.Ada);

        foreach (var caller in (VastCaller[])[other, await SessionOf(server, other), await server.SignedIn(server.People.Ada)])
        {
            Assert.False((await caller.Get("/tfa/status/")).Ok()["new_method_authorized"].GetBoolean());
            await IsRefusedAnApp(server, caller);
        }
    }

    [Fact]
    public async Task The_leave_of_a_session_is_not_its_key_s()
    {
        await using var server = await TestServer.Start();
        var key = server.As(server.People.Ada);
        var session = await SessionOf(server, key);
        await server.Authorize(session, server.People.Ada);

        Assert.True((await session.Get("/tfa/status/")).Ok()["new_method_authorized"].GetBoolean());
        Assert.False((await key.Get("/tfa/status/")).Ok()["new_method_authorized"].GetBoolean());
    }

    [Fact]
    public async Task It_ends_after_half_an_hour_and_with_the_key()
    {
        await using var server = await TestServer.Start();
        var key = server.As(server.People.Ada);
        await server.Authorize(key, server.People.Ada);
        var session = await SessionOf(server, key);

        server.Clock.Advance(TimeSpan.FromMinutes(31));
        await IsRefusedAnApp(server, session);

        await server.Authorize(key, server.People.Ada);
        Assert.True((await session.Get("/tfa/status/")).Ok()["new_method_authorized"].GetBoolean());
        var id = (await key.Get("/auth/apikeys/")).Ok()["apikeys"][0].GetProperty("id").GetInt64();
        (await session.Delete($"/auth/apikeys/{id}/")).Ok();
        Assert.False((await session.Get("/tfa/status/")).Ok()["new_method_authorized"].GetBoolean());
        await IsRefusedAnApp(server, session);
    }

    [Fact]
    public async Task What_a_key_opened_ends_with_it_whoever_deletes_it()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        var browser = await server.SignedIn(server.People.Ada);
        foreach (var byOperator in (bool[])[false, true])
        {
            var made = (await browser.Post("/auth/apikeys/", new { name = "program" })).Ok();
            var (key, id) = (server.With(made.Text("key")!), made["id"].GetInt64());
            var (session, other) = (await SessionOf(server, key), await SessionOf(server, ada));

            if (byOperator)
            {
                Assert.NotNull((await server.Verb<KeysOfAccount>().Delete(
                    new("olga", "test"), new(new(await server.IdOf(server.People.Ada))), new(id), TestContext.Current.CancellationToken)).Given);
            }
            else (await browser.Delete($"/auth/apikeys/{id}/")).Ok();

            await session.IsOut();
            (await other.Get("/users/current/")).Ok();
        }
    }

    [Fact]
    public async Task What_a_key_opened_ends_when_it_is_given_another_value()
    {
        await using var server = await TestServer.Start();
        var key = server.As(server.People.Ada);
        var (asks, other) = (await SessionOf(server, key), await SessionOf(server, key));

        (await asks.Put("/commands/reset_apikey/")).Ok();

        await other.IsOut();
        (await asks.Get("/users/current/")).Ok();
    }

    private static async Task<VastCaller> SessionOf(TestServer server, VastCaller key)
    {
        server.Clock.Advance(Steps.Cooldown);
        var sent = (await key.Post("/tfa/email/")).Ok();
        var code = (await server.NextCode(server.People.Ada.Email)).Code;
        return server.With((await key.Post("/tfa/", new { tfa_method = "email", code, secret = sent.Secret })).Ok().Text("session_key")!);
    }

    private static async Task IsRefusedAnApp(TestServer server, VastCaller caller)
    {
        var setup = (await caller.Post("/tfa/totp-setup/")).Ok();
        var phone = Phone.Scan(setup.Text("provisioning_uri")!, server.Clock);
        var refused = await caller.Post("/tfa/confirm-new/", new { tfa_method = "totp", code = phone.NextCode(), secret = setup.Secret });
        refused.IsRefused(403, "authorization_required");
    }
}
