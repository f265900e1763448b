using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Proxies;

/// <summary>What strangers say, carry and are led by: nobody passes by it, and nobody is sent to where no application is.</summary>
public sealed class ForwardRefusals
{
    [Theory]
    [InlineData("X-Forwarded-Host", "other.example", 403)]
    [InlineData("X-Forwarded-Host", "sub.intra.example", 403)]
    [InlineData("X-Forwarded-Host", "intra.example.", 400)]
    [InlineData("X-Forwarded-Host", "intra.example:8443", 403)]
    [InlineData("X-Forwarded-Host", "intra.example:0443x", 400)]
    [InlineData("X-Forwarded-Host", "intra.example:99999", 400)]
    [InlineData("X-Forwarded-Host", "intra.example, other.example", 400)]
    [InlineData("X-Forwarded-Host", "grace@intra.example", 400)]
    [InlineData("X-Forwarded-Host", "intra.example/", 400)]
    [InlineData("X-Forwarded-Host", "intra.example\\", 400)]
    [InlineData("X-Forwarded-Host", "intra%2eexample", 400)]
    [InlineData("X-Forwarded-Host", "xn--intra-.example", 403)]
    [InlineData("X-Forwarded-Host", "", 400)]
    [InlineData("X-Forwarded-Proto", "http", 403)]
    [InlineData("X-Forwarded-Proto", "wss", 400)]
    [InlineData("X-Forwarded-Proto", "https, https", 400)]
    [InlineData("X-Forwarded-Uri", "", 400)]
    [InlineData("X-Forwarded-Uri", "page", 400)]
    [InlineData("X-Forwarded-Uri", "https://intra.example/", 400)]
    [InlineData("X-Forwarded-Uri", "/pa ge", 400)]
    [InlineData("X-Forwarded-Uri", "/page#top", 400)]
    [InlineData("X-Original-URL", "https://intra.example/public", 400)]
    [InlineData("X-Original-URL", "https://other.example/page", 400)]
    [InlineData("X-Original-URL", "https://intra.example@other.example/page", 400)]
    public async Task What_does_not_say_one_address_of_an_application_does_not_pass(string name, string value, int status)
    {
        await using var world = await ForwardWorld.Start();
        var guest = await world.Guest(world.Server.People.Grace);
        await guest.Enter();

        Assert.Equal(status, (await guest.Ask("/page", (name, value))).Status);
        Assert.Equal("grace", await guest.Who("/page"));
    }

    [Theory]
    [InlineData("X-Forwarded-Host", "INTRA.example:443")]
    [InlineData("X-Forwarded-Host", "Intra.Example")]
    [InlineData("X-Forwarded-Proto", "HTTPS")]
    [InlineData("X-Original-URL", "https://intra.example/page")]
    [InlineData("X-Original-URL", "HTTPS://INTRA.example:443/page")]
    public async Task The_same_address_in_another_spelling_is_the_same(string name, string value)
    {
        await using var world = await ForwardWorld.Start();
        var guest = await world.Guest(world.Server.People.Grace);
        await guest.Enter();

        Assert.Equal(200, (await guest.Ask("/page", (name, value))).Status);
    }

    [Theory]
    [InlineData("/public/../admin")]
    [InlineData("/public/%2e%2e/admin")]
    [InlineData("/public/..%2fadmin")]
    [InlineData("/public/%2fadmin")]
    [InlineData("/public//admin")]
    [InlineData("/public\\..\\admin")]
    [InlineData("/public;/../admin")]
    [InlineData("/public/%5c..%5cadmin")]
    [InlineData("/public/%252e%252e/admin")]
    [InlineData("/public/%c0%ae%c0%ae/admin")]
    [InlineData("/public/%zz")]
    [InlineData("/public/%00")]
    [InlineData("/Public/page")]
    [InlineData("/publicity")]
    public async Task No_way_of_writing_a_path_makes_what_is_shut_open(string target)
    {
        await using var world = await ForwardWorld.Start();

        Assert.Equal(302, (await world.Guest().Ask(target)).Status);
        Assert.Equal(200, (await world.Guest().Ask("/public/%61b%63?x=/../admin")).Status);
    }

    [Theory]
    [InlineData("//other.example/page", "https://intra.example//other.example/page")]
    [InlineData("@other.example/", "https://intra.example/")]
    [InlineData(".other.example/", "https://intra.example/")]
    [InlineData(":8443/", "https://intra.example/")]
    [InlineData("https://other.example/", "https://intra.example/")]
    [InlineData("/\\other.example", "https://intra.example/\\other.example")]
    [InlineData("/.countersign/start", "https://intra.example/")]
    [InlineData("", "https://intra.example/")]
    public async Task Whatever_the_beginning_of_the_way_says_its_end_is_at_the_same_host(string wanted, string end)
    {
        await using var world = await ForwardWorld.Start();
        var guest = await world.Guest(world.Server.People.Grace);

        var start = await guest.Own($"{ProxyPaths.Start}?rd={Uri.EscapeDataString(wanted)}");
        var back = await guest.Home.Open(new Uri(start.Location!).PathAndQuery);
        var arrived = await guest.Own(back.Location!);

        Assert.Equal(end, arrived.Location);
    }

