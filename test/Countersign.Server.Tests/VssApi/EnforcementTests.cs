using System.Net;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VssApi;

/// <summary>Where the operator requires 2FA, an account without it may do nothing but turn it on, through every door.</summary>
public sealed class EnforcementTests
{
    [Fact]
    public async Task No_token_is_given_before_2fa_is_on()
    {
        await using var server = await VssSteps.Start(("REQUIRE_2FA", "on"));
        (await server.By(server.People.Ada).Post("/auth/request-token", new { otp = (string?)null })).Refuses(
            HttpStatusCode.Forbidden, "TotpEnforcement: Must enable TOTP");

        var (phone, _) = await server.TurnOnApp(server.People.Ada);
        (await server.By(await server.Token(server.People.Ada, phone.NextCode())).Get("/v2/user")).Ok();
    }

    [Fact]
    public async Task The_other_interface_lets_in_what_leads_to_it_and_nothing_else()
    {
        await using var server = await VssSteps.Start(("REQUIRE_2FA", "on"));
        var ada = server.As(server.People.Ada);
        foreach (var closed in (string[])["/auth/apikeys/", "/auth/sessions/", "/audit_logs/"])
        {
            var refused = await ada.Get(closed);
            Assert.Equal((403, "auth_error"), (refused.Status, refused.Error));
            Assert.Contains("requires two-factor authentication", refused.Msg, StringComparison.Ordinal);
        }

        (await ada.Get("/tfa/status/")).Ok();
        (await ada.Get("/users/current/")).Ok();
        var key = (await ada.Post("/tfa/totp-setup/")).Ok().Secret;
        var secret = (await ada.Post("/tfa/authorize-new-method/", new { })).Ok().Secret;
        (await ada.Put("/tfa/authorize-new-method/", new { secret, code = await server.NextOtp(server.People.Ada.Email) })).Ok();
        var phone = Phone.Type(key, server.Clock);
        (await ada.Post("/tfa/confirm-new/", new { tfa_method = "totp", secret = key, code = phone.NextCode() })).Ok();

        var session = (await ada.Post("/tfa/", new { code = phone.NextCode() })).Ok().Text("session_key")!;
        (await server.With(session).Get("/auth/apikeys/")).Ok();
    }

    [Fact]
    public async Task A_browser_without_2fa_is_held_up_as_well()
    {
        await using var server = await VssSteps.Start(("REQUIRE_2FA", "on"));
        var browser = server.Stranger();
        (await browser.Post("/users/login/", new { email = "ada", password = TestPerson.Password })).Ok();

        Assert.Equal("auth_error", (await browser.Get("/auth/sessions/")).Error);
        (await browser.Get("/tfa/status/")).Ok();
    }

    [Fact]
    public async Task It_cannot_be_turned_off_again_by_mail()
    {
        await using var server = await VssSteps.Start(("REQUIRE_2FA", "on"));

        (await server.By(server.People.Grace).Post("/tf/disable")).Refuses(HttpStatusCode.Forbidden, "cannot be turned off");
    }
}
