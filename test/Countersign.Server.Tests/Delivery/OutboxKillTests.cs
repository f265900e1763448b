using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

/// <summary>
/// A server process is killed at each point between the commit of a code and its mark that the gateway has it. The next server sends it
/// once more at the most, under the same name, by which a gateway knows it again; a code that was put back is not forgotten; and one that
/// is over by then is never sent.
/// </summary>
public sealed partial class OutboxKillTests
{
    private static readonly TimeSpan Lapsed = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Over = TimeSpan.FromMinutes(11);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Point.Connected)]
    [InlineData(Point.Asked)]
    [InlineData(Point.Acknowledged)]
    [InlineData(Point.PutBack)]
    public async Task Wherever_it_is_killed_the_code_arrives_and_counts_once(Point point)
    {
        await using var gateway = new StagedGateway();
        await using var server = await TestServer.Start(TestClock.Now(), ("SMS", $"webhook+{gateway.Address}"));
        await server.Restart(() => KillAt(point, server, gateway));
        var before = gateway.Asked.Count;

        server.Clock.Advance(Lapsed);
        var code = await gateway.Next(after: before);

        Assert.Single(gateway.Asked.Select(text => text.Id).Distinct());
        Assert.Single(gateway.Asked.Select(text => text.Code).Distinct());
        await Counts(server, code);
        server.Clock.Advance(Over);
        await NothingWaits(server);
        Assert.Equal(before + 1, gateway.Asked.Count);
    }

    [Theory]
    [InlineData(Point.Asked)]
    [InlineData(Point.PutBack)]
    public async Task A_code_that_is_over_when_a_server_is_there_again_is_not_sent(Point point)
    {
        await using var gateway = new StagedGateway();
        await using var server = await TestServer.Start(TestClock.Now(), ("SMS", $"webhook+{gateway.Address}"));
        await server.Restart(async () =>
        {
            await KillAt(point, server, gateway);
            server.Clock.Advance(Over);
        });

        await NothingWaits(server);

        Assert.Single(gateway.Asked);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM outbox WHERE state = 'expired' AND sealed_body IS NULL"));
    }

    // Whoever asked got no answer, and so no handle: the code is the only one of the account.
    private static async Task Counts(TestServer server, Text text)
    {
        var stored = await server.Db.Read(sql => sql.Query<string>($"SELECT purpose FROM challenges WHERE ended_at IS NULL"), Ct);
        Assert.Single(stored);
        Assert.Matches(@"^\d{6}$", text.Code);
    }

    // Until nothing waits any more.
    private static async Task NothingWaits(TestServer server)
    {
        while (await server.Number($"SELECT count(*) FROM outbox WHERE state = 'waiting' AND channel = 'sms'") > 0)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Ct);
        }
    }

    private static async Task KillAt(Point point, TestServer server, StagedGateway gateway)
    {
        await using var doomed = await server.StartProcess();
        gateway.StopsAt = point;
        var asking = doomed.With(server.People.Linus.ApiKey).Post("/tfa/sms/", new { });
        await gateway.Reached.WaitAsync(Ct);
        if (point is Point.PutBack) await asking;
        if (point is Point.Acknowledged)
        {
            // It sleeps while the answer comes, and never reads it.
            using var stop = Process.Start("kill", ["-STOP", doomed.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync(Ct);
            await gateway.Acknowledge();
        }

        await doomed.Kill();
        gateway.StopsAt = null;
        await Assert.ThrowsAnyAsync<Exception>(() => point is Point.PutBack ? throw new InvalidOperationException() : asking);
    }

    /// <summary>How far a message had come when its server died.</summary>
    public enum Point
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

    private sealed record Text(string Id, string Code);

    /// <summary>A gateway on loopback that stops where it is told to.</summary>
    private sealed partial class StagedGateway : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly ConcurrentQueue<Text> asked = new();
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim news = new(0);
        private readonly Task serving;
        private NetworkStream? held;

        public StagedGateway()
        {
            listener.Start();
            serving = Serve();
        }

        public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/sms";

        public Point? StopsAt { get; set; }

        public Task Reached => reached.Task;

        public IReadOnlyList<Text> Asked => [.. asked];

        /// <summary>The first text after so many.</summary>
        public async Task<Text> Next(int after)
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
            if (StopsAt is Point.Connected)
            {
                held = stream;
                reached.TrySetResult();
                return;
            }

            var text = await Read(stream);
            if (StopsAt is Point.Asked or Point.Acknowledged) held = stream;
            else await Say(stream, StopsAt is Point.PutBack ? "503 Service Unavailable" : "200 OK");
            if (held != stream) client.Dispose();
            asked.Enqueue(text);
            news.Release();
            if (StopsAt is not null) reached.TrySetResult();
        }

        private static async Task Say(NetworkStream stream, string status)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), Ct);
            await stream.FlushAsync(Ct);
        }

        private static async Task<Text> Read(NetworkStream stream)
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

                var sms = JsonDocument.Parse(request[body..]).RootElement;
                return new(sms.GetProperty("id").GetString()!, Code().Match(sms.GetProperty("text").GetString()!).Value);
            }
        }

        [GeneratedRegex(@"Content-Length: (\d+)", RegexOptions.IgnoreCase)]
        private static partial Regex Length();

        [GeneratedRegex(@"\d{6}")]
        private static partial Regex Code();
    }
}
