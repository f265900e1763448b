using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

/// <summary>How far a message had come when its server died.</summary>
public enum KillPoint
{
    /// <summary>The gateway takes the connection, and has read nothing.</summary>
    Connected,

    /// <summary>The gateway has the whole message, and has not answered.</summary>
    Asked,

    /// <summary>The gateway has said that it took it, and nobody has read that.</summary>
    Acknowledged,

    /// <summary>The gateway could not take it, and it waits for its next attempt.</summary>
    PutBack,
}

/// <summary>What a gateway was asked to send.</summary>
internal sealed record StagedText(string Id, string Code);

/// <summary>A gateway on loopback that stops where it is told to.</summary>
internal sealed partial class StagedGateway : IAsyncDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<StagedText> asked = new();
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim news = new(0);
    private readonly Task serving;
    private NetworkStream? held;

    public StagedGateway()
    {
        listener.Start();
        serving = Serve();
    }

    /// <summary>Where it listens.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/sms";

    public KillPoint? StopsAt { get; set; }

    /// <summary>Whether it reads what it is asked, and never answers.</summary>
    public bool Breaks { get; set; }

    public Task Reached => reached.Task;

    public IReadOnlyList<StagedText> Asked => [.. asked];

    /// <summary>The first text after so many.</summary>
    public async Task<StagedText> Next(int after)
    {
        while (asked.Count <= after) await news.WaitAsync(Ct);
        return asked.ElementAt(after);
    }

    public Task Acknowledge() => Say(held!, "200 OK");

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await serving;
        news.Dispose();
        if (held is not null) await held.DisposeAsync();
    }

    private async Task Serve()
    {
        try
        {
            while (true) await Serve(await listener.AcceptTcpClientAsync());
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        var stream = client.GetStream();
        if (StopsAt is KillPoint.Connected)
        {
            held = stream;
            reached.TrySetResult();
            return;
        }

        var text = await Read(stream);
        if (StopsAt is KillPoint.Asked or KillPoint.Acknowledged) held = stream;
        else if (!Breaks) await Say(stream, StopsAt is KillPoint.PutBack ? "503 Service Unavailable" : "200 OK");
        if (held != stream) client.Dispose();
        asked.Enqueue(text);
        news.Release();
        if (StopsAt is not null) reached.TrySetResult();
    }

    private static async Task Say(NetworkStream stream, string status)
    {
        const string Words = "0: Accepted for delivery"; // as Kannel says it; of a webhook nobody reads them
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Length: {Words.Length}\r\nConnection: close\r\n\r\n{Words}"), Ct);
        await stream.FlushAsync(Ct);
    }

    private static async Task<StagedText> Read(NetworkStream stream)
    {
        var (all, buffer) = (new StringBuilder(), new byte[4096]);
        while (true)
        {
            all.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, Ct)));
            var request = all.ToString();
            var length = Length().Match(request);
            var body = request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            if (body < 4 || !length.Success) continue;
            if (Encoding.UTF8.GetByteCount(request[body..]) < int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture)) continue;

            // Kannel gets the text alone.
            if (request[body] != '{') return new("", Code().Match(request[body..]).Value);

            var sms = JsonDocument.Parse(request[body..]).RootElement;
            return new(sms.GetProperty("id").GetString()!, Code().Match(sms.GetProperty("text").GetString()!).Value);
        }
    }

    [GeneratedRegex(@"Content-Length: (\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex Length();

    [GeneratedRegex(@"\d{6}")]
    private static partial Regex Code();
}
