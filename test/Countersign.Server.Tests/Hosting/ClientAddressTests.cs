using System.Net;
using Countersign.Server.Hosting;
using Countersign.Server.Requests;
using FsCheck.Xunit;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("203.0.113.9", "198.51.100.1", "", "203.0.113.9")] // nobody is trusted
    [InlineData("203.0.113.9", "198.51.100.1", "10.0.0.0/8", "203.0.113.9")] // the peer is no proxy of ours
    [InlineData("10.0.0.1", "198.51.100.1", "10.0.0.0/8", "198.51.100.1")]
    [InlineData("10.0.0.1", "1.1.1.1, 198.51.100.1", "10.0.0.0/8", "198.51.100.1")] // what the client made up stands left
    [InlineData("10.0.0.1", "198.51.100.1, 10.0.0.2", "10.0.0.0/8", "198.51.100.1")] // two proxies
    [InlineData("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.0/8", "10.0.0.3")] // a call from within
    [InlineData("10.0.0.1", "198.51.100.1, rubbish", "10.0.0.0/8", "10.0.0.1")] // unreadable: the last hop that is known
    [InlineData("10.0.0.1", "", "10.0.0.0/8", "10.0.0.1")]
    [InlineData("10.0.0.1", "198.51.100.1:4711", "10.0.0.0/8", "198.51.100.1")]
    [InlineData("10.0.0.1", "[2001:db8::7]:4711", "10.0.0.0/8", "2001:db8::7")]
    [InlineData("10.0.0.1", "[2001:db8::7]", "10.0.0.0/8", "2001:db8::7")]
    [InlineData("10.0.0.1", "\"[2001:db8::7]:4711\"", "10.0.0.0/8", "2001:db8::7")]
    [InlineData("10.0.0.1", "\"198.51.100.1\"", "10.0.0.0/8", "198.51.100.1")]
    [InlineData("10.0.0.1", "::ffff:198.51.100.1", "10.0.0.0/8", "198.51.100.1")]
    [InlineData("2001:db8::1", "2001:db8:5::7", "2001:db8::/64", "2001:db8:5::7")]
    public void The_client_is_the_rightmost_hop_that_is_no_proxy_of_ours(string peer, string header, string trusted, string client) =>
        Assert.Equal(client, Resolve(peer, header, trusted).ToString());

    [Property]
    public void Nothing_a_client_writes_changes_who_it_is(string? madeUp) =>
        Assert.Equal("198.51.100.1", Resolve("10.0.0.1", $"{madeUp}, 198.51.100.1", "10.0.0.0/8").ToString());

    [Theory]
    [InlineData("198.51.100.1", "198.51.100.1")]
    [InlineData("::ffff:198.51.100.1", "198.51.100.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::", "2001:db8:1:2::/64")]
    public void Limits_count_an_IPv6_customer_once(string address, string bucket) =>
        Assert.Equal(bucket, AddressBucket.Of(IPAddress.Parse(address)));

    [Fact]
    public async Task A_forwarding_header_from_a_stranger_is_air()
    {
        await using var server = await TinyServer.StartWhole();

        Assert.Equal("http 127.0.0.1", await Ask(server, ("X-Forwarded-For", "198.51.100.1"), ("X-Forwarded-Proto", "https")));
    }

    [Fact]
    public async Task A_proxy_of_ours_says_who_called_and_how()
    {
        await using var server = await TinyServer.StartWhole("127.0.0.0/8");

        Assert.Equal("https 198.51.100.1", await Ask(server, ("X-Forwarded-For", "1.1.1.1, 198.51.100.1"), ("X-Forwarded-Proto", "https")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http")]
    [InlineData("https, http")]
    [InlineData("ftp")]
    public async Task Plain_http_from_elsewhere_is_refused_and_not_redirected(string? scheme)
    {
        await using var server = await TinyServer.StartWhole("127.0.0.0/8");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
        request.Headers.Add("X-Forwarded-For", "198.51.100.1");
        if (scheme is not null) request.Headers.Add("X-Forwarded-Proto", scheme);

        using var answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        Assert.Contains(
            "\"auth_error\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static IPAddress Resolve(string peer, string header, string trusted) => ClientAddress.Resolve(
        IPAddress.Parse(peer), [header], [.. trusted.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPNetwork.Parse)]);

    private static async Task<string> Ask(TinyServer server, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
