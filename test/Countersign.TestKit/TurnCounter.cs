using System.Net;
using System.Net.Sockets;

namespace Countersign.TestKit;

/// <summary>
/// Stands before a server and hands on what passes: it counts how often a client spoke after it had heard an answer. That is how often
/// somebody waited for the way there and back, whatever was said on it.
/// </summary>
public sealed class TurnCounter : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly Task accepting;
    private int turns;

    /// <summary>Begins to listen for whoever wants to reach the server at this port.</summary>
    public TurnCounter(int server)
    {
        listener.Start();
        accepting = Accept(server);
    }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many turns there were so far.</summary>
    public int Turns => Volatile.Read(ref turns);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopped.Dispose();
        listener.Dispose();
    }

    private async Task Accept(int server)
    {
        var passing = new List<Task>();
        try
        {
            while (true) passing.Add(Pass(await listener.AcceptSocketAsync(stopped.Token), server));
        }
        finally
        {
            await Task.WhenAll(passing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Pass(Socket client, int port)
    {
        using var to = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            await to.ConnectAsync(IPAddress.Loopback, port, stopped.Token);
            var serverSpoke = 1;
            var forth = Pump(client, to, () =>
            {
                if (Interlocked.Exchange(ref serverSpoke, 0) == 1) Interlocked.Increment(ref turns);
            });
            var back = Pump(to, client, () => Volatile.Write(ref serverSpoke, 1));
            await Task.WhenAny(forth, back);
        }
    }

    private async Task Pump(Socket from, Socket to, Action spoke)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, stopped.Token) is > 0 and var count)
        {
            spoke();
            await to.SendAsync(buffer.AsMemory(0, count), stopped.Token);
        }
    }
}
