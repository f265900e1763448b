using System.Net;
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
        using var wiki = new Wiki();
        await ApplicationScenes.Add(Server, wiki.Back);
        var visitor = await Visit(new(Look.Phone, IsDark: true, HasScripts: scripts));

        await visitor.ComeFromElsewhere(ApplicationScenes.Ask("&prompt=login", wiki.Back));
        Assert.Contains("To go on to The wiki of the observatory", await visitor.Text, StringComparison.Ordinal);
        await visitor.Fill("name", People.Grace.Email);
        await visitor.Fill("password", TestPerson.Password);
        await visitor.Submit();
        await visitor.GiveCode(People.Grace.Phone.NextCode());
        await visitor.Page.GetByText("Allow", new() { Exact = true }).ClickAsync();

        await visitor.Page.GetByText("Back in the wiki").WaitForAsync();
        Assert.StartsWith($"{wiki.Back}?code=", visitor.Page.Url, StringComparison.Ordinal);
        Assert.Contains("state=st4te", visitor.Page.Url, StringComparison.Ordinal);
        Assert.All(
            visitor.Complaints.Take(), said => Assert.StartsWith($"Leads away: {wiki.Back}?code=", said, StringComparison.Ordinal));
    }

    /// <summary>The application: a web server of its own, that says where somebody is.</summary>
    private sealed class Wiki : IDisposable
    {
        private readonly HttpListener listener = new();

        public Wiki()
        {
            var root = $"http://127.0.0.1:{FreePort.Next()}/";
            Back = $"{root}back";
            listener.Prefixes.Add(root);
            listener.Start();
            _ = Serve();
        }

        public string Back { get; }

        public void Dispose() => listener.Close();

        private async Task Serve()
        {
            while (listener.IsListening)
            {
                var call = await listener.GetContextAsync();
                call.Response.ContentType = "text/html";
                call.Response.Close("<!doctype html><link rel=icon href=data:,><p>Back in the wiki"u8.ToArray(), willBlock: false);
            }
        }
    }
}
