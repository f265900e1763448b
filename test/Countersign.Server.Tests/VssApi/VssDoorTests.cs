using System.Net;
using Countersign.Server.Secrets;
using Countersign.Server.Tests.Stories;
using Countersign.Server.VssApi;
using Countersign.TestKit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.VssApi;

/// <summary>Who gets in, what they are told when they do not, and what it costs.</summary>
public sealed class VssDoorTests
{
    private static readonly string[] TakePasswords =
        ["/tf/enable", "/tf/request-token", "/tf/verify", "/tf/disable", "/tf/disable/lnk_x", "/auth/request-token"];

    [Fact]
    public async Task Unknown_name_and_wrong_password_get_the_same_answer_for_the_same_work()
    {
        await using var server = await VssSteps.Start();
        var hashes = server.Services.GetRequiredService<PasswordHash>();
        foreach (var path in TakePasswords)
        {
            var before = hashes.Count;
            var wrong = await VssCaller.With(server.Http, "grace", "not-this-one").Post(path, new { otp = "123456", method = "EMAIL" });
            var between = hashes.Count;
            var unknown = await VssCaller.With(server.Http, "nobody", "not-this-one").Post(path, new { otp = "123456", method = "EMAIL" });

            wrong.Refuses(HttpStatusCode.Unauthorized, "Unauthorized: ");
            Assert.Equal((wrong.Status, wrong.Raw), (unknown.Status, unknown.Raw));
            Assert.Equal((1, 1), (between - before, hashes.Count - between));
            server.Clock.Advance(TimeSpan.FromMinutes(20));
        }
    }

    [Fact]
    public async Task A_wrong_password_sends_nothing_and_counts_against_no_method()
    {
        await using var server = await VssSteps.Start();
        var stranger = VssCaller.With(server.Http, "linus", "not-this-one");
        foreach (var path in TakePasswords) await stranger.Post(path, new { otp = "123456" });

        Assert.Empty(server.Inbox.All);
        Assert.Equal(0, (await server.As(server.People.Linus).Get("/tfa/status/")).Ok()["methods"][0].GetProperty("fail_count").GetInt32());
    }

