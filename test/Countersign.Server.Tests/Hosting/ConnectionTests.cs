using System.Net;
using System.Net.Sockets;
using System.Text;
using Countersign.Server.Hosting;
using Countersign.TestKit;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

/// <summary>What connections may cost before anything was asked.</summary>
public sealed class ConnectionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_address_has_so_many_connections_at_once_and_another_one_when_one_is_over()
    {
        await using var server = await Start(new(3, [], TimeProvider.System));
        var open = new List<TcpClient>();
        for (var n = 0; n < 3; n++) open.Add(await Ask(server));

        Assert.False(await Answers(server));

        open[0].Dispose();
        while (!await Answers(server)) await Task.Delay(TimeSpan.FromMilliseconds(10), Ct);
        foreach (var one in open) one.Dispose();
    }

    [Fact]
    public async Task A_trusted_proxy_has_as_many_as_it_wants()
    {
        await using var server = await Start(new(3, [IPNetwork.Parse("127.0.0.0/8")], TimeProvider.System));
        var open = new List<TcpClient>();

        for (var n = 0; n < 20; n++) open.Add(await Ask(server));

        Assert.Equal(20, open.Count);
        foreach (var one in open) one.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")]
    public async Task A_connection_on_which_nothing_is_asked_ends_soon_and_one_on_which_something_was_does_not(string beginning)
    {
        var clock = TestClock.Monday();
        await using var server = await Start(new(100, [], clock));
        using var used = await Ask(server);
        using var silent = await Connect(server);
        await silent.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginning), Ct);

        // The server may not have let it in yet, and its time begins when it has.
        var end = IsOver(silent);
        while (!end.IsCompleted)
        {
            clock.Advance(ConnectionLimits.FirstRequestLife);
            await Task.Delay(TimeSpan.FromMilliseconds(10), Ct);
        }

        Assert.True(await end);
        Assert.Equal("HTTP/1.1 200 OK", await Say(used));
    }

    [Fact]
    public async Task The_whole_server_counts_them()
    {
        await using var server = await TestServer.Start(("CONNECTIONS_PER_ADDRESS", "10"));
        var open = new List<TcpClient>();
        var at = new IPEndPoint(IPAddress.Loopback, server.Http.BaseAddress!.Port);
        for (var n = 0; n < 10; n++)
        {
            open.Add(await Connect(at));
            Assert.NotNull(await Say(open[n]));
        }

        // Closed while it is opened, or just after: the client tells both, each in its own words.
        Assert.True(await Record.ExceptionAsync(() => server.Http.GetAsync(new Uri("/healthz", UriKind.Relative), Ct))
            is HttpRequestException or SocketException);
        foreach (var one in open) one.Dispose();
    }

    private static Task<TinyServer> Start(ConnectionLimits limits) => TinyServer.Start(app => app.MapGet("/", () => "hello"), limits);

    private static Task<TcpClient> Connect(TinyServer server) => Connect(server.EndPoint);

    private static async Task<TcpClient> Connect(IPEndPoint at)
    {
        var client = new TcpClient();
        await client.ConnectAsync(at, Ct);
        return client;
    }

    // A connection that has been answered is one that the server has counted.
    private static async Task<TcpClient> Ask(TinyServer server)
    {
        var client = await Connect(server);
        Assert.Equal("HTTP/1.1 200 OK", await Say(client));
        return client;
    }

    private static async Task<bool> Answers(TinyServer server)
    {
        try
        {
            using var client = await Connect(server);
            return await Say(client) is not null;
        }
        catch (SocketException)
        {
            // Hung up on before the connection was whole.
            return false;
        }
    }

    private static async Task<string?> Say(TcpClient client)
    {
        try
        {
            await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray(), Ct);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII, leaveOpen: true);
            var answer = await reader.ReadLineAsync(Ct);
            var isInPieces = false;
            while (await reader.ReadLineAsync(Ct) is { Length: > 0 } header)
                isInPieces |= header.Equals("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);

            // The rest of this answer would be in the way of the next one.
            while (isInPieces && await reader.ReadLineAsync(Ct) is { } line && line != "0")
            {
                // Another piece.
            }

            if (isInPieces) await reader.ReadLineAsync(Ct);
            return answer;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<bool> IsOver(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1], Ct) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
