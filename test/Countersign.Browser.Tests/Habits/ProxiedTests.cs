using Countersign.Browser.Tests.Driving;
using Countersign.Browser.Tests.Scenery;
using Countersign.Server.Requests;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>
/// Somebody opens an application on another host, behind a real proxy, that speaks nothing: they sign in on the way, prove more where a
/// path demands it, and sign out there; on a phone, in the dark, with and without scripts.
/// </summary>
public sealed class ProxiedTests(Chromium chromium) : BrowserTest(chromium)
{
    protected override (string Name, string Value)[] Settings => [("TRUSTED_PROXIES", "127.0.0.1")];

    [Theory]
    [InlineData("nginx", true)]
    [InlineData("caddy", false)]
    [InlineData("haproxy", true)]
    public async Task The_whole_way_to_an_application_behind_a_proxy_and_out_again(string kind, bool scripts)
    {
        Assert.SkipUnless(RealProxy.IsHere(kind), $"There is no {kind} here; ./run test fetches it.");
        await using var app = await MuteApp.Start();
        await using var proxy = await RealProxy.Start(kind, FreePort.Next(), new Uri(Server.Url).Authority, app.Authority);
        await ApplicationScenes.AddProxied(Server, proxy.Origin);
        var visitor = await Visit(new(Look.Phone, IsDark: true, HasScripts: scripts));

        await visitor.Page.GotoAsync($"{proxy.Origin}/a%20page?with=this&and=that");
        await visitor.Page.GetByText("To go on to The intranet of the observatory").WaitForAsync();
        await visitor.Fill("name", People.Grace.Email);
        await visitor.Fill("password", TestPerson.Password);
        await visitor.Submit();
        await visitor.Fill("code", People.Grace.Phone.NextCode());
        await visitor.Page.Locator("main button.primary:visible").First.ClickAsync();
        await IsThere(visitor, $"{proxy.Origin}/a%20page?with=this&and=that");

        Server.Clock.Advance(TimeSpan.FromMinutes(11));
        await visitor.Page.GotoAsync($"{proxy.Origin}/page");
        await IsThere(visitor, $"{proxy.Origin}/page");
        await visitor.Page.GotoAsync($"{proxy.Origin}/admin/page");
        await visitor.Page.Locator("main [name=code]:visible").FillAsync(People.Grace.Phone.NextCode());
        await visitor.Page.Locator("main button.primary:visible").First.ClickAsync();
        await IsThere(visitor, $"{proxy.Origin}/admin/page");

        await visitor.Page.GotoAsync(proxy.Origin + ProxyPaths.SignOut);
        await visitor.Page.GetByText("Sign out of The intranet of the observatory?").First.WaitForAsync();
        await visitor.Submit();
        await visitor.Page.GetByText("You are signed out of The intranet of the observatory").First.WaitForAsync();
        await visitor.Submit();
        await visitor.Page.GotoAsync($"{proxy.Origin}/page");
        await visitor.Page.GetByText("To go on to The intranet of the observatory").WaitForAsync();

        Assert.All(visitor.Complaints.Take(), said => Assert.StartsWith($"Leads away: {proxy.Origin}/", said, StringComparison.Ordinal));
    }

    private static async Task IsThere(Visitor visitor, string address)
    {
        await visitor.Page.GetByText("user=grace").WaitForAsync();
        Assert.Equal(address, visitor.Page.Url);
    }
}
