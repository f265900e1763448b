using System.Globalization;
using Countersign.Core;
using Countersign.Server.OpenId;
using Countersign.Server.Operators;
using Countersign.Server.Pages;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace Countersign.Server.Tests.OpenId;

/// <summary>An application may demand what no false page can pass on: a passkey, used in the very session (I47, I48).</summary>
public sealed class PhishingResistantStories
{
    private const string Passkey = $"pop user mfa: {AppProofRules.PhishingResistantAcr}";

    private static readonly (string, string) Demanded = ("acr_values", AppProofRules.PhishingResistantAcr);

    private static readonly (string, string) Named = ("BASE_URL", PasskeySteps.Origin);

    [Fact]
    public async Task Whoever_came_by_a_code_is_asked_for_their_passkey_in_the_middle_of_the_session()
    {
        await using var world = await OpenIdWorld.Start(null, Named);
        var grace = world.Server.People.Grace;
        using var device = new PasskeyDevice();
        await (await world.Server.Browser(grace)).AddPasskey(grace, device);
        var browser = await world.Server.Browser(grace);
        Assert.Equal($"pwd otp mfa: {AppProofRules.SecondFactorAcr}", await Told(world, browser));
        world.Server.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("login_required", OpenIdWorld.PartOf(
            await browser.Copy().Open(OpenIdWorld.Ask(Demanded, ("prompt", "none"))), "error"));
        var led = await browser.Open(OpenIdWorld.Ask(Demanded));
        Assert.Equal(PagePaths.ProvePasskey, led.Location);
        var page = await browser.Follow(led);
        Assert.Contains("a code is not enough", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"ways\"", page.Html, StringComparison.Ordinal);

        // A code by a form that was made up raises nobody: they stand where they stood.
        var forged = await browser.Submit(page, PagePaths.ProvePasskey, ("way", await WayOf(world, "totp")), ("code", grace.Phone.NextCode()));
        Assert.Equal($"{PagePaths.ProvePasskey}?said=beginagain", forged.Location);
        var proven = await browser.Answer(await browser.Open(PagePaths.ProvePasskey), PagePaths.ProvePasskey, device);
        Assert.Equal(PagePaths.AuthorizeOn, proven.Location);
        var back = await browser.Open(LinkOn(await browser.Follow(proven)));

        var id = await IdToken(world, OpenIdWorld.PartOf(back, "code"));
        Assert.Equal(Passkey, Proof(id));
        Assert.Equal(
            world.Server.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), id.GetClaim("auth_time").Value);
        Assert.Equal(Passkey, await Told(world, browser, Demanded, ("prompt", "none")));
    }

    [Fact]
    public async Task Whoever_has_none_is_told_so_adds_one_and_goes_on()
    {
        await using var world = await OpenIdWorld.Start(app => app with { Level = AppLevel.PhishingResistant }, Named);
        var grace = world.Server.People.Grace;
        using var device = new PasskeyDevice();
        var browser = await world.Server.Browser(grace);

        Assert.Equal("login_required", OpenIdWorld.PartOf(await browser.Open(OpenIdWorld.Ask(("prompt", "none"))), "error"));
        var page = await browser.Open(OpenIdWorld.Ask());
        Assert.Contains("The wiki asks for a passkey", page.Text, StringComparison.Ordinal);
        await browser.Submit(page, PagePaths.AddStart);
        await browser.Submit(await browser.Open(PagePaths.AddProve), PagePaths.AddProve, ("code", grace.Phone.NextCode()));
        var made = await browser.Open(PagePaths.AddPasskey);
        var added = await browser.Submit(
            made, PagePaths.AddPasskey, ("passkey", device.Make(made.Asked(), PasskeySteps.Origin)), ("label", "Laptop"));

        Assert.Equal(PagePaths.AuthorizeOn, added.Location);
        var led = await browser.Open(LinkOn(await browser.Follow(added)));
        var proven = await browser.Answer(await browser.Follow(led), PagePaths.ProvePasskey, device);
        var back = await browser.Open(LinkOn(await browser.Follow(proven)));
        Assert.Equal(Passkey, Proof(await IdToken(world, OpenIdWorld.PartOf(back, "code"))));
    }

    [Fact]
    public async Task A_passkey_that_was_made_for_another_site_is_none_here()
    {
        await using var world = await OpenIdWorld.Start(null, Named);
        var grace = world.Server.People.Grace;
        using var device = new PasskeyDevice();
        await (await world.Server.Browser(grace)).AddPasskey(grace, device);
        await world.Server.Change(tx => tx.Execute($"UPDATE passkeys SET site = 'elsewhere.example'"));

        var page = await (await world.Server.Browser(grace)).Open(OpenIdWorld.Ask(Demanded));
        Assert.Contains("The wiki asks for a passkey", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passkey_alone_is_enough_and_a_code_after_it_takes_its_place()
    {
        await using var world = await OpenIdWorld.Start(null, Named);
        var grace = world.Server.People.Grace;
        using var device = new PasskeyDevice();
        await (await world.Server.Browser(grace)).AddPasskey(grace, device);
        var browser = world.Server.Browser();
        await browser.Answer(await browser.Open(PagePaths.SignIn), PagePaths.EnterByPasskey, device);
        Assert.Equal(Passkey, await Told(world, browser, Demanded));
        world.Server.Clock.Advance(TimeSpan.FromMinutes(5));

        // What is too old is asked of the passkey, and of nothing less.
        Assert.Equal(PagePaths.ProvePasskey, (await browser.Open(OpenIdWorld.Ask(Demanded, ("max_age", "60")))).Location);
        Assert.Equal(PagePaths.ProvePasskey, (await browser.Open(OpenIdWorld.Ask(Demanded, ("prompt", "login")))).Location);

        await browser.Submit(
            await browser.Open($"{PagePaths.ProveAgain}?way={await WayOf(world, "totp")}"), PagePaths.ProveAgain,
            ("code", grace.Phone.NextCode()));
        Assert.Equal($"pwd otp mfa: {AppProofRules.SecondFactorAcr}", await Told(world, browser));
        Assert.Equal(PagePaths.ProvePasskey, (await browser.Open(OpenIdWorld.Ask(Demanded))).Location);
    }

    [Fact]
    public async Task A_remembered_browser_brings_no_passkey()
    {
        await using var world = await OpenIdWorld.Start(null, Named);
        var grace = world.Server.People.Grace;
        using var device = new PasskeyDevice();
        await (await world.Server.Browser(grace)).AddPasskey(grace, device);
        var browser = world.Server.Browser();
        var prompt = await browser.ToPasskey(grace);
        var entered = await browser.Submit(
            prompt, PagePaths.Prompt, ("passkey", device.Sign(prompt.Asked(), PasskeySteps.Origin)), ("remember", "yes"));
        Assert.Equal(Passkey, await Told(world, browser));
        await browser.Submit(await browser.Follow(await browser.Follow(entered)), "/sign-out");
        world.Server.Clock.Advance(TimeSpan.FromMinutes(10));

        await browser.Submit(
            await browser.Open(PagePaths.SignIn), PagePaths.SignIn, ("name", grace.Email), ("password", TestPerson.Password));
        Assert.Equal($"pwd pop user mfa: {AppProofRules.SecondFactorAcr}", await Told(world, browser));
        Assert.Equal(PagePaths.ProvePasskey, (await browser.Open(OpenIdWorld.Ask(Demanded))).Location);
    }

    [Fact]
    public async Task Where_there_can_be_no_passkeys_an_application_is_told_so_and_none_can_demand_one()
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);

        Assert.Equal("unmet_authentication_requirements", OpenIdWorld.PartOf(await browser.Open(OpenIdWorld.Ask(Demanded)), "error"));
        var told = await world.Get(OpenIdPaths.Configuration);
        Assert.DoesNotContain(AppProofRules.PhishingResistantAcr, told.GetRawText(), StringComparison.Ordinal);
        var draft = new AppDraft("vault", AppKind.Web)
        {
            ReturnAddresses = [OpenIdWorld.Back],
            Level = AppLevel.PhishingResistant,
            HasPasskeys = false,
        };
        Assert.Equal(AppPart.Level, draft.Read().Fault!.Part);
        Assert.Null((draft with { HasPasskeys = true }).Read().Fault);
        Assert.Equal(AppPart.Level, (draft with
        {
            Kind = AppKind.Radius,
            ReturnAddresses = ["192.0.2.7"],
            HasPasskeys = true,
        }).Read().Fault!.Part);
        Assert.Equal(AppPart.Level, (draft with
        {
            Kind = AppKind.Proxy,
            ReturnAddresses = ["https://a.example"],
            Level = AppLevel.Password,
            Paths = ["/v=phishing-resistant"],
        }).Read().Fault!.Part);
    }

    [Fact]
    public async Task It_is_published_where_there_are_passkeys()
    {
        await using var world = await OpenIdWorld.Start(null, Named);
        Assert.Contains(
            AppProofRules.PhishingResistantAcr,
            (await world.Get(OpenIdPaths.Configuration)).GetProperty("acr_values_supported").EnumerateArray().Select(each => each.GetString()));
    }

    private static string LinkOn(PageAnswer page) =>
        page.Links.Single(link => link.StartsWith(OpenIdPaths.Authorize, StringComparison.Ordinal));

    private static async Task<string> WayOf(OpenIdWorld world, string kind)
    {
        var id = await world.Server.Number(
            $"SELECT min(m.id) FROM methods m JOIN passkeys p ON p.account_id = m.account_id WHERE m.kind = {kind}");
        return string.Create(CultureInfo.InvariantCulture, $"m{id}");
    }

    private static async Task<string> Told(OpenIdWorld world, PageVisitor browser, params (string, string?)[] parts) =>
        Proof(await IdToken(world, await OpenIdWorld.Code(browser, parts)));

    private static string Proof(JsonWebToken id) =>
        $"{string.Join(' ', id.Claims.Where(claim => claim.Type == "amr").Select(claim => claim.Value))}: {id.GetClaim("acr").Value}";

    private static async Task<JsonWebToken> IdToken(OpenIdWorld world, string code) =>
        new((await world.Redeem(code)).Json.GetProperty("id_token").GetString());
}
