using System.Net;
using System.Text;
using System.Text.Json;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VssApi;

/// <summary>Turning 2FA on, using it and turning it off through the /tf interface, and the same account through the other one.</summary>
public sealed class VssStories
{
    [Fact]
    public async Task Ada_turns_on_an_app_and_gets_tokens_with_its_codes()
    {
        await using var server = await VssSteps.Start();
        var ada = server.By(server.People.Ada);
        var begun = (await ada.Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();

        Assert.Equal("AUTHENTICATOR", begun.Text("method"));
        Assert.Equal("Countersign", begun.Text("issuer"));
        Assert.Equal(8, begun.Texts("recovery_codes").Count);
        Assert.Contains(begun.Text("key")!, begun.Text("uri")!, StringComparison.Ordinal);
        Assert.Equal("PNG"u8.ToArray(), Convert.FromBase64String(begun.Text("image")!)[1..4]);
        Assert.Contains("app", (await ada.Post("/tf/request-token")).Ok().Text("message"), StringComparison.Ordinal);

        var phone = Phone.Scan(begun.Text("uri")!, server.Clock);
        Assert.Equal("info", (await ada.Post("/tf/verify", new { otp = phone.NextCode() })).Ok().Text("type"));
        (await ada.Post("/auth/request-token", new { otp = (string?)null })).AsksForOtp();
        (await ada.Post("/auth/request-token", new { otp = phone.WrongCode() })).AsksForOtp();

        var claims = Claims(await server.Token(server.People.Ada, phone.NextCode()));
        Assert.True(claims.GetProperty("otp").GetBoolean());
        Assert.Equal("ada", claims.GetProperty("username").GetString());
        foreach (var name in (string[])["sub", "iat", "exp", "jti"]) Assert.True(claims.TryGetProperty(name, out _), name);
    }

    [Fact]
    public async Task Ada_turns_on_text_messages_with_a_number_in_national_form()
    {
        await using var server = await VssSteps.Start(("DEFAULT_REGION", "CA"));
        var ada = server.By(server.People.Ada);
        (await ada.Post("/tf/enable", new { method = "SMS", phone = "416-555-0123" })).Ok();
        (await ada.Post("/tf/request-token")).Ok();
        (await ada.Post("/tf/verify", new { otp = await server.NextOtp("+14165550123") })).Ok();
        server.Clock.Advance(TimeSpan.FromMinutes(1));

        (await ada.Post("/tf/request-token")).Ok();
        Assert.NotEmpty(await server.Token(server.People.Ada, await server.NextOtp("+14165550123")));
    }

    [Fact]
    public async Task Ada_turns_on_e_mail_and_the_other_interface_shows_it_as_what_it_is()
    {
        await using var server = await VssSteps.Start();
        await server.TurnOnEmail(server.People.Ada);

        var status = (await server.As(server.People.Ada).Get("/tfa/status/")).Ok();
        Assert.True(status["tfa_enabled"].GetBoolean());
        Assert.Equal("email", status["methods"][0].GetProperty("method").GetString());
        Assert.Equal(8, status["backup_codes_remaining"].GetInt32());

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await server.By(server.People.Ada).Post("/tf/request-token")).Ok();
        Assert.NotEmpty(await server.Token(server.People.Ada, await server.NextOtp(server.People.Ada.Email)));
    }

    [Fact]
    public async Task An_account_of_this_door_is_used_and_managed_through_the_other()
    {
        await using var server = await VssSteps.Start();
        var (phone, codes) = await server.TurnOnApp(server.People.Ada);
        var ada = server.As(server.People.Ada);

        var session = (await ada.Post("/tfa/", new { tfa_method = "totp", code = phone.NextCode() })).Ok().Text("session_key")!;
        var signedIn = server.With(session);
        Assert.Equal(7, (await signedIn.Post("/tfa/", new { backup_code = codes[0] })).Ok()["backup_codes_remaining"].GetInt32());
        Assert.Equal("2FA Successfully Disabled",
            (await signedIn.Send(HttpMethod.Delete, "/tfa/", new { tfa_method = "totp", code = phone.NextCode() })).Ok().Msg);
        Assert.False(Claims(await server.Token(server.People.Ada)).GetProperty("otp").GetBoolean());
    }