    [Theory]
    [InlineData("https://other.example/")]
    [InlineData("https://intra.example.other.example/")]
    [InlineData("https://intra.example@other.example/")]
    [InlineData("https://other.example\\@intra.example/")]
    [InlineData("https://other.example#@intra.example/")]
    [InlineData("https://intra.example:8443/")]
    [InlineData("http://intra.example/")]
    [InlineData("//intra.example/")]
    [InlineData("/page")]
    [InlineData("javascript:alert(1)//https://intra.example/")]
    [InlineData("")]
    public async Task Our_pages_lead_nobody_to_where_the_application_is_not(string wanted)
    {
        await using var world = await ForwardWorld.Start();
        var guest = await world.Guest(world.Server.People.Grace);
        var way = AppPasses.HashOf(AppPasses.NewWay());

        foreach (var page in (string[])["enter", "over"])
        {
            var answer = await guest.Home.Open($"/apps/intra/{page}?rd={Uri.EscapeDataString(wanted)}&way={way}");
            Assert.Equal((400, null), (answer.Status, answer.Location));
        }
    }

    [Fact]
    public async Task A_code_is_good_once_for_a_minute_in_its_browser_at_its_host()
    {
        await using var world = await ForwardWorld.Start(
            app => app with { ReturnAddresses = [ForwardWorld.Origin, "https://second.example"] });
        await world.Add(ForwardWorld.Intra with { Name = "other", ReturnAddresses = ["https://other.example"] });
        var guest = await world.Guest(world.Server.People.Grace);
        var code = await guest.Code();
        var elsewhere = code.Replace(ForwardWorld.Origin, "", StringComparison.Ordinal);

        await IsOver(world.Guest(), elsewhere);
        await IsOver(guest.At("https://other.example"), elsewhere);
        await IsOver(guest.At("https://second.example"), elsewhere);
        await IsOver(guest, elsewhere[..^2] + (elsewhere[^2] is 'A' ? "B" : "A") + elsewhere[^1]);
        await IsOver(guest, ProxyPaths.Arrive);
        Assert.Equal($"{ForwardWorld.Origin}/", (await guest.Own(code)).Location);
        await IsOver(guest, code);

        var late = await guest.At(ForwardWorld.Origin).Code();
        world.Server.Clock.Advance(HandOver.Life);
        await IsOver(guest, late);
    }

    [Fact]
    public async Task What_is_carried_at_one_host_is_nothing_at_another_and_nothing_at_our_own_pages()
    {
        await using var world = await ForwardWorld.Start(
            app => app with { ReturnAddresses = [ForwardWorld.Origin, "https://second.example"] });
        await world.Add(ForwardWorld.Intra with { Name = "other", ReturnAddresses = ["https://other.example"] });
        var guest = await world.Guest(world.Server.People.Grace);
        await guest.Enter();

        Assert.Equal((null, null), (await guest.At("https://other.example").Who(), await guest.At("https://second.example").Who()));
        Assert.Equal("grace", await guest.Who());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("....")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_nobody_was_given_is_worth_nothing_and_counted(string carried)
    {
        await using var world = await ForwardWorld.Start();

        var refused = await world.Guest().Ask("/", ("Cookie", $"__Host-countersign={carried}"));

        Assert.Equal(302, refused.Status);
    }

    [Fact]
    public async Task Nobody_but_a_configured_proxy_is_believed()
    {
        await using var server = await TestServer.Start();
        await server.Change(tx => AppStore.Add(tx, ForwardWorld.Intra, null));
        var guest = new Guest(server.Browser(), server.Browser(), ForwardWorld.Origin);

        var refused = await guest.Ask("/public");

        Assert.Equal(403, refused.Status);
        Assert.Contains("COUNTERSIGN_TRUSTED_PROXIES", refused.Text, StringComparison.Ordinal);
        Assert.Equal(403, (await guest.Own(ProxyPaths.Start)).Status);
    }

    [Fact]
    public async Task An_application_behind_a_proxy_speaks_no_OpenID_Connect_and_one_that_does_is_behind_none()
    {
        await using var world = await ForwardWorld.Start();
        await OpenId.OpenIdWorld.Add(world.Server, OpenId.OpenIdWorld.Wiki);
        var browser = await world.Server.Browser(world.Server.People.Grace);

        var asked = await browser.Open(OpenId.OpenIdWorld.Ask(("client_id", "intra"), ("redirect_uri", ForwardWorld.Origin)));
        Assert.Equal((400, null), (asked.Status, asked.Location));
        var way = AppPasses.HashOf(AppPasses.NewWay());
        Assert.Equal(400, (await browser.Open($"/apps/wiki/enter?rd={Uri.EscapeDataString(OpenId.OpenIdWorld.Back)}&way={way}")).Status);
    }

    private static async Task IsOver(Guest guest, string address)
    {
        var refused = await guest.Own(address);
        Assert.Contains("/over?rd=", refused.Location, StringComparison.Ordinal);
        Assert.False(refused.Headers.Contains("Set-Cookie"));
    }
}
