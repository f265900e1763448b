using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>Mailed links begin with the base URL: the doctor follows it as people do.</summary>
public sealed class DoctorBaseUrlTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task It_says_that_the_address_leads_here()
    {
        await using var server = await TestServer.Start();

        Assert.Contains("OK    base URL: http://127.0.0.1:", await Told($"{server.Http.BaseAddress}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("200 OK", "", "It works!\n", "answers with 200, and not as this service does")]
    [InlineData("200 OK", "", "alive\n and well", "answers with 200, and not as this service does")]
    [InlineData("404 Not Found", "", "alive?", "answers with 404, and not as this service does")]
    [InlineData("302 Found", "Location: https://www.example.org/\r\n", "", "answers with 302 and sends to https://www.example.org/")]
    public async Task Another_service_at_the_address_must_be_mended(string status, string header, string text, string expected)
    {
        using var stranger = new Stranger(status, header, text, certificate: null);

        var told = await Told($"http://127.0.0.1:{stranger.Port}");

        Assert.Contains($"FAIL  base URL: http://127.0.0.1:{stranger.Port}/healthz {expected}", told, StringComparison.Ordinal);
        Assert.Contains("COUNTERSIGN_BASE_URL", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", -2, "FAIL  base URL: the certificate of localhost:{0} is over since")]
    [InlineData("other.example.org", 90, "FAIL  base URL: the certificate of localhost:{0} is another name's")]
    [InlineData("localhost", 90, "WARN  base URL: https://localhost:{0} was not reached from here: nobody whom this machine trusts vouches")]
    public async Task A_certificate_that_lets_nobody_in_is_told(string name, int days, string expected)
    {
        office.Clock.AdjustTime(DateTimeOffset.UtcNow);
        var now = office.Clock.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(now.AddDays(-30), now.AddDays(days));
        using var stranger = new Stranger("200 OK", "", "alive\n", certificate);

        var told = await Told($"https://localhost:{stranger.Port}");

        Assert.Contains(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, stranger.Port), told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_this_machine_does_not_reach_is_a_warning()
    {
        var port = Stranger.ClosedPort();

        Assert.Contains(
            $"WARN  base URL: http://127.0.0.1:{port} was not reached from here: ", await Told($"http://127.0.0.1:{port}"),
            StringComparison.Ordinal);
    }

    private async Task<string> Told(string baseUrl)
    {
        office.Environment["COUNTERSIGN_BASE_URL"] = baseUrl.TrimEnd('/');
        await office.Run("migrate");
        return (await office.Run("doctor")).Output;
    }

    /// <summary>Something else that listens where the service should.</summary>
    private sealed class Stranger : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly Task serving;

        public Stranger(string status, string header, string text, X509Certificate2? certificate)
        {
            listener.Start();
            serving = Serve(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {status}\r\n{header}Content-Length: {text.Length}\r\nConnection: close\r\n\r\n{text}"), certificate);
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public static int ClosedPort()
        {
            using var gone = new TcpListener(IPAddress.Loopback, 0);
            gone.Start();
            return ((IPEndPoint)gone.LocalEndpoint).Port;
        }

        public void Dispose()
        {
            listener.Dispose();
            Assert.True(serving.IsCompleted || !serving.IsFaulted);
        }

        private async Task Serve(byte[] answer, X509Certificate2? certificate)
        {
            while (true)
            {
                try
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    await using Stream plain = client.GetStream();
                    await using var stream = certificate is null ? plain : new SslStream(plain);
                    if (stream is SslStream secure) await secure.AuthenticateAsServerAsync(certificate!);
                    var asked = new byte[4096];
                    if (await stream.ReadAsync(asked) > 0) await stream.WriteAsync(answer);
                }
                catch (Exception gone) when (gone is IOException or AuthenticationException)
                {
                    // Whoever does not like the certificate goes away.
                }
                catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
