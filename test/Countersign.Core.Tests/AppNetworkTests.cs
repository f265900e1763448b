using System.Net;
using FsCheck.Xunit;
using Xunit;

namespace Countersign.Core.Tests;

/// <summary>Where what asks by RADIUS may ask from.</summary>
public sealed class AppNetworkTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.7/32", "192.0.2.7")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("192.0.2.128/25", "192.0.2.128/25")]
    [InlineData("2001:DB8:0::1", "2001:db8::1")]
    [InlineData("2001:db8:1::/48", "2001:db8:1::/48")]
    public void What_is_one_is_read_in_one_spelling(string text, string spelt)
    {
        Assert.Null(AppNetwork.FaultOf(text));
        Assert.Equal(spelt, AppNetwork.Find(text)!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("vpn.example.org")]
    [InlineData("10.1")]
    [InlineData("010.0.0.1")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("8.0.0.0/7")]
    [InlineData("2000::/16")]
    public void What_is_none_is_told(string text) => Assert.NotNull(AppNetwork.FaultOf(text));

    [Theory]
    [InlineData("192.0.2.128/25", "192.0.2.128", true)]
    [InlineData("192.0.2.128/25", "192.0.2.127", false)]
    [InlineData("192.0.2.128/25", "::ffff:192.0.2.200", true)]
    [InlineData("192.0.2.128/25", "2001:db8::1", false)]
    [InlineData("2001:db8:1::/48", "2001:db8:1:ffff::1", true)]
    [InlineData("2001:db8:1::/48", "2001:db8:2::1", false)]
    public void An_address_is_in_it_or_not(string network, string address, bool isIn) =>
        Assert.Equal(isIn, AppNetwork.Find(network)!.Contains(IPAddress.Parse(address)));

    [Property]
    public bool Any_text_is_one_or_none(string? text) => AppNetwork.FaultOf(text ?? "") is null or { Length: > 0 };
}
