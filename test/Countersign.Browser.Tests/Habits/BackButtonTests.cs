using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Microsoft.Playwright;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>Going back, loading again, and clicking twice: nothing happens twice, and nothing is seen that is over.</summary>
public sealed class BackButtonTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task Back_from_the_account_does_not_ask_for_the_password_again()
    {
        var grace = await Visit();
        await grace.SignIn(People.Grace);

        await grace.Page.GoBackAsync();

        Assert.Equal(PagePaths.Security, grace.Path);
    }

    [Fact]
    public async Task Back_after_signing_out_shows_nothing_of_the_account()
    {
        var grace = await Visit();
        await grace.SignIn(People.Grace);
        await grace.Open(PagePaths.Activity);
        await grace.Send(PagePaths.SignOut);

        await grace.Page.GoBackAsync();

        Assert.Equal(PagePaths.SignIn, grace.Path);
        Assert.DoesNotContain("Signed in", await grace.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Back_after_the_wizard_adds_nothing_twice()
    {
        var ada = await Visit();
        await AddApp(ada);
        await ada.KeepCodes();

        await ada.Leave(() => ada.Page.EvaluateAsync("history.go(-2)"));

        Assert.Equal(PagePaths.AddProve, ada.Path);
        await ada.Open(PagePaths.Security);
        Assert.Equal(1, await ada.Page.Locator("main h3", new() { HasText = "Pixel" }).CountAsync());
        Assert.Contains("You have 10 recovery codes left.", await ada.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recovery_codes_are_not_seen_again_by_going_back()
    {
        var ada = await Visit();
        await AddApp(ada);
        await ada.KeepCodes();

        // They were the answer to a form and are not kept anywhere: the browser itself says that it cannot show them again.
        await Assert.ThrowsAsync<PlaywrightException>(() => ada.Page.GoBackAsync());

        Assert.Contains("ERR_CACHE_MISS", Assert.Single(ada.Complaints.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loading_a_changed_page_again_changes_nothing()
    {
        var grace = await Visit();
        await grace.SignIn(People.Grace);
        await grace.Unfold();
        await grace.Page.Locator("[name=label]").FillAsync("Pixel");
        await grace.Leave(() => grace.Page.Locator("form[action$='/rename'] button").ClickAsync());

        await grace.Page.ReloadAsync();

        Assert.Contains("Pixel", await grace.Text, StringComparison.Ordinal);
        await grace.Open(PagePaths.Activity);
        Assert.Equal(1, await grace.Page.Locator("main h2", new() { HasText = "Method renamed" }).CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_double_click_signs_in_once(bool withScripts)
    {
        var grace = await Visit(new(HasScripts: withScripts));
        await grace.GivePassword(People.Grace);
        await grace.Fill("code", People.Grace.Phone.NextCode());

        await grace.Leave(() => grace.Page.Locator("main button.primary").DblClickAsync());

        await grace.Open(PagePaths.Security);
        Assert.Equal(PagePaths.Security, grace.Path);
        await grace.Open(PagePaths.Activity);
        Assert.Equal(1, await grace.Page.Locator("main h2", new() { HasText = "Signed in (authenticator app)" }).CountAsync());
    }

    [Fact]
    public async Task A_double_click_makes_one_key()
    {
        var grace = await Visit();
        await grace.SignIn(People.Grace);
        await grace.Open(PagePaths.ApiKeys);
        await grace.Fill("name", "backup script");

        await grace.Leave(() => grace.Page.Locator("main button.primary").DblClickAsync());

        Assert.Equal(1, await grace.Page.Locator("main h3", new() { HasText = "backup script" }).CountAsync());
    }

    private async Task AddApp(Visitor ada)
    {
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);
        await ada.Activate((await ada.ChooseApp()).NextCode(), "Pixel");
    }
}
