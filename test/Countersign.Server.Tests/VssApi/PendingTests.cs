using System.Net;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VssApi;

/// <summary>What was begun is worth nothing before its first right code.</summary>
public sealed class PendingTests
{
    [Fact]
    public async Task Nothing_changes_for_the_account_before_the_first_right_code()
    {
        await using var server = await VssSteps.Start();
        await server.By(server.People.Ada).Post("/tf/enable", new { method = "AUTHENTICATOR" });

        Assert.False((await server.As(server.People.Ada).Get("/tfa/status/")).Ok()["tfa_enabled"].GetBoolean());
        Assert.False(VssStories.Claims(await server.Token(server.People.Ada)).GetProperty("otp").GetBoolean());
    }

    [Fact]
    public async Task Recovery_codes_are_worthless_until_then_and_good_after()
    {
        await using var server = await VssSteps.Start();
        var ada = server.By(server.People.Ada);
        var begun = (await ada.Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();
        var codes = begun.Texts("recovery_codes");

        (await ada.Post("/tf/verify", new { otp = codes[0] })).AsksForOtp();
        Assert.False((await server.As(server.People.Ada).Get("/tfa/status/")).Ok()["tfa_enabled"].GetBoolean());

        (await ada.Post("/tf/verify", new { otp = Phone.Scan(begun.Text("uri")!, server.Clock).NextCode() })).Ok();
        Assert.NotEmpty(await server.Token(server.People.Ada, codes[0]));
        (await ada.Post("/auth/request-token", new { otp = codes[0] })).AsksForOtp();
    }

    [Fact]
    public async Task Beginning_again_voids_what_was_begun()
    {
        await using var server = await VssSteps.Start();
        var ada = server.By(server.People.Ada);
        var first = (await ada.Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();
        var second = (await ada.Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();

        (await ada.Post("/tf/verify", new { otp = Phone.Scan(first.Text("uri")!, server.Clock).Code() })).AsksForOtp();
        (await ada.Post("/tf/verify", new { otp = Phone.Scan(second.Text("uri")!, server.Clock).Code() })).Ok();
        (await ada.Post("/auth/request-token", new { otp = first.Texts("recovery_codes")[0] })).AsksForOtp();
    }

    [Fact]
    public async Task A_code_sent_for_what_was_begun_before_does_not_prove_what_was_begun_after()
    {
        await using var server = await VssSteps.Start();
        var ada = server.By(server.People.Ada);
        await ada.Post("/tf/enable", new { method = "EMAIL" });
        await ada.Post("/tf/request-token");
        var old = await server.NextOtp(server.People.Ada.Email);
        await ada.Post("/tf/enable", new { method = "EMAIL" });

        (await ada.Post("/tf/verify", new { otp = old })).AsksForOtp();
    }

    [Fact]
    public async Task Five_wrong_codes_and_it_must_be_begun_again()
    {
        await using var server = await VssSteps.Start();
        var ada = server.By(server.People.Ada);
        var phone = Phone.Scan((await ada.Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok().Text("uri")!, server.Clock);
        for (var guess = 0; guess < 5; guess++) (await ada.Post("/tf/verify", new { otp = phone.WrongCode() })).AsksForOtp();

        (await ada.Post("/tf/verify", new { otp = phone.Code() })).Refuses(HttpStatusCode.NotFound, "Enable a method first");
    }

    [Fact]
    public async Task After_half_an_hour_it_must_be_begun_again()
    {
        await using var server = await VssSteps.Start();
        var ada = server.By(server.People.Ada);
        var phone = Phone.Scan((await ada.Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok().Text("uri")!, server.Clock);
        server.Clock.Advance(TimeSpan.FromMinutes(30));

        (await ada.Post("/tf/verify", new { otp = phone.Code() })).Refuses(HttpStatusCode.NotFound, "took too long");
    }

    [Fact]
    public async Task Turning_it_on_ends_every_token_and_session_and_tells_the_owner()
    {
        await using var server = await VssSteps.Start();
        var before = server.By(await server.Token(server.People.Ada));
        await server.TurnOnApp(server.People.Ada);

        (await before.Get("/v2/user")).Refuses(HttpStatusCode.Unauthorized, "not valid");
        await server.NextNotice(server.People.Ada, "Two-factor authentication is on");
    }

    [Fact]
    public async Task The_first_code_is_spent_by_turning_it_on()
    {
        await using var server = await VssSteps.Start();
        var ada = server.By(server.People.Ada);
        var phone = Phone.Scan((await ada.Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok().Text("uri")!, server.Clock);
        (await ada.Post("/tf/verify", new { otp = phone.Code() })).Ok();

        (await ada.Post("/auth/request-token", new { otp = phone.Code() })).AsksForOtp();
    }

    [Fact]
    public async Task While_a_method_is_active_no_other_is_begun_here()
    {
        await using var server = await VssSteps.Start();

        (await server.By(server.People.Grace).Post("/tf/enable", new { method = "EMAIL" })).Refuses(HttpStatusCode.Conflict, "Conflict: ");
    }

    [Fact]
    public async Task A_code_that_is_asked_for_again_is_the_same_code()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        (await server.By(ada).Post("/tf/enable", new { method = "EMAIL" })).Ok();
        (await server.By(ada).Post("/tf/request-token")).Ok();
        var first = await server.NextOtp(ada.Email);

        // Somebody else who knows the password asks too.
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await server.By(ada).Post("/tf/request-token")).Ok();

        Assert.Equal(first, await server.NextOtp(ada.Email));
        (await server.By(ada).Post("/tf/verify", new { otp = first })).Ok();
    }

    [Fact]
    public async Task A_number_is_texted_only_for_an_account_whose_address_is_proven()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        (await server.By(ada).Post("/tf/enable", new { method = "SMS", phone = "+14165550142" })).Ok();
        await server.Db.Write(
            tx => tx.Execute($"UPDATE accounts SET email_verified_at = NULL WHERE username = 'ada'"), TestContext.Current.CancellationToken);

        Assert.NotEqual(200, (await server.By(ada).Post("/tf/request-token")).Status);
        Assert.Empty(server.Inbox.Sms.Requests);
    }
}
