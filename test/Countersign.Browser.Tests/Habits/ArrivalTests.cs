using Countersign.Browser.Tests.Driving;
using Countersign.Browser.Tests.Scenery;
using Countersign.Server.Pages;
using Microsoft.Playwright;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>Somebody comes by a link on another site: in their webmail, in a ticket. The browser keeps strict cookies back then.</summary>
public sealed class ArrivalTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_is_signed_in_is_signed_in_there_too(bool scripts)
    {
        var grace = await Visit(new(HasScripts: scripts));
        await grace.SignIn(People.Grace);

        await grace.ComeFromElsewhere(PagePaths.ApiKeys);

        Assert.Equal(PagePaths.ApiKeys, grace.Path);
        Assert.Contains("API keys", await grace.Page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_tab_goes_on_working()
    {
        var first = await Visit();
        await first.SignIn(People.Grace);
        await first.Unfold();
        var second = await AnotherTab(first);

        await second.ComeFromElsewhere(PagePaths.Start);
        await first.Page.Locator("[name=label]").FillAsync("Old Pixel");
        await first.Leave(() => first.Page.Locator("form[action$='/rename'] button").ClickAsync());

        Assert.Contains("Old Pixel", await first.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailed_link_works_for_somebody_who_is_signed_in()
    {
        var ada = await Visit();
        await ada.SignIn(People.Ada);
        await ada.Open(PagePaths.Forgot);
        await ada.Fill("email", People.Ada.Email);
        await ada.Submit();

        await ada.OpenLinkTo(People.Ada.Email);
        await ada.Fill("password", "a fresh and quite long password");
        await ada.Submit();

        Assert.Equal(PagePaths.SignIn, ada.Path);
        Assert.Contains("new password", await ada.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_page_in_between_is_for_everybody_should_it_ever_be_seen()
    {
        var grace = await Visit();
        await grace.Page.RouteAsync("**/*arrived=yes*", route => route.AbortAsync("aborted"));

        await grace.FollowFromElsewhere(PagePaths.ApiKeys);
        await grace.Page.GetByRole(AriaRole.Link, new() { Name = "Continue" }).WaitForAsync();

        await PageChecks.IsForEverybody(grace.Page);
    }

    [Fact]
    public async Task The_back_button_leads_back_to_where_the_link_was()
    {
        var grace = await Visit();
        await grace.SignIn(People.Grace);
        await grace.ComeFromElsewhere(PagePaths.ApiKeys);

        await grace.Page.GoBackAsync();

        Assert.StartsWith(Visitor.Elsewhere, grace.Page.Url, StringComparison.Ordinal);
    }
}
