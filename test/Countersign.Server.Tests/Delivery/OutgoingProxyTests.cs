using System.Net;
using Countersign.Server.Delivery;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

public sealed class OutgoingProxyTests
{
    private static readonly Uri Proxy = new("http://proxy.example:3128");

    [Theory]
    [InlineData("http://127.0.0.1:8081/sms")]
    [InlineData("http://127.3.2.1/sms")]
    [InlineData("http://localhost:8081/sms")]
    [InlineData("http://sms.localhost/sms")]
    [InlineData("http://[::1]:8081/sms")]
    public void What_is_meant_for_this_machine_goes_directly(string destination) => Assert.Null(Way(null, destination));

    [Theory]
    [InlineData("sms.example.org", "https://sms.example.org/")]
    [InlineData("SMS.example.ORG", "https://sms.example.org/")]
    [InlineData("example.org", "https://sms.example.org/")]
    [InlineData(".example.org", "https://sms.example.org/")]
    [InlineData("*.example.org", "https://sms.example.org/")]
    [InlineData("other.example,  example.org", "https://sms.example.org/")]
    [InlineData("other.example example.org,", "https://sms.example.org/")]
    [InlineData("sms.example.org:8443", "https://sms.example.org:8443/")]
    [InlineData("bücher.example", "https://xn--bcher-kva.example/")]
    [InlineData("10.0.0.7", "http://10.0.0.7/")]
    [InlineData("10.0.0.0/8", "http://10.1.2.3/")]
    [InlineData("2001:db8::/32", "http://[2001:db8::7]/")]
    [InlineData("*", "https://sms.example.org/")]
    public void What_NO_PROXY_names_goes_directly(string exceptions, string destination) => Assert.Null(Way(exceptions, destination));

    [Theory]
    [InlineData(null, "https://sms.example.org/")]
    [InlineData("", "https://sms.example.org/")]
    [InlineData("example.org", "https://badexample.org/")]
    [InlineData("sms.example.org", "https://example.org/")]
    [InlineData("sms.example.org:8443", "https://sms.example.org/")]
    [InlineData("10.0.0.0/8", "http://11.0.0.1/")]
    [InlineData("10.0.0.0/8", "http://ten.example/")]
    [InlineData(",", "https://sms.example.org/")]
    public void Everything_else_goes_through_the_proxy(string? exceptions, string destination) =>
        Assert.Equal(Proxy, Way(exceptions, destination));

    private static Uri? Way(string? exceptions, string destination) =>
        new OutgoingProxy(new WebProxy(Proxy), exceptions).GetProxy(new(destination));
}
