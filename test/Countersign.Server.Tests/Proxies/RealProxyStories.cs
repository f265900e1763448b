using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Countersign.Core;
using Countersign.Server.Pages;
using Countersign.Server.Requests;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Proxies;

/// <summary>The lines of docs/forward-auth.md, in real proxies, before an application that speaks nothing.</summary>
public sealed class RealProxyStories
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => [.. RealProxy.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Somebody_signs_in_on_the_way_and_the_application_reads_who_it_is(string kind)
    {
        await using var world = await RealWorld.Start(kind);
        var (grace, there, home) = (world.Server.People.Grace, world.Browser(), world.Server.Browser());
        there.Headers["Accept"] = "text/html";

        var led = await there.Open("/a%20page?with=this&and=that");
        Assert.Equal((302, $"{world.Origin}{ProxyPaths.Start}?rd=%2Fa%2520page%3Fwith%3Dthis%26and%3Dthat"), (led.Status, led.Location));
        var start = await there.Follow(led);
        Assert.StartsWith($"{world.Server.Url}/apps/intra/enter?rd=", start.Location, StringComparison.Ordinal);
        var door = await home.Follow(await home.Open(new Uri(start.Location!).PathAndQuery));
        var prompt = await home.Submit(door, "/sign-in", ("name", grace.Email), ("password", TestPerson.Password));
        var signedIn = await home.Submit(await home.Follow(prompt), "/sign-in/code", ("code", grace.Phone.NextCode()));
        var on = await home.Follow(signedIn);
        var back = await home.Open(on.Links.Single(link => link.StartsWith("/apps/intra/enter?", StringComparison.Ordinal)));
        var arrived = await there.Follow(back);
        Assert.Equal($"{world.Origin}/a%20page?with=this&and=that", arrived.Location);

        there.Headers["Remote-User"] = "root";
        there.Headers["X-Countersign-Acr"] = "everything";
        var page = await there.Follow(arrived);
        Assert.Equal($"GET user=grace name=Gr%C3%A4fin Grace acr={AppProofRules.SecondFactorAcr} body=", page.Html);
        var sent = await there.Post("/form", [KeyValuePair.Create("field", "value")]);
        Assert.StartsWith("POST user=grace ", sent.Html, StringComparison.Ordinal);
        Assert.EndsWith("body=field=value", sent.Html, StringComparison.Ordinal);
        Assert.Equal(["GET /a%20page?with=this&and=that ", "POST /form field=value"], world.App.Asked);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Nothing_reaches_the_application_before_and_on_an_open_path_nobody_is_named(string kind)
    {
        await using var world = await RealWorld.Start(kind);
        var stranger = world.Browser();
        stranger.Headers["Remote-User"] = "root";
        stranger.Headers["Remote-Name"] = "root";
        stranger.Headers["X-Countersign-Acr"] = "everything";

        Assert.Equal(302, (await stranger.Open("/")).Status);
        Assert.Equal(401, (await stranger.Post("/form", [KeyValuePair.Create("field", "value")])).Status);
        stranger.Headers["Accept"] = "application/json";
        Assert.Equal((401, null), await stranger.Open("/data") is var told ? (told.Status, told.Location) : default);
        stranger.Headers.Remove("Accept");
        Assert.Empty(world.App.Asked);

        Assert.Equal("GET user= name= acr= body=", (await stranger.Open("/public/page")).Html);
        Assert.Equal("GET user= name= acr= body=", (await stranger.Open("/public/page?x=/admin")).Html);
        foreach (var way in (string[])["/public/%2e%2e/admin", "/public//admin", "/public/..%2fadmin"])
            Assert.DoesNotContain(" 200 ", await world.StatusOf(way), StringComparison.Ordinal);
        Assert.Contains(" 200 ", await world.StatusOf("/public/page"), StringComparison.Ordinal);
        Assert.Equal(3, world.App.Asked.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_a_browser_says_in_the_place_of_its_proxy_is_not_believed(string kind)
    {
        await using var world = await RealWorld.Start(kind);
        foreach (var (name, value) in ((string, string)[])
            [("X-Original-URL", $"{world.Origin}/public"), ("X-Forwarded-Uri", "/public"), ("X-Forwarded-Host", "other.example"),
             ("X-Forwarded-Method", "POST"), ("X-Original-Method", "POST"), ("X-Forwarded-Proto", "https"), ("X-Rewrite-Url", "/public")])
        {
            var stranger = world.Browser();
            stranger.Headers[name] = value;
            Assert.NotEqual(200, (await stranger.Open("/admin")).Status);
        }

        Assert.Empty(world.App.Asked);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_web_socket_is_asked_about_as_it_is_opened(string kind)
    {
        await using var world = await RealWorld.Start(kind);
        var guest = await world.Entered(world.Server.People.Grace);

        Assert.StartsWith("GET user=grace ", await Heard(world, guest), StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => Heard(world, world.Browser()));
        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
        Assert.Single(world.App.Asked);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_demand_of_a_path_leads_to_a_proof_and_signing_out_there_holds(string kind)
    {
        await using var world = await RealWorld.Start(kind);
        var grace = world.Server.People.Grace;
        var home = await world.Server.Browser(grace);
        var there = await world.Enter(home);
        Assert.Equal(200, (await there.Open("/admin")).Status);
        world.Server.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal((200, 302), ((await there.Open("/")).Status, (await there.Open("/admin")).Status));

        var start = await there.Follow(await there.Open("/admin"));
        var proof = await home.Open(new Uri(start.Location!).PathAndQuery);
        var proven = await home.Submit(await home.Follow(proof), PagePaths.ProveAgain, ("code", grace.Phone.NextCode()));
        var on = await home.Follow(proven);
        await there.Follow(await home.Open(on.Links.Single(link => link.StartsWith("/apps/intra/enter?", StringComparison.Ordinal))));
        Assert.Equal(200, (await there.Open("/admin")).Status);

        var led = await there.Open(ProxyPaths.SignOut);
        await home.Submit(await home.Open(new Uri(led.Location!).PathAndQuery), "/apps/intra/leave");
        Assert.Equal(302, (await there.Open("/")).Status);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Nobody_passes_while_we_cannot_be_asked(string kind)
    {
        await using var world = await RealWorld.Start(kind);
        var there = await world.Entered(world.Server.People.Grace);

        await world.Server.Restart(async () =>
        {
            foreach (var path in (string[])["/", "/public"]) Assert.InRange((await there.Open(path)).Status, 400, 599);
        });

        Assert.Empty(world.App.Asked);
        Assert.Equal(200, (await there.Open("/")).Status);
    }

    // What the application says when a socket is opened.
    private static async Task<string> Heard(RealWorld world, PageVisitor browser)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", string.Join("; ", browser.Cookies.Select(each => $"{each.Key}={each.Value}")));
        await socket.ConnectAsync(new Uri($"ws{world.Origin[4..]}/socket"), Ct);
        var heard = new byte[1000];
        var got = await socket.ReceiveAsync(heard, Ct);
        return Encoding.UTF8.GetString(heard, 0, got.Count);
    }
}

/// <summary>A server, an application, and a real proxy between people and both.</summary>
internal sealed class RealWorld : IAsyncDisposable
{
    private readonly RealProxy proxy;
    private readonly HttpClient http;

    private RealWorld(TestServer server, MuteApp app, RealProxy proxy)
    {
        (Server, App, this.proxy) = (server, app, proxy);
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(proxy.Origin) };
    }

    public TestServer Server { get; }

    public MuteApp App { get; }

    public string Origin => proxy.Origin;

    public static async Task<RealWorld> Start(string kind)
    {
        Assert.SkipUnless(RealProxy.IsHere(kind), $"There is no {kind} here; ./run test fetches it.");
        var (port, app) = (FreePort.Next(), await MuteApp.Start());
        var server = await TestServer.Start(("TRUSTED_PROXIES", "127.0.0.1"));
        var proxy = await RealProxy.Start(kind, port, new Uri(server.Url).Authority, app.Authority);
        await server.Change(tx => AppStore.Add(tx, ForwardWorld.Intra with { ReturnAddresses = [proxy.Origin] }, null));
        var id = await server.IdOf(server.People.Grace);
        await server.Change(tx => tx.Execute($"UPDATE accounts SET full_name = {"Gräfin Grace"} WHERE id = {id}"));
        return new(server, app, proxy);
    }

    /// <summary>A browser at the application's host.</summary>
    public PageVisitor Browser() => new(http);

    /// <summary>One whose person is signed in at our pages, and has come there.</summary>
    public async Task<PageVisitor> Entered(TestPerson person) => await Enter(await Server.Browser(person));

    /// <summary>Goes to the application from a browser that is signed in at our pages.</summary>
    public async Task<PageVisitor> Enter(PageVisitor home)
    {
        var there = Browser();
        var start = await there.Open($"{ProxyPaths.Start}?rd=%2F");
        await there.Follow(await home.Open(new Uri(start.Location!).PathAndQuery));
        return there;
    }

    /// <summary>What is answered to an address that is sent as it is written.</summary>
    public async Task<string> StatusOf(string target)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", new Uri(Origin).Port);
        await using var stream = socket.GetStream();
        var ask = $"GET {target} HTTP/1.1\r\nHost: {new Uri(Origin).Authority}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(ask));
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync() ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await proxy.DisposeAsync();
        await App.DisposeAsync();
        await Server.DisposeAsync();
    }
}
