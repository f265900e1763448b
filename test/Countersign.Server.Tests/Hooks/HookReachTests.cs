using System.Net;
using Countersign.Server.Hooks;
using Countersign.Server.Operators;
using Countersign.Server.Settings;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Hooks;

/// <summary>Webhooks go nowhere where only this machine, its network or its provider is.</summary>
public sealed class HookReachTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("192.0.0.192")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:7f00:1::")]
    [InlineData("2001:db8::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("ff02::1")]
    public async Task An_address_of_nobody_on_the_internet_is_refused(string address)
    {
        var given = IPAddress.Parse(address);
        Assert.False(HookAddresses.IsPublic(given));

        var reach = Reach([], given);
        await Assert.ThrowsAsync<HookPlaceException>(() => reach.Connect("https", new("hooks.example.org", 443), Ct));
        var literal = given.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address;
        Assert.NotNull(Reach([]).Refuse(new($"https://{literal}/")));
    }

    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("172.32.0.1")]
    [InlineData("::ffff:93.184.215.14")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    public void An_address_on_the_internet_is_not(string address) => Assert.True(HookAddresses.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_that_means_this_machine_is_refused_by_the_machines_own_way_of_reading_it()
    {
        await using var catcher = await HookCatcher.Start();
        await using var server = await TestServer.Start();
        var url = new UriBuilder(catcher.Url) { Host = "localhost" }.Uri;
        var added = await server.Verb<AddHook>().Run("olga", url, HookEvents.Usual, Ct);

        var outcome = await server.Verb<TestHook>().Run("olga", added!.Id, Ct);

        Assert.Contains("COUNTERSIGN_HOOK_HOSTS", outcome!.Error, StringComparison.Ordinal);
        Assert.Empty(catcher.All);
    }

    [Fact]
    public async Task A_name_counts_for_what_it_means_at_the_connection_and_not_for_what_it_meant_before()
    {
        var asked = 0;
        var reach = new HookReach(new([], PlainAllowed: false), (_, _) => Task.FromResult<IPAddress[]>(
            [asked++ == 0 ? IPAddress.Parse("2606:2800:21f::1") : IPAddress.Loopback]));
        using var soon = new CancellationTokenSource();
        var first = reach.Connect("https", new("rebind.example.org", 443), soon.Token);
        await soon.CancelAsync();
        var unreached = await Assert.ThrowsAnyAsync<Exception>(() => first);
        Assert.IsNotType<HookPlaceException>(unreached);

        await Assert.ThrowsAsync<HookPlaceException>(() => reach.Connect("https", new("rebind.example.org", 443), Ct));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Of_a_name_with_a_public_and_a_private_address_only_the_public_one_is_tried()
    {
        await using var catcher = await HookCatcher.Start();
        var reach = Reach([], IPAddress.Loopback, IPAddress.Parse("2606:2800:21f::1"));
        using var soon = new CancellationTokenSource();
        var connecting = reach.Connect("https", new("both.example.org", catcher.Url.Port), soon.Token);
        await soon.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => connecting);
        Assert.Empty(catcher.All);
    }

    [Theory]
    [InlineData("http://hooks.example.org/", "https://")]
    [InlineData("ftp://hooks.example.org/", "https://")]
    [InlineData("https://ada:pw@hooks.example.org/", "user")]
    [InlineData("https://hooks.example.org/#x", "fragment")]
    [InlineData("https://[::ffff:10.0.0.7]/", "COUNTERSIGN_HOOK_HOSTS")]
    [InlineData("http://127.0.0.1:8080/", "COUNTERSIGN_HOOK_HOSTS")]
    public void Such_an_address_is_refused_with_what_would_do(string url, string says) =>
        Assert.Contains(says, Reach([]).Refuse(new(url)), StringComparison.Ordinal);

    [Fact]
    public async Task Without_encryption_it_goes_to_this_machine_only_unless_that_is_allowed()
    {
        var inside = IPAddress.Parse("10.0.0.7");
        await Assert.ThrowsAsync<HookPlaceException>(() => Reach(["hooks.internal"], inside).Connect("http", new("hooks.internal", 80), Ct));
        Assert.Null(Reach(["localhost"]).Refuse(new("http://localhost:8080/")));
        Assert.Null(new HookReach(new(["hooks.internal"], PlainAllowed: true)).Refuse(new("http://hooks.internal/")));
    }

    private static HookReach Reach(System.Collections.Immutable.ImmutableHashSet<string> hosts, params IPAddress[] means) =>
        new(new HookPlaces(hosts, PlainAllowed: false), (_, _) => Task.FromResult(means));
}
