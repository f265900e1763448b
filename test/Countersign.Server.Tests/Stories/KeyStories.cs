using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>API keys, what they may do, and what the audit log keeps.</summary>
public sealed class KeyStories
{
    [Fact]
    public async Task A_session_that_is_used_is_hashed_under_the_root_key_that_is_active()
    {
        await using var server = await TestServer.Start();
        var grace = await server.LoggedIn(server.People.Grace);
        await server.Change(tx => tx.Execute($"UPDATE sessions SET token_key = 'k0', last_seen_at = last_seen_at - 600"));

        (await grace.Get("/users/current/")).Ok();

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM sessions WHERE token_key = 'k0'"));
        (await grace.Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task A_key_is_shown_once_listed_without_itself_and_deleted()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);

        var made = (await ada.Post("/auth/apikeys/", new { name = "laptop" })).Ok();
        var (id, key) = (made["id"].GetInt64(), made.Text("key")!);

        var listed = (await ada.Get("/auth/apikeys/")).Ok();
        Assert.DoesNotContain(key, listed.Raw, StringComparison.Ordinal);
        Assert.Equal(key[^4..], listed["apikeys"][1].GetProperty("key_suffix").GetString());
        Assert.Equal("laptop", (await ada.Get($"/auth/apikeys/{id}/")).Ok().Text("name"));
        (await server.With(key).Get("/users/current/")).Ok();

        (await ada.Delete($"/auth/apikeys/{id}/")).Ok();
        Assert.Equal("Invalid user key", (await server.With(key).Get("/users/current/")).IsRefused(401, "auth_error").Msg);
        (await ada.Get($"/auth/apikeys/{id}/")).IsRefused(404, "not_found");
        (await ada.Delete($"/auth/apikeys/{id}/")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_key_that_may_only_read_changes_nothing()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        var made =
            (await ada.Post("/auth/apikeys/", new { name = "viewer", permissions = new { api = new { user_read = new { } } } })).Ok();
        var viewer = server.With(made.Text("key")!);

        (await viewer.Get("/tfa/status/")).Ok();
        (await viewer.Get("/audit_logs/")).Ok();
        (await viewer.Post("/tfa/totp-setup/")).IsRefused(403, "auth_error");
        (await viewer.Post("/tfa/", new { code = "123456" })).IsRefused(403, "auth_error");
        (await viewer.Post("/auth/apikeys/", new { name = "more" })).IsRefused(403, "auth_error");
        Assert.Equal("""{"api":{"user_read":{}}}""", made["permissions"].GetRawText());
    }

    [Fact]
    public async Task A_key_that_may_only_change_does_not_read()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        var writer = server.With(
            (await ada.Post("/auth/apikeys/", new { permissions = new { api = new { user_write = new { } } } })).Ok().Text("key")!);

        (await writer.Get("/tfa/status/")).IsRefused(403, "auth_error");
        (await writer.Post("/tfa/totp-setup/")).Ok();
    }

    [Fact]
    public async Task Permissions_that_are_none_are_refused()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);

        foreach (var permissions in (object[])["all", 7, true, new[] { "user_read" }, new { api = "user_read" }, new { other = new { } }])
            (await ada.Post("/auth/apikeys/", new { name = "odd", permissions })).IsRefused(400, "invalid_params");
        (await ada.Post("/auth/apikeys/", new { name = new string('x', 101) })).IsRefused(400, "invalid_params");
    }

    [Fact]
    public async Task A_reset_gives_the_key_another_value()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);

        var fresh = (await ada.Put("/commands/reset_apikey/")).Ok().Text("new_api_key")!;

        await ada.IsOut();
        (await server.With(fresh).Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task A_key_alone_makes_no_key_once_2FA_is_on()
    {
        await using var server = await TestServer.Start();
        var grace = server.As(server.People.Grace);

        (await grace.Post("/auth/apikeys/", new { name = "back door" })).IsRefused(401, "auth_error");
        (await grace.Put("/commands/reset_apikey/")).IsRefused(401, "auth_error");
    }

    [Fact]
    public async Task The_audit_log_tells_what_happened_newest_first_and_no_secrets()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var wrong = grace.Phone.WrongCode();
        await server.As(grace).Post("/tfa/", new { code = wrong });
        var session = await server.LoggedIn(grace);
        (await session.Put("/tfa/regen-backup-codes/", new { backup_code = grace.BackupCodes[0] })).Ok();

        var log = (await session.Get("/audit_logs/")).Ok();

        var events = log.Body.EnumerateArray().Select(entry => entry.GetProperty("event").GetString()).ToList();
        Assert.Equal(["backup_codes_regenerated", "authn_login_success", "authn_login_fail: wrong_code"], events);
        Assert.Equal("POST /api/v0/tfa/", log.Body[2].GetProperty("api_route").GetString());
        Assert.Equal("127.0.0.1", log.Body[2].GetProperty("ip_address").GetString());
        Assert.Equal([false, true, true], log.Body.EnumerateArray().Select(
            entry => entry.GetProperty("api_key_id").ValueKind is System.Text.Json.JsonValueKind.Number));
        foreach (var secret in (string[])[wrong, grace.BackupCodes[0], grace.ApiKey, session.Bearer!])
            Assert.DoesNotContain(secret, log.Raw, StringComparison.Ordinal);
        Assert.Empty((await server.As(server.People.Linus).Get("/audit_logs/")).Ok().Body.EnumerateArray());
    }
}
