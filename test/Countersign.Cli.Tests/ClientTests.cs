using System.Net;
using System.Net.Sockets;
using System.Text;
using Countersign.Client;
using Xunit;

namespace Countersign.Cli.Tests;

public sealed class BlankedTests
{
    [Fact]
    public void Every_secret_of_the_interface_is_blanked_and_nothing_else() => Assert.Equal(
        """{"tfa_method":"totp","code":"•••","nested":[{"session_key":"•••","label":"phone"}],"backup_codes":"•••","secret":null,"phone_number":"+4915112345678"}""",
        Blank("""{"tfa_method":"totp","code":"123456","nested":[{"session_key":"k","label":"phone"}],"backup_codes":["A","B"],"secret":null,"phone_number":"+4915112345678"}"""));

    [Theory]
    [InlineData("", "")]
    [InlineData("<html>123456</html>", "(19 bytes that are not JSON)")]
    public void What_is_not_JSON_is_not_shown(string text, string expected) => Assert.Equal(expected, Blank(text));

    private static string Blank(string json) => Blanked.Json(Encoding.UTF8.GetBytes(json));
}

public sealed class UnreachableTests
{
    [Fact]
    public async Task Nobody_at_the_address_is_said_with_the_address()
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        using var client = new CountersignClient(new ClientSettings { Url = url });

        var unreachable = await Assert.ThrowsAsync<CountersignUnreachable>(() => client.ShowStatus(TestContext.Current.CancellationToken));

        Assert.Equal($"Nothing answers at {url.GetLeftPart(UriPartial.Authority)}.", unreachable.Message);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