    [Fact]
    public async Task Guessing_passwords_here_is_slowed_like_everywhere_and_shared_with_the_other_door()
    {
        await using var server = await VssSteps.Start();
        var guesser = VssCaller.With(server.Http, "GRACE", "not-this-one");
        for (var guess = 0; guess < 3; guess++) await guesser.Post("/tf/disable");
        for (var guess = 0; guess < 3; guess++)
            await server.Stranger().Post("/users/login/", new { email = "grace", password = "not-this-one" });

        var slowed = (await server.By(server.People.Grace).Post("/tf/disable")).Refuses(HttpStatusCode.TooManyRequests, "Too many tries");
        Assert.NotNull(slowed.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic Z3JhY2U=")]
    [InlineData("Basic //79/Q==")]
    [InlineData("Bearer ses_x")]
    public async Task Credentials_that_are_none_are_asked_for(string? header)
    {
        await using var server = await VssSteps.Start();
        var caller = new VssCaller(server.Http);
        if (header is not null) caller.Headers["Authorization"] = header;

        var answer = (await caller.Post("/tf/disable")).Refuses(HttpStatusCode.Unauthorized, "HTTP Basic");
        Assert.Equal("Basic", answer.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task A_name_ends_at_its_first_colon_and_the_address_is_as_good_as_the_name()
    {
        await using var server = await VssSteps.Start();

        (await VssCaller.With(server.Http, "Ada@Example.org", TestPerson.Password).Post("/tf/enable", new { method = "EMAIL" })).Ok();
        (await VssCaller.With(server.Http, "ada", $"{TestPerson.Password}:").Post("/tf/disable")).Refuses(
            HttpStatusCode.Unauthorized, "wrong");
    }

    [Fact]
    public async Task Without_the_codes_of_a_locked_method_a_recovery_code_still_opens()
    {
        await using var server = await VssSteps.Start();
        var grace = server.People.Grace;
        for (var guess = 0; guess < 5; guess++)
            (await server.By(grace).Post("/auth/request-token", new { otp = grace.Phone.WrongCode() })).AsksForOtp();

        var locked = (await server.By(grace).Post("/auth/request-token", new { otp = grace.Phone.Code() })).Refuses(
            HttpStatusCode.TooManyRequests, "Too many wrong codes");
        Assert.Equal(TimeSpan.FromMinutes(15), locked.Headers.RetryAfter?.Delta);
        Assert.NotEmpty(await server.Token(grace, grace.BackupCodes[0]));
    }

    [Fact]
    public async Task A_locked_phone_is_told_with_and_without_a_code_on_its_way()
    {
        await using var server = await VssSteps.Start();
        var linus = server.By(server.People.Linus);
        (await linus.Post("/tf/request-token")).Ok();
        var right = await server.NextOtp(server.People.Linus.Number!);
        var wrong = right == "000000" ? "000001" : "000000";
        for (var guess = 0; guess < 3; guess++) (await linus.Post("/tf/verify", new { otp = wrong })).AsksForOtp();

        (await linus.Post("/tf/verify", new { otp = right })).Refuses(HttpStatusCode.TooManyRequests, "Too many wrong codes");
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await linus.Post("/tf/request-token")).Refuses(HttpStatusCode.TooManyRequests, "Too many wrong codes");
    }

    [Fact]
    public async Task The_guesses_at_e_mailed_codes_are_counted_by_the_method_through_either_door()
    {
        await using var server = await VssSteps.Start();
        await server.TurnOnEmail(server.People.Ada);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var ada = server.As(server.People.Ada);
        var secret = (await ada.Post("/tfa/email/")).Ok().Secret;
        var wrong = (await server.NextOtp(server.People.Ada.Email)).Other();
        var refused = await ada.Post("/tfa/", new { tfa_method = "email", code = wrong, secret });

        Assert.Equal("2fa_verification_failed", refused.Error);
        Assert.Equal(1, refused["fail_count"].GetInt32());
        Assert.Equal(1, (await ada.Get("/tfa/status/"))["methods"][0].GetProperty("fail_count").GetInt32());
    }

    [Theory]
    [InlineData("{\"method\": 1}")]
    [InlineData("{\"method\": \"EMAIL\", \"method\": \"SMS\"}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    public async Task A_body_that_is_none_is_refused(string body)
    {
        await using var server = await VssSteps.Start();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        (await server.By(server.People.Ada).Post("/tf/enable", content)).Refuses(HttpStatusCode.BadRequest, "BadRequest: ");
    }

    [Theory]
    [InlineData("SMS", null, "phone is missing")]
    [InlineData("SMS", "12", "phone is not a number")]
    [InlineData("SMS", "+1 900 555 0123", "phone is of a kind")]
    [InlineData("PIGEON", null, "method must be")]
    [InlineData(null, null, "method must be")]
    public async Task What_cannot_be_begun_is_said(string? method, string? phone, string words)
    {
        await using var server = await VssSteps.Start();

        (await server.By(server.People.Ada).Post("/tf/enable", new { method, phone })).Refuses(
            HttpStatusCode.BadRequest, $"InvalidParameterValue: {words}");
    }

    [Fact]
    public async Task A_forged_or_foreign_token_opens_nothing()
    {
        await using var server = await VssSteps.Start();
        await using var other = await VssSteps.Start();
        var token = await server.Token(server.People.Ada);
        var parts = token.Split('.');
        string[] forged = [await other.Token(other.People.Ada),
            $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}.{new string('A', 43)}", $"eyJhbGciOiJub25lIn0.{parts[1]}.", "", "x"];

        foreach (var presented in forged)
            (await server.By(presented).Get("/v2/user")).Refuses(HttpStatusCode.Unauthorized, "Unauthorized: ");
        (await server.By(VssStories.Claims(token).GetProperty("jti").GetString()!).Get("/v2/user")).Refuses(
            HttpStatusCode.Unauthorized, "Unauthorized: ");
        Assert.Equal("Invalid user key", (await server.With(token).Get("/users/current/")).Msg);
    }

    [Fact]
    public async Task A_token_lives_for_a_day()
    {
        await using var server = await VssSteps.Start();
        var token = server.By(await server.Token(server.People.Ada));
        server.Clock.Advance(TimeSpan.FromHours(24));

        (await token.Get("/v2/user")).Refuses(HttpStatusCode.Unauthorized, "expired");
    }

    [Fact]
    public async Task Nothing_secret_is_in_the_log()
    {
        await using var server = await VssSteps.Start();
        var (phone, codes) = await server.TurnOnApp(server.People.Ada);
        var token = await server.Token(server.People.Ada, phone.NextCode());
        await server.By(token).Get("/v2/user");
        await server.By(server.People.Ada).Post("/tf/disable");
        var link = await server.NextDisableToken(server.People.Ada.Email);
        await new VssCaller(server.Http).Get($"/tf/disable/{link}");

        var log = string.Join('\n', server.Log.Lines);
        foreach (var secret in (string[])[token, TestPerson.Password, .. codes])
            Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_route_of_this_door_says_who_may_call_it()
    {
        await using var server = await VssSteps.Start();
        var routes = server.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText is { } path && !path.StartsWith("/api/", StringComparison.Ordinal))
            .Where(route => route.RoutePattern.RawText!.TrimStart('/').Split('/')[0] is "tf" or "auth" or "v2")
            .Where(route => route.Metadata.GetMetadata<Countersign.Server.Pages.PageAccessNeeded>() is null)
            .ToList();

        Assert.Equal(12, routes.Count);
        Assert.All(routes, route => Assert.NotNull(route.Metadata.GetMetadata<VssAccessNeeded>()));
        Assert.Equal(6, routes.Count(route => route.Metadata.GetMetadata<VssAccessNeeded>()!.Access is VssAccess.Password));
    }
}
