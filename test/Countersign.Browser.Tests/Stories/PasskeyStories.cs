using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>People with a fingerprint reader, a security key, or neither, in a real browser.</summary>
public sealed class PasskeyStories(Chromium chromium) : Story(chromium)
{
    // A browser that offers passkeys only where a button asks for them.
    private const string OffersNothing =
        "if (window.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false;";

    /// <inheritdoc/>
    protected override (string Name, string Value)[] Settings => [TestServer.Named];

    [Fact]
    public async Task Ada_has_a_passkey_and_nothing_else_and_comes_in_without_typing()
    {
        var ada = await Somebody(Scripts.On);
        await ada.Page.AddInitScriptAsync(OffersNothing);
        await ada.HasDevice();
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);
        await ada.Follow("Passkey");
        await ada.Fill("label", "Laptop");
        await ada.Submit();
        await ada.KeepCodes();
        await ada.Open(PagePaths.Security);
        await ada.Reads("Laptop", "Bound to one device");

        await ada.Follow("Sign out");
        await ada.Follow("Sign in with a passkey");
        await ada.IsIn();
    }

    [Fact]
    public async Task Where_the_name_is_typed_the_browser_offers_the_passkeys_that_it_has()
    {
        var grace = await Somebody(Scripts.On);
        var device = await grace.HasDevice();
        await grace.SignIn(People.Grace);
        await grace.AddPasskey(People.Grace, "Laptop");
        Assert.Equal(1, await device.Count());

        // Chromium's own device takes the offer at once, as a person would by choosing it.
        await grace.Follow("Sign out");
        await grace.Page.WaitForURLAsync($"**{PagePaths.Security}");

        await grace.IsIn();
    }

    [Fact]
    public async Task Who_lets_the_browser_wait_is_told_and_may_try_again()
    {
        var grace = await Somebody(Scripts.On);
        var device = await grace.HasDevice(new(Keeps: false));
        await grace.SignIn(People.Grace);
        await grace.AddPasskey(People.Grace, "Key");
        await grace.Open($"{PagePaths.Codes}?way=passkey");
        await device.Touch(isTouched: false);
        await grace.Page.EvaluateAsync("""
            () => {
              const { dataset } = document.querySelector('input[data-options]');
              dataset.options = JSON.stringify({ ...JSON.parse(dataset.options), timeout: 500 });
            }
            """);

        await grace.Page.Locator("button[data-passkey]").ClickAsync();
        await grace.Page.Locator("[data-stopped]:visible").WaitForAsync();
        await device.Touch(isTouched: true);
        await grace.Submit();

        await grace.Reads("Each of these gets you in once");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Grace_finishes_a_sign_in_and_changes_things_with_a_device_or_a_security_key(bool keeps, bool verifies)
    {
        var grace = await Somebody(Scripts.On);
        var device = await grace.HasDevice(new(keeps, verifies));
        await grace.SignIn(People.Grace);
        await grace.AddPasskey(People.Grace, "Key");
        await grace.IsTold("Done: the new method is active.");
        await grace.Press("Change Key");
        await grace.Follow("Ask for this first");

        await device.Touch(isTouched: false);
        await grace.Follow("Sign out");
        await grace.GivePassword(People.Grace);
        await device.Touch(isTouched: true);
        await grace.Submit();
        await grace.IsIn();

        await grace.Press("Change Authenticator app");
        await grace.Follow("Remove …");
        await grace.Submit();
        await grace.IsTold("The method is removed.");
    }

    [Fact]
    public async Task Without_verification_a_key_does_not_stand_for_the_password()
    {
        var grace = await Somebody(Scripts.On);
        await grace.HasDevice(new(Keeps: true, Verifies: false));
        await grace.SignIn(People.Grace);
        await grace.AddPasskey(People.Grace, "Key");
        await grace.Follow("Sign out");

        await grace.Press("Sign in with a passkey");

        await grace.Page.Locator("[data-stopped]:visible").WaitForAsync();
        Assert.Equal(PagePaths.SignIn, grace.Path);
    }

    [Fact]
    public async Task A_key_that_the_device_has_forgotten_leaves_the_other_ways()
    {
        var grace = await Somebody(Scripts.On);
        var device = await grace.HasDevice();
        await grace.SignIn(People.Grace);
        await grace.AddPasskey(People.Grace, "Laptop");
        Assert.Equal(1, await device.Count());
        await device.Forgets();
        await grace.Follow("Sign out");
        await grace.GivePassword(People.Grace);
        await grace.Open($"{PagePaths.Prompt}?way=passkey");

        await grace.Press("Use a passkey");
        await grace.Page.Locator("[data-stopped]:visible").WaitForAsync();

        await grace.Press("Try another way");
        await grace.Follow("Code from your authenticator app");
        await grace.GiveCode(People.Grace.Phone.NextCode());
        await grace.IsIn();
    }

    [Fact]
    public async Task Two_tabs_have_a_question_each()
    {
        var first = await Somebody(Scripts.On);
        await first.HasDevice();
        await first.SignIn(People.Grace);
        await first.AddPasskey(People.Grace, "Laptop");
        await first.Open($"{PagePaths.Codes}?way=passkey");
        var second = await AnotherTab(first);
        await second.Open($"{PagePaths.Codes}?way=passkey");

        await first.Submit();

        await first.Reads("Each of these gets you in once");
    }

    [Fact]
    public async Task Without_scripts_the_other_ways_stand_there_and_the_page_says_why()
    {
        var grace = await Somebody(Scripts.On);
        await grace.HasDevice();
        await grace.SignIn(People.Grace);
        await grace.AddPasskey(People.Grace, "Laptop");
        var plain = await Somebody(Scripts.Off);
        await plain.GivePassword(People.Grace);
        await plain.Open($"{PagePaths.Prompt}?way=passkey");

        await plain.Reads("A passkey needs JavaScript");
        Assert.Equal(0, await plain.Page.Locator("button[data-passkey]:visible").CountAsync());
        await plain.Press("Try another way");
        await plain.Follow("Code from your authenticator app");
        await plain.GiveCode(People.Grace.Phone.NextCode());
        await plain.IsIn();
    }
}
