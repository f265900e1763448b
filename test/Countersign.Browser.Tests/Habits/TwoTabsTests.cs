using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>The same person in two tabs.</summary>
public sealed class TwoTabsTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_tab_that_was_left_open_can_do_nothing_after_signing_out_in_the_other()
    {
        var first = await Visit();
        await first.SignIn(People.Grace);
        await first.Unfold();
        var second = await AnotherTab(first);
        await second.Open(PagePaths.Security);
        await second.Send(PagePaths.SignOut);

        await first.Page.Locator("[name=label]").FillAsync("Stolen");
        await first.Leave(() => first.Page.Locator("form[action$='/rename'] button").ClickAsync());

        Assert.Contains("this one did nothing", await first.Text, StringComparison.Ordinal);
        await first.SignIn(People.Grace);
        Assert.DoesNotContain("Stolen", await first.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tab_that_was_left_open_goes_on_after_signing_in_again_in_the_other()
    {
        var first = await Visit();
        await first.SignIn(People.Grace);
        var second = await AnotherTab(first);
        await second.Open(PagePaths.Security);
        await second.Send(PagePaths.SignOut);
        await second.SignIn(People.Grace);

        await first.Follow("API keys");

        Assert.Equal(PagePaths.ApiKeys, first.Path);
    }

    [Fact]
    public async Task The_wizard_in_two_tabs_goes_on_where_the_newer_one_is_and_adds_one_method()
    {
        var first = await Visit();
        await first.SignIn(People.Ada);
        await first.BeginAddingByMail(People.Ada.Email);
        var older = await first.ChooseApp();
        var second = await AnotherTab(first);
        await second.Open(PagePaths.AddChoose);
        await second.ChooseApp();

        await first.Activate(older.NextCode(), "Pixel");
        Assert.Contains("That is not the code", await first.Text, StringComparison.Ordinal);
        await first.Activate((await first.ReadSetupKey()).NextCode(), "Pixel");
        await first.KeepCodes();
        await second.Activate("123456", "Other");

        Assert.Equal(PagePaths.AddProve, second.Path);
        await second.Open(PagePaths.Security);
        Assert.Equal(1, await second.Page.Locator("form[action$='/rename']").CountAsync());
    }

    [Fact]
    public async Task Two_prompts_for_one_sign_in_end_in_one_session()
    {
        var first = await Visit();
        await first.GivePassword(People.Grace);
        var second = await AnotherTab(first);
        await second.Open(PagePaths.Prompt);

        await first.GiveCode(People.Grace.Phone.NextCode());
        await second.GiveCode(People.Grace.Phone.Code());

        Assert.Equal(PagePaths.Security, first.Path);
        await second.Open(PagePaths.Security);
        Assert.Equal(PagePaths.Security, second.Path);
        Assert.Equal(1, await second.Page.Locator(".tag.good", new() { HasText = "this one" }).CountAsync());
    }
}
