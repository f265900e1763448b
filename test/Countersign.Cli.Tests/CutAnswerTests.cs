using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Countersign.Cli.Tests;

/// <summary>A server whose answers end before they are whole.</summary>
public sealed class CutAnswerTests
{
    private const string Half = """{"format":"countersign-account-export","account":{"email":"ada@exa""";

    [Theory]
    [InlineData("Content-Length: 5000")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Connection: close")]
    public async Task Half_an_export_is_no_file_and_is_told(string framing)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var cutting = Cut(listener, framing);
        using var terminal = new Terminal { Url = new($"http://{listener.LocalEndpoint}"), ApiKey = "key" };
        Directory.CreateDirectory(terminal.PathOf("data"));

        var ran = await terminal.Run("account export --output data/ada.json --code 123456 --method-type totp", []);
        var raw = await terminal.Run("--raw account export --output data/ada.json --code 123456 --method-type totp", []);

        Assert.Equal((1, ""), (ran.ExitCode, ran.Output));
        Assert.Equal(
            $"The answer of http://{listener.LocalEndpoint} broke off before its end. Nothing was saved.\n" +
            "  Take it again, with another code:  countersign account export\n", ran.Errors);
        Assert.Equal((1, ""), (raw.ExitCode, raw.Output));
        Assert.StartsWith("""{"success":false,"error":"unreachable",""", raw.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(terminal.PathOf("data")));
        listener.Stop();
        await cutting;
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_before_a_code_is_spent()
    {
        using var terminal = new Terminal { Url = new("http://127.0.0.1:9"), ApiKey = "key" };

        var ran = await terminal.Run("account export --output nowhere/ada.json --code 123456 --method-type totp", []);

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.StartsWith("There is no folder ", ran.Errors, StringComparison.Ordinal);
    }

    // It reads the request to its end, so that what breaks is the answer.
    private static async Task Cut(TcpListener listener, string framing)
    {
        try
        {
            while (true)
            {
                using var caller = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                var stream = caller.GetStream();
                await ReadRequest(stream);
                var body = framing.Contains("chunked", StringComparison.Ordinal) ? $"{Half.Length + 1000:x}\r\n{Half}" : Half;
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{framing}\r\n\r\n{body}"));
            }
        }
        catch (SocketException)
        {
            // The test is over.
        }
    }

    private static async Task ReadRequest(NetworkStream stream)
    {
        var (buffer, text) = (new byte[4096], "");
        while (!IsWhole(text)) text += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
    }

    private static bool IsWhole(string text)
    {
        const string length = "Content-Length: ";
        var (end, at) = (text.IndexOf("\r\n\r\n", StringComparison.Ordinal), text.IndexOf(length, StringComparison.Ordinal));
        if (end < 0) return false;

        var wanted = at < 0 ? 0 : int.Parse(text[(at + length.Length)..text.IndexOf('\r', at)], null);
        return text.Length >= end + 4 + wanted;
    }
}
