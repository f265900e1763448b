using Countersign.Browser.Tests.Driving;
using Countersign.Browser.Tests.Scenery;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>
/// Somebody comes from an application on another site, signs in here, is asked what it may learn, and is sent back: on a phone, in the
/// dark, with and without scripts. A browser that held our forms to our own pages would stop them on the way.
/// </summary>
public sealed class ApplicationTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_way_from_an_application_through_both_factors_and_back(bool scripts)
    {
        await ApplicationScenes.Add(Server);
        var visitor = await Visit(new(Look.Phone, IsDark: true, HasScripts: scripts));
        await visitor.Page.RouteAsync(
            $"{ApplicationScenes.Back}?*", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<p>Back in the wiki" }));

        await visitor.ComeFromElsewhere(ApplicationScenes.Ask("&prompt=login"));
        Assert.Contains("To go on to The wiki of the observatory", await visitor.Text, StringComparison.Ordinal);
        await visitor.Fill("name", People.Grace.Email);
        await visitor.Fill("password", TestPerson.Password);
        await visitor.Submit();
        await visitor.GiveCode(People.Grace.Phone.NextCode());
        await visitor.Page.GetByText("Allow", new() { Exact = true }).ClickAsync();

        await visitor.Page.GetByText("Back in the wiki").WaitForAsync();
        Assert.StartsWith($"{ApplicationScenes.Back}?code=", visitor.Page.Url, StringComparison.Ordinal);
        Assert.Contains("state=st4te", visitor.Page.Url, StringComparison.Ordinal);
    }
}