    [Fact]
    public async Task Grace_whose_app_came_through_the_other_door_gets_a_token_here_with_a_code_or_a_recovery_code()
    {
        await using var server = await VssSteps.Start();
        var grace = server.People.Grace;

        Assert.NotEmpty(await server.Token(grace, grace.Phone.NextCode()));
        Assert.NotEmpty(await server.Token(grace, grace.BackupCodes[0]));
        (await server.By(grace).Post("/auth/request-token", new { otp = grace.BackupCodes[0] })).AsksForOtp();
    }

    [Fact]
    public async Task Linus_who_lost_his_phone_turns_2fa_off_by_the_mailed_token()
    {
        await using var server = await VssSteps.Start();
        var linus = server.People.Linus;
        Assert.Equal("Confirmation email sent.", (await server.By(linus).Post("/tf/disable")).Ok().Text("message"));
        var token = await server.NextDisableToken(linus.Email);

        Assert.Equal("TOTP has been disabled", (await server.By(linus).Post($"/tf/disable/{token}")).Ok().Text("message"));
        var status = (await server.As(linus).Get("/tfa/status/")).Ok();
        Assert.False(status["tfa_enabled"].GetBoolean());
        Assert.Empty(status["methods"].EnumerateArray());
        Assert.Equal(0, status["backup_codes_remaining"].GetInt32());
        (await server.By(linus).Post($"/tf/disable/{token}")).Refuses(HttpStatusCode.NotFound, "no longer valid");
    }

    [Fact]
    public async Task The_token_shows_who_it_is_and_how_2fa_stands()
    {
        await using var server = await VssSteps.Start();
        var grace = server.By(await server.Token(server.People.Grace, server.People.Grace.Phone.NextCode()));
        var data = (await grace.Get("/v2/user")).Ok()["data"];

        Assert.Equal("grace", data.GetProperty("username").GetString());
        Assert.True(data.GetProperty("totp").GetProperty("enabled").GetBoolean());
        Assert.Equal("AUTHENTICATOR", data.GetProperty("totp").GetProperty("method").GetString());
        Assert.Equal("2026-03-02T09:00:00Z", data.GetProperty("totp").GetProperty("enabled_on").GetString());
    }

    [Fact]
    public async Task A_token_is_listed_disabled_and_deleted()
    {
        await using var server = await VssSteps.Start();
        var (first, second) = (server.By(await server.Token(server.People.Ada)), server.By(await server.Token(server.People.Ada)));
        var tokens = (await first.Get("/v2/user/token")).Ok()["data"];
        Assert.Equal(2, tokens.GetArrayLength());
        var other = tokens.EnumerateArray().Single(token => !token.GetProperty("current").GetBoolean()).GetProperty("id").GetInt64();

        (await first.Send(HttpMethod.Put, $"/v2/user/token/{other}")).Ok();
        (await second.Get("/v2/user")).Refuses(HttpStatusCode.Unauthorized, "not valid");
        Assert.Contains((await first.Get("/v2/user/token"))["data"].EnumerateArray(), token => !token.GetProperty("enabled").GetBoolean());

        (await first.Send(HttpMethod.Delete, $"/v2/user/token/{other}")).Ok();
        (await first.Send(HttpMethod.Delete, $"/v2/user/token/{other}")).Refuses(HttpStatusCode.NotFound, "not found on this account");
        Assert.Single((await first.Get("/v2/user/token"))["data"].EnumerateArray());
    }

    [Fact]
    public async Task A_token_stands_among_the_sessions_and_can_be_ended_there()
    {
        await using var server = await VssSteps.Start();
        var token = server.By(await server.Token(server.People.Ada));
        var ada = server.As(server.People.Ada);
        var id = (await ada.Get("/auth/sessions/")).Ok()["sessions"][0].GetProperty("id").GetInt64();

        (await ada.Delete("/auth/sessions/", new { id })).Ok();
        (await token.Get("/v2/user")).Refuses(HttpStatusCode.Unauthorized, "not valid");
    }

    internal static JsonElement Claims(string token)
    {
        var body = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonElement.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(body.PadRight((body.Length + 3) / 4 * 4, '='))));
    }
}
