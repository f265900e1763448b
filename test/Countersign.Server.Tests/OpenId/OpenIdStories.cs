using System.Globalization;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.OpenId;
using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Countersign.Server.Tests.OpenId;

/// <summary>An application hears who somebody is, what was proven, and when; and no longer than that is so.</summary>
public sealed class OpenIdStories
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task What_is_spoken_is_published_and_where_we_are_is_what_the_operator_says()
    {
        await using var world = await OpenIdWorld.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, OpenIdPaths.Configuration);
        request.Headers.Host = "evil.example";
        using var response = await world.Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var told = JsonElement.Parse(text);

        Assert.DoesNotContain("evil.example", text, StringComparison.Ordinal);
        Assert.Equal(world.Server.Url, told.GetProperty("issuer").GetString()!.TrimEnd('/'));
        Assert.Equal($"{world.Server.Url}{OpenIdPaths.Token}", told.GetProperty("token_endpoint").GetString());
        Assert.Equal(["code"], Words(told, "response_types_supported"));
        Assert.Equal(["query"], Words(told, "response_modes_supported"));
        Assert.Equal(["S256"], Words(told, "code_challenge_methods_supported"));
        Assert.Equal(["ES256", "RS256"], Words(told, "id_token_signing_alg_values_supported").Order());
        Assert.Equal(["authorization_code", "refresh_token"], Words(told, "grant_types_supported").Order());
        Assert.Contains(AppProofRules.SecondFactorAcr, Words(told, "acr_values_supported"));
        var keys = (await world.Get(OpenIdPaths.Keys)).GetProperty("keys").EnumerateArray().ToList();
        Assert.Equal(["EC", "RSA"], keys.Select(key => key.GetProperty("kty").GetString()).Order());
        Assert.All(keys, key => Assert.False(key.TryGetProperty("d", out _)));
    }

    [Theory]
    [InlineData(AppAlgorithm.Es256)]
    [InlineData(AppAlgorithm.Rs256)]
    public async Task Somebody_signs_in_with_the_second_factor_on_the_way_and_the_application_hears_it(AppAlgorithm algorithm)
    {
        await using var world = await OpenIdWorld.Start(app => app with { Algorithm = algorithm, Level = AppLevel.SecondFactor });
        var grace = world.Server.People.Grace;
        var browser = world.Server.Browser();

        var door = await browser.Follow(await browser.Open(OpenIdWorld.Ask(("login_hint", "grace"))));
        Assert.Contains("To go on to The wiki.", door.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"grace\"", door.Html, StringComparison.Ordinal);
        var prompt = await browser.Submit(door, "/sign-in", ("name", grace.Email), ("password", TestPerson.Password));
        var signedIn = await browser.Submit(await browser.Follow(prompt), "/sign-in/code", ("code", grace.Phone.NextCode()));
        var way = await browser.Follow(signedIn);
        Assert.Equal(PagePaths.AuthorizeOn, signedIn.Location);
        var back = await browser.Open(way.Links.Single(link => link.StartsWith(OpenIdPaths.Authorize, StringComparison.Ordinal)));

        Assert.StartsWith(OpenIdWorld.Back, back.Location, StringComparison.Ordinal);
        Assert.Equal("st4te", OpenIdWorld.PartOf(back, "state"));
        Assert.Equal(world.Server.Url, OpenIdWorld.PartOf(back, "iss").TrimEnd('/'));
        var (status, given) = await world.Redeem(OpenIdWorld.PartOf(back, "code"));
        Assert.Equal(200, status);
        var id = await Verified(world, given.GetProperty("id_token").GetString()!, algorithm);
        Assert.Equal(("n0nce", "wiki"), (id.GetClaim("nonce").Value, id.Audiences.Single()));
        Assert.Equal(AppProofRules.SecondFactorAcr, id.GetClaim("acr").Value);
        Assert.Equal(["pwd", "otp", "mfa"], id.Claims.Where(claim => claim.Type == "amr").Select(claim => claim.Value));
        Assert.Equal(Now(world), id.GetClaim("auth_time").Value);
        Assert.Equal(grace.Email, id.GetClaim("email").Value);
        var info = await world.UserInfo(given.GetProperty("access_token").GetString()!);
        Assert.Equal((200, id.Subject), (info.Status, info.Json.GetProperty("sub").GetString()));
        Assert.Equal("grace", info.Json.GetProperty("preferred_username").GetString());
        Assert.True(info.Json.GetProperty("email_verified").GetBoolean());
        Assert.Equal(1, await world.Server.AuditedOf(grace, "app_entered", "success"));
        Assert.False(given.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task Who_has_a_password_only_is_told_apart_and_gets_a_second_factor_first_where_one_is_demanded()
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Ada);

        var (_, given) = await world.Redeem(await OpenIdWorld.Code(browser));
        var id = await Verified(world, given.GetProperty("id_token").GetString()!, AppAlgorithm.Es256);
        Assert.Equal(AppProofRules.PasswordAcr, id.GetClaim("acr").Value);
        Assert.Equal(["pwd"], id.Claims.Where(claim => claim.Type == "amr").Select(claim => claim.Value));

        var stepUp = await browser.Open(OpenIdWorld.Ask(("acr_values", AppProofRules.SecondFactorAcr)));
        Assert.Contains("The wiki asks for a second factor", stepUp.Text, StringComparison.Ordinal);
        var silent = await browser.Open(OpenIdWorld.Ask(("acr_values", AppProofRules.SecondFactorAcr), ("prompt", "none")));
        Assert.Equal("login_required", OpenIdWorld.PartOf(silent, "error"));
        var either = $"{AppProofRules.SecondFactorAcr} {AppProofRules.PasswordAcr}";
        Assert.NotEmpty(await OpenIdWorld.Code(browser, ("acr_values", either)));
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    [InlineData("max_age", "60")]
    public async Task A_proof_that_is_too_old_is_given_once_more_and_the_time_of_it_is_told(string part, string value)
    {
        await using var world = await OpenIdWorld.Start();
        var grace = world.Server.People.Grace;
        var browser = await world.Server.Browser(grace);
        world.Server.Clock.Advance(TimeSpan.FromMinutes(5));

        var led = await browser.Open(OpenIdWorld.Ask((part, value)));
        Assert.Equal(PagePaths.ProveAgain, led.Location);
        Assert.Equal("login_required", OpenIdWorld.PartOf(await browser.Copy().Open(
            OpenIdWorld.Ask(("max_age", "60"), ("prompt", "none"))), "error"));
        var proven = await browser.Submit(await browser.Follow(led), PagePaths.ProveAgain, ("code", grace.Phone.NextCode()));
        var way = await browser.Follow(proven);
        var back = await browser.Open(way.Links.Single(link => link.StartsWith(OpenIdPaths.Authorize, StringComparison.Ordinal)));

        var (_, given) = await world.Redeem(OpenIdWorld.PartOf(back, "code"));
        var id = await Verified(world, given.GetProperty("id_token").GetString()!, AppAlgorithm.Es256);
        Assert.Equal(Now(world), id.GetClaim("auth_time").Value);
    }

    [Fact]
    public async Task Who_has_a_password_only_signs_in_again_where_the_application_wants_it_fresh()
    {
        await using var world = await OpenIdWorld.Start();
        var ada = world.Server.People.Ada;
        var browser = await world.Server.Browser(ada);
        world.Server.Clock.Advance(TimeSpan.FromMinutes(5));

        var page = await browser.Open(OpenIdWorld.Ask(("prompt", "login")));
        Assert.Contains("asks you to sign in again", page.Text, StringComparison.Ordinal);
        var door = await browser.Follow(await browser.Submit(page, PagePaths.AuthorizeAgain));
        var way = await browser.Follow(await browser.Submit(door, "/sign-in", ("name", ada.Email), ("password", TestPerson.Password)));
        var back = await browser.Open(way.Links.Single(link => link.StartsWith(OpenIdPaths.Authorize, StringComparison.Ordinal)));

        Assert.NotEmpty(OpenIdWorld.PartOf(back, "code"));
    }

    [Fact]
    public async Task What_renews_is_good_once_and_whoever_uses_it_again_ends_the_family()
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);
        var (_, first) = await world.Redeem(await OpenIdWorld.Code(browser, ("scope", "openid offline_access")));
        var (status, second) = await world.Renew(Refresh(first));
        Assert.Equal(200, status);
        Assert.NotEqual(Refresh(first), Refresh(second));
        Assert.True(await world.IsActive(Access(second)));

        var (again, no) = await world.Renew(Refresh(first));
        Assert.Equal((400, "invalid_grant"), (again, no.GetProperty("error").GetString()));
        Assert.Equal(400, (await world.Renew(Refresh(second))).Status);
        Assert.False(await world.IsActive(Access(second)));
        Assert.Equal(401, (await world.UserInfo(Access(second))).Status);
    }

    [Fact]
    public async Task A_code_that_a_crowd_redeems_has_one_winner_and_a_second_use_takes_what_it_gave()
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);
        for (var round = 0; round < 5; round++)
        {
            var code = await OpenIdWorld.Code(browser);
            var told = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.Redeem(code)));
            var winner = Assert.Single(told, each => each.Status == 200);
            Assert.All(told.Where(each =>
                each.Status != 200), each => Assert.Equal("invalid_grant", each.Json.GetProperty("error").GetString()));

            Assert.Equal(400, (await world.Redeem(code)).Status);
            Assert.False(await world.IsActive(Access(winner.Json)));
        }
    }

    [Fact]
    public async Task Of_a_crowd_that_renews_by_the_same_one_is_first_and_its_family_ends()
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);
        for (var round = 0; round < 3; round++)
        {
            var (_, given) = await world.Redeem(await OpenIdWorld.Code(browser, ("scope", "openid offline_access")));
            var told = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.Renew(Refresh(given))));

            var winner = Assert.Single(told, each => each.Status == 200);
            Assert.Equal(400, (await world.Renew(Refresh(given))).Status);
            Assert.Equal(400, (await world.Renew(Refresh(winner.Json))).Status);
        }
    }

    [Theory]
    [InlineData("signed out")]
    [InlineData("disabled")]
    [InlineData("password changed")]
    [InlineData("application removed")]
    [InlineData("revoked")]
    [InlineData("what renews revoked")]
    public async Task What_an_application_was_given_dies_with_what_is_behind_it(string what)
    {
        await using var world = await OpenIdWorld.Start();
        var grace = world.Server.People.Grace;
        var browser = await world.Server.Browser(grace);
        var (_, given) = await world.Redeem(await OpenIdWorld.Code(browser, ("scope", "openid email offline_access")));
        Assert.Equal(200, (await world.UserInfo(Access(given))).Status);
        var late = await OpenIdWorld.Code(browser);

        var id = await world.Server.IdOf(grace);
        if (what is "signed out") await browser.Submit(await browser.Open(PagePaths.Security), PagePaths.SignOut);
        if (what is "disabled") await world.Server.Change(tx => tx.Execute($"UPDATE accounts SET disabled_at = {tx.Now} WHERE id = {id}"));
        if (what is "password changed")
            await browser.Submit(
                await browser.Open(PagePaths.PasswordChange), PagePaths.PasswordChange,
                ("old", TestPerson.Password), ("password", "another-horse-battery"));
        if (what is "application removed") await world.Server.Change(tx => tx.Execute($"DELETE FROM applications"));
        if (what is "revoked") Assert.Equal(200, (await world.Post(OpenIdPaths.Revoke, [("token", Access(given))])).Status);
        if (what is "what renews revoked")
        {
            Assert.Equal(200, (await world.Post(OpenIdPaths.Revoke, [("token", Refresh(given))])).Status);
            Assert.Equal(200, (await world.Redeem(late)).Status);
        }

        Assert.Equal(401, (await world.UserInfo(Access(given))).Status);
        if (what is "revoked") return; // what it asks with, and no more
        Assert.NotEqual(200, (await world.Renew(Refresh(given))).Status);
        Assert.NotEqual(200, (await world.Redeem(late)).Status);
    }

    [Fact]
    public async Task A_code_and_what_was_given_are_over_in_time_and_nothing_but_what_renews_outlives_the_session()
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);
        var late = await OpenIdWorld.Code(browser);
        var (_, given) = await world.Redeem(await OpenIdWorld.Code(browser, ("scope", "openid offline_access")));
        world.Server.Clock.Advance(OpenIdSetup.CodeLife + Moment);
        Assert.Equal("invalid_grant", (await world.Redeem(late)).Json.GetProperty("error").GetString());
        Assert.Equal(200, (await world.UserInfo(Access(given))).Status);
        world.Server.Clock.Advance(OpenIdSetup.TokenLife + Moment);
        Assert.Equal(401, (await world.UserInfo(Access(given))).Status);

        world.Server.Clock.Advance(TimeSpan.FromHours(25));
        var (status, renewed) = await world.Renew(Refresh(given));
        Assert.Equal(200, status);
        world.Server.Clock.Advance(AppGrantStore.Life);
        Assert.Equal(400, (await world.Renew(Refresh(renewed))).Status);
    }

    [Fact]
    public async Task People_are_asked_what_an_application_that_is_not_ours_may_learn_and_a_no_is_told()
    {
        await using var world = await OpenIdWorld.Start(app => app with { AsksConsent = true });
        var browser = await world.Server.Browser(world.Server.People.Grace);
        Assert.Equal("consent_required", OpenIdWorld.PartOf(await browser.Open(OpenIdWorld.Ask(("prompt", "none"))), "error"));

        var page = await browser.Open(OpenIdWorld.Ask());
        Assert.Contains("your e-mail address", page.Text, StringComparison.Ordinal);
        Assert.Contains(
            "form-action 'self' https://wiki.example.org;", page.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
        var no = await browser.Follow(await browser.Submit(page, PagePaths.AuthorizeConsent));
        Assert.Equal("access_denied", OpenIdWorld.PartOf(no, "error"));
        var again = await browser.Open(OpenIdWorld.Ask());
        var yes = await browser.Follow(await browser.Submit(again, PagePaths.AuthorizeConsent, ("allow", "yes")));
        Assert.NotEmpty(OpenIdWorld.PartOf(yes, "code"));

        Assert.NotEmpty(await OpenIdWorld.Code(browser));
        Assert.Equal(200, (await browser.Open(OpenIdWorld.Ask(("prompt", "consent")))).Status);
        Assert.Equal(200, (await browser.Open(OpenIdWorld.Ask(("scope", "openid profile email offline_access")))).Status);
    }

    [Fact]
    public async Task Signing_out_is_asked_and_leads_back_only_to_where_the_application_may()
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);
        var ask = $"{OpenIdPaths.SignOut}?client_id=wiki&state=xyz&post_logout_redirect_uri={Uri.EscapeDataString(OpenIdWorld.Gone)}";

        var page = await browser.Open(ask);
        Assert.Equal(302, (await browser.Copy().Open(OpenIdWorld.Ask())).Status);
        var left = await browser.Submit(page, PagePaths.AuthorizeSignOut);
        Assert.Equal($"{OpenIdWorld.Gone}?state=xyz", (await browser.Follow(left)).Location);
        Assert.Equal(PagePaths.SignIn, (await browser.Open(OpenIdWorld.Ask())).Location);
        var evil = await browser.Open($"{OpenIdPaths.SignOut}?client_id=wiki&post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F");
        Assert.Equal(400, evil.Status);
    }

    [Fact]
    public async Task An_application_that_shows_what_it_was_given_long_ago_signs_somebody_out_who_has_gone()
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);
        var (_, given) = await world.Redeem(await OpenIdWorld.Code(browser));
        var ask = $"{OpenIdPaths.SignOut}?id_token_hint={given.GetProperty("id_token").GetString()}"
            + $"&post_logout_redirect_uri={Uri.EscapeDataString(OpenIdWorld.Gone)}";
        await browser.Submit(await browser.Open(PagePaths.Security), PagePaths.SignOut);
        world.Server.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(OpenIdWorld.Gone, (await browser.Open(ask)).Location);
    }

    [Fact]
    public async Task What_was_given_while_the_clock_was_ahead_is_over_when_it_is_right_again()
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);
        var (_, given) = await world.Redeem(await OpenIdWorld.Code(browser, ("scope", "openid offline_access")));
        Assert.Equal(200, (await world.UserInfo(Access(given))).Status);

        await world.Server.Change(tx => tx.Execute($"UPDATE app_tokens SET created_at = created_at + 86400"));
        Assert.Equal(401, (await world.UserInfo(Access(given))).Status);
        await world.Server.Change(tx => tx.Execute($"UPDATE app_tokens SET created_at = created_at - 86400"));
        await world.Server.Change(tx => tx.Execute($"UPDATE app_grants SET created_at = created_at + 86400"));
        Assert.Equal(400, (await world.Renew(Refresh(given))).Status);
    }

    [Fact]
    public async Task Keys_follow_one_another_with_an_overlap_and_what_was_signed_before_can_still_be_checked()
    {
        await using var world = await OpenIdWorld.Start();
        var first = await Published(world);
        world.Server.Clock.Advance(SigningKeyRules.Life - SigningKeyRules.Overlap);
        var both = await Published(world);
        world.Server.Clock.Advance(SigningKeyRules.Overlap + SigningKeyRules.Overlap);
        var second = await Published(world);

        Assert.Equal((2, 4, 2), (first.Count, both.Count, second.Count));
        Assert.Empty(first.Intersect(second));
        Assert.Equal(both.Order(), first.Union(second).Order());
        Assert.Equal(0, await world.Server.Number($"SELECT count(*) FROM signing_keys WHERE sealed_key IS NULL"));
    }

    private static async Task<IReadOnlyList<string>> Published(OpenIdWorld world) =>
        [.. (await world.Get(OpenIdPaths.Keys)).GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];

    private static async Task<JsonWebToken> Verified(OpenIdWorld world, string token, AppAlgorithm algorithm)
    {
        var keys = new JsonWebKeySet((await world.Get(OpenIdPaths.Keys)).GetRawText());
        var checkedToken = await new JsonWebTokenHandler().ValidateTokenAsync(token, new()
        {
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidIssuers = [world.Server.Url, $"{world.Server.Url}/"],
            ValidAudience = "wiki",
            ValidAlgorithms = [algorithm is AppAlgorithm.Es256 ? "ES256" : "RS256"],
            ValidateLifetime = false,
        });
        Assert.True(checkedToken.IsValid, checkedToken.Exception?.Message);
        return (JsonWebToken)checkedToken.SecurityToken;
    }

    private static string Now(OpenIdWorld world) =>
        world.Server.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Access(JsonElement given) => given.GetProperty("access_token").GetString()!;

    private static string Refresh(JsonElement given) => given.GetProperty("refresh_token").GetString()!;

    private static IEnumerable<string> Words(JsonElement told, string name) =>
        told.GetProperty(name).EnumerateArray().Select(each => each.GetString()!);
}
