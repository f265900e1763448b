using Countersign.Core;
using Countersign.Server.Requests;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Proxies;

/// <summary>A server with an application behind a proxy.</summary>
internal sealed class ForwardWorld : IAsyncDisposable
{
    public const string Origin = "https://intra.example";

    private ForwardWorld(TestServer server) => Server = server;

    public TestServer Server { get; }

    public static NewApp Intra { get; } = new(
        "intra", "The intranet", AppKind.Proxy, [Origin], [], [], AppLevel.SecondFactor, null, AppAlgorithm.Es256, AsksConsent: false)
    {
        Paths =
        [
            new("/admin", AppLevel.SecondFactor, TimeSpan.FromMinutes(10)), new("/public", null, null),
            new("/staff", AppLevel.Password, null),
        ],
    };

    public static async Task<ForwardWorld> Start(Func<NewApp, NewApp>? with = null, params (string Name, string Value)[] settings)
    {
        var world = new ForwardWorld(await TestServer.Start([("TRUSTED_PROXIES", "127.0.0.1"), .. settings]));
        await world.Add((with ?? (app => app))(Intra));
        return world;
    }

    public async Task Add(NewApp app) => await Server.Change(tx => AppStore.Add(tx, app, null));

    /// <summary>A browser at which nobody is signed in.</summary>
    public Guest Guest(string origin = Origin) => new(Server.Browser(), Server.Browser(), origin);

    /// <summary>A browser at which somebody is signed in at our pages, and has been nowhere else.</summary>
    public async Task<Guest> Guest(TestPerson person) => new(await Server.Browser(person), Server.Browser(), Origin);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>
/// A browser at an application's own host: its proxy asks us about each request, and passes those below /.countersign/ to us. Cookies of
/// that host and those of ours never meet.
/// </summary>
internal sealed class Guest(PageVisitor home, PageVisitor there, string origin)
{
    /// <summary>The browser at our pages.</summary>
    public PageVisitor Home => home;

    /// <summary>What the browser carries at the application.</summary>
    public IReadOnlyDictionary<string, string> Cookies => there.Cookies;

    /// <summary>The same browser, its cookies copied, at another host.</summary>
    public Guest At(string other) => new(home, there.Copy(), other);

    /// <summary>Another browser at the same host that has stolen all that this one carries there.</summary>
    public Guest Stolen(PageVisitor other) => new(other, there.Copy(), origin);

    /// <summary>The proxy asks whether a request may pass.</summary>
    public Task<PageAnswer> Ask(string target, params (string Name, string Value)[] said) =>
        Send(ProxyPaths.Ask, [("X-Forwarded-Uri", target), ("X-Forwarded-Method", "GET"), .. said]);

    /// <summary>Opens an address of ours at the application's host.</summary>
    public Task<PageAnswer> Own(string address) =>
        Send(address.StartsWith(origin, StringComparison.Ordinal) ? address[origin.Length..] : address);

    /// <summary>Sets out, as a proxy sends somebody: to the first of our pages that asks something, or back to the application.</summary>
    public async Task<PageAnswer> SetOut(string target)
    {
        var first = $"{origin}{ProxyPaths.Start}?rd={Uri.EscapeDataString(target)}";
        if (await Ask(target) is { Status: not 200 } asked) Assert.Equal((302, first), (asked.Status, asked.Location));
        var start = await Own(first);
        Assert.Equal(302, start.Status);
        return await home.Open(new Uri(start.Location!).PathAndQuery);
    }

    /// <summary>The code that a browser is sent back with; our pages know already who it is.</summary>
    public async Task<string> Code(string target = "/")
    {
        var back = await SetOut(target);
        Assert.True(
            back.Location?.StartsWith($"{origin}{ProxyPaths.Arrive}?code=", StringComparison.Ordinal),
            $"{back.Status} {back.Location}\n{back.Text}");
        return back.Location!;
    }

    /// <summary>Goes to the application and comes back with what is carried there.</summary>
    public async Task Enter(string target = "/")
    {
        var arrived = await Own(await Code(target));
        Assert.Equal((302, origin + target), (arrived.Status, arrived.Location));
    }

    /// <summary>Whom a request passes as; null: it does not pass.</summary>
    public async Task<string?> Who(string target = "/") => await Ask(target) is { Status: 200 } let ? Header(let, "Remote-User") : null;

    /// <summary>What a header says.</summary>
    public static string Header(PageAnswer answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : "(none)";

    /// <summary>A proxy sends a request to us; an empty value leaves out what it says usually.</summary>
    public async Task<PageAnswer> Send(string path, params (string Name, string Value)[] said)
    {
        there.Headers.Clear();
        there.Headers["X-Forwarded-Proto"] = origin.Split(':')[0];
        there.Headers["X-Forwarded-Host"] = origin.Split("://")[1];
        there.Headers["Accept"] = "text/html";
        foreach (var (name, value) in said)
        {
            if (value.Length > 0) there.Headers[name] = value;
            else there.Headers.Remove(name);
        }

        return await there.Open(path);
    }
}
