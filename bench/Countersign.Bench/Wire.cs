using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Countersign.Bench;

/// <summary>
/// One kept connection that asks and waits, as lean as can be: what the generator of load spends, the server beside it does not have.
/// </summary>
internal sealed class Wire : IDisposable
{
    private readonly TcpClient client;
    private readonly NetworkStream stream;
    private readonly string host;
    private readonly byte[] answer = new byte[16 * 1024];

    public Wire(int port)
    {
        client = new("127.0.0.1", port) { NoDelay = true };
        (stream, host) = (client.GetStream(), string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"));
    }

    /// <summary>Asks; the status is the answer.</summary>
    public Task<int> Ask(string line, string key, string? body) => Send(
        $"{line} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\n"
        + (body is null ? "\r\n" : $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

    /// <summary>Asks with these lines of headers; the status is the answer.</summary>
    public Task<int> Ask(string line, string headers) => Send($"{line} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n");

    private async Task<int> Send(string text)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));

        var got = 0;
        while (true)
        {
            var more = await stream.ReadAsync(answer.AsMemory(got));
            if (more == 0) throw new IOException("The server hung up.");
            got += more;
            if (IsWhole(answer.AsSpan(0, got))) break;
        }

        return int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        stream.Dispose();
        client.Dispose();
    }

    private static bool IsWhole(ReadOnlySpan<byte> got)
    {
        var head = got.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;

        var length = got[..head].IndexOf("Content-Length: "u8);
        if (length < 0) return got.EndsWith("0\r\n\r\n"u8);

        var digits = got[(length + 16)..head];
        var end = digits.IndexOf((byte)'\r');
        return got.Length >= head + 4 + int.Parse(end < 0 ? digits : digits[..end], CultureInfo.InvariantCulture);
    }
}
