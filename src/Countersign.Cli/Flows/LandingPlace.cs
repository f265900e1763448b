using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Cli.Flows;

/// <summary>How a page was answered.</summary>
/// <param name="Code">The code of a yes; null: it was refused.</param>
internal sealed record Landing(string? Code)
{
    public override string ToString() => Code is null ? "refused" : "•••";
}

/// <summary>
/// Where the browser comes back to (RFC 8252 §7.3): a port of this computer that is open while we wait. Whoever comes without our mark is
/// sent away and ends nothing.
/// </summary>
internal sealed class LandingPlace : IDisposable
{
    private const int LongestHead = 16 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource<Landing> landed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> page = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentBag<Task> answering = [];
    private readonly string state;

    public LandingPlace(string state)
    {
        this.state = state;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = Accept();
    }

    public int Port { get; }

    /// <summary>The first answer that bears our mark.</summary>
    public Task<Landing> Landed => landed.Task;

    /// <summary>Shows a page to the browser that came back, and waits until it is there.</summary>
    public async Task Show(string html)
    {
        page.TrySetResult(html);
        await Task.WhenAny(Task.WhenAll(answering), Task.Delay(Patience));
    }

    public void Dispose()
    {
        closing.Cancel();
        listener.Dispose();
        closing.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Talk(await listener.AcceptTcpClientAsync(closing.Token));
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Nobody is waited for any more.
        }
    }

    private async Task Talk(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var (path, parts) = Read(await Head(stream));
                if (path != "/") await Write(stream, "404 Not Found", LandingPages.Nothing);
                else if (!Is(state, parts.GetValueOrDefault("state")) || Of(parts) is not { } landing)
                    await Write(stream, "400 Bad Request", LandingPages.NotOurs);
                else
                {
                    var answer = Answer(stream, landing);
                    answering.Add(answer);
                    await answer;
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // A browser opens lines that it does not use, and leaves those that it has no use for any more.
            }
        }
    }

    private async Task Answer(NetworkStream stream, Landing landing)
    {
        landed.TrySetResult(landing);
        await Write(stream, "200 OK", await page.Task);
    }

    private static Landing? Of(Dictionary<string, string> parts) =>
        parts.TryGetValue("code", out var code) && code.Length > 0 ? new(code) : parts.ContainsKey("error") ? new((string?)null) : null;

    private static bool Is(string expected, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));

    // The head of a request is all that is read: a browser that comes back sends nothing else.
    private async Task<string> Head(NetworkStream stream)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        patience.CancelAfter(Patience);
        var head = new StringBuilder();
        var buffer = new byte[2048];
        while (head.Length < LongestHead)
        {
            var read = await stream.ReadAsync(buffer, patience.Token);
            if (read == 0) break;

            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
            if (head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal)) break;
        }

        return head.ToString();
    }

    private static (string Path, Dictionary<string, string> Parts) Read(string head)
    {
        if (head.Split("\r\n")[0].Split(' ') is not ["GET", var target, _]) return ("", []);

        var (path, query) = target.Split('?', 2) is [var before, var after] ? (before, after) : (target, "");
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            // Of a part that comes twice none is believed.
            var (name, value) = part.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (part, "");
            if (!parts.TryAdd(name, value)) return ("", []);
        }

        return (path, parts);
    }

    private static async Task Write(NetworkStream stream, string status, string html)
    {
        var body = Encoding.UTF8.GetBytes(html);
        var head = $"HTTP/1.1 {status}\r\n{LandingPages.Headers}Content-Length: {body.Length}\r\n\r\n";
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body]);
    }
}
