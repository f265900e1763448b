using System.Globalization;
using Countersign.Core;
using Countersign.Server.Pages;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace Countersign.Server.Tests.OpenId;

/// <summary>What an application hears of how somebody proved themselves is what happened; and what it did wrong is written down.</summary>
public sealed class OpenIdProofStories
{
    [Fact]
    public async Task A_code_by_text_is_told_as_one()
    {
        await using var world = await OpenIdWorld.Start();
        var linus = world.Server.People.Linus;
        var browser = world.Server.Browser();

        var prompt = await Prompted(browser, linus);
        var sent = await browser.Follow(await browser.Submit(prompt, $"{PagePaths.Prompt}/send"));
        var code = (await world.Server.Inbox.Next(linus.Number!, TestContext.Current.CancellationToken)).Code;
        await browser.Submit(sent, PagePaths.Prompt, ("code", code));

        Assert.Equal($"pwd sms mfa: {AppProofRules.SecondFactorAcr}", await Told(world, browser));
    }

    [Fact]
    public async Task A_recovery_code_is_told_as_one()
    {
        await using var world = await OpenIdWorld.Start();
        var barbara = world.Server.People.Barbara;
        var browser = world.Server.Browser();

        await Prompted(browser, barbara);
        await browser.Submit(
            await browser.Open($"{PagePaths.Prompt}?way=recovery"), PagePaths.Prompt, ("code", barbara.BackupCodes[0]));

        Assert.Equal($"pwd otp {AppProofRules.BackupCodeAmr} mfa: {AppProofRules.SecondFactorAcr}", await Told(world, browser));
    }

    [Fact]
    public async Task A_remembered_browser_brings_what_it_proved_and_when_and_a_code_once_more_takes_its_place()
    {
        await using var world = await OpenIdWorld.Start();
        var barbara = world.Server.People.Barbara;
        var proven = world.Server.Clock.GetUtcNow();
        var browser = await PasswordStories.Remembered(world.Server, barbara);
        await browser.Submit(
            await browser.Open(PagePaths.SignIn), PagePaths.SignIn, ("name", barbara.Email), ("password", TestPerson.Password));

        var id = await IdToken(world, browser);
        Assert.Equal($"pwd otp mfa: {AppProofRules.SecondFactorAcr}", Proof(id));
        Assert.Equal(proven.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), id.GetClaim("auth_time").Value);

        await browser.Submit(
            await browser.Open($"{PagePaths.ProveAgain}?way=recovery"), PagePaths.ProveAgain, ("code", barbara.BackupCodes[0]));
        Assert.Contains(AppProofRules.BackupCodeAmr, await Told(world, browser), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_session_of_before_knows_is_all_that_is_told()
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);
        await world.Server.Change(tx => tx.Execute($"UPDATE sessions SET second_factor_by = NULL"));

        Assert.Equal($"pwd mfa: {AppProofRules.SecondFactorAcr}", await Told(world, browser));
    }

    [Fact]
    public async Task A_second_use_of_what_is_good_once_is_written_down_once_for_its_person()
    {
        await using var world = await OpenIdWorld.Start();
        var grace = world.Server.People.Grace;
        var browser = await world.Server.Browser(grace);
        var (_, first) = await world.Redeem(await OpenIdWorld.Code(browser, ("scope", "openid offline_access")));
        var refresh = first.GetProperty("refresh_token").GetString()!;
        await world.Renew(refresh);
        Assert.Equal(0, await Reused(world, grace));

        await world.Renew(refresh);
        await world.Renew(refresh);

        Assert.Equal(1, await Reused(world, grace));
        Assert.Contains("used twice what is good once", (await browser.Open(PagePaths.Activity)).Text, StringComparison.Ordinal);

        var code = await OpenIdWorld.Code(browser);
        await world.Redeem(code);
        await world.Redeem(code);
        Assert.Equal(2, await Reused(world, grace));
    }

    [Fact]
    public async Task Wrong_names_and_secrets_of_applications_and_what_nobody_was_given_are_counted_in_the_log()
    {
        await using var world = await OpenIdWorld.Start();
        await world.Post("/openid/token", [("grant_type", "authorization_code"), ("code", "x")], "wiki", "app_wrong");
        await world.Post("/openid/introspect", [("token", "x")], "nobody", world.Secret);
        await world.UserInfo("made-up");
        await world.Server.Verb<FalseCredentials>().TellAll(TestContext.Current.CancellationToken);

        var told = await world.Server.Db.Read(
            sql => sql.Query<string>($"SELECT DISTINCT outcome FROM audit_log WHERE event = {AuditEvent.AuthnTokenRefused} ORDER BY outcome"),
            TestContext.Current.CancellationToken);
        Assert.Equal(["unknown_app", "unknown_credential"], told);
        Assert.Equal(1, await world.Server.Number($"SELECT count(*) FROM audit_log WHERE api_route = 'GET /openid/userinfo'"));
        Assert.Equal(0, await world.Server.Number($"SELECT count(*) FROM audit_log WHERE args LIKE '%app_wrong%'"));
    }

    private static Task<long> Reused(OpenIdWorld world, TestPerson person) =>
        world.Server.AuditedOf(person, "authn_token_reuse", "app_token");

    private static async Task<PageAnswer> Prompted(PageVisitor browser, TestPerson person) => await browser.Follow(await browser.Submit(
        await browser.Open(PagePaths.SignIn), PagePaths.SignIn, ("name", person.Email), ("password", TestPerson.Password)));

    private static async Task<string> Told(OpenIdWorld world, PageVisitor browser) => Proof(await IdToken(world, browser));

    private static string Proof(JsonWebToken id) =>
        $"{string.Join(' ', id.Claims.Where(claim => claim.Type == "amr").Select(claim => claim.Value))}: {id.GetClaim("acr").Value}";

    private static async Task<JsonWebToken> IdToken(OpenIdWorld world, PageVisitor browser) =>
        new((await world.Redeem(await OpenIdWorld.Code(browser))).Json.GetProperty("id_token").GetString());
}
