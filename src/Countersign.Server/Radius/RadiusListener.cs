using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Radius;

/// <summary>
/// Listens for RADIUS where the settings say. So many datagrams wait and so many are decided at once; there is no room for more, and their
/// clients repeat them, here or at another server. When it stops, nothing new is taken and what was taken is finished.
/// </summary>
public sealed partial class RadiusListener(ServerSettings settings, RadiusDesk desk, TimeProvider clock, ILogger<RadiusListener> log)
    : IHostedService, IDisposable
{
    private const int MostWaiting = 512;
    private const int AtOnce = 128;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenComplaints = TimeSpan.FromMinutes(1);

    private readonly List<Socket> sockets = [];
    private readonly List<Task> loops = [];
    private readonly CancellationTokenSource closing = new();
    private readonly Channel<Datagram> waiting = Channel.CreateBounded<Datagram>(new BoundedChannelOptions(MostWaiting)
    {
        FullMode = BoundedChannelFullMode.Wait,
    });

    private long unanswered;
    private long complainedAt;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var place in settings.Radius) sockets.Add(Bind(place));
        loops.AddRange(sockets.Select(socket => Task.Run(() => Hear(socket), CancellationToken.None)));
        loops.AddRange(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(Work, CancellationToken.None)));
        foreach (var place in settings.Radius) Log.Listens(log, place);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await closing.CancelAsync();
        waiting.Writer.TryComplete();
        await Task.WhenAll(loops).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in sockets) socket.Dispose();
        closing.Dispose();
    }

    private static Socket Bind(IPEndPoint place)
    {
        var socket = new Socket(place.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (place.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.Bind(place);
            return socket;
        }
        catch (SocketException unheard)
        {
            socket.Dispose();
            throw new RadiusUnheardException(place, unheard);
        }
    }

    private async Task Hear(Socket socket)
    {
        // One byte more than a packet has: RFC 2865 §3 lets padding be passed over.
        var buffer = new byte[RadiusPacket.Longest + 1];
        var anybody = new IPEndPoint(socket.AddressFamily is AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!closing.IsCancellationRequested)
        {
            try
            {
                var got = await socket.ReceiveFromAsync(buffer, SocketFlags.None, anybody, closing.Token);
                var datagram = new Datagram(socket, (IPEndPoint)got.RemoteEndPoint, buffer.AsSpan(0, got.ReceivedBytes).ToArray());
                if (!waiting.Writer.TryWrite(datagram)) RadiusMetrics.Count(RadiusResult.Dropped);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // What the network says of an answer that did not arrive: whoever asked is gone.
            }
        }
    }

    private async Task Work()
    {
        await foreach (var datagram in waiting.Reader.ReadAllAsync()) await Answer(datagram);
    }

    private async Task Answer(Datagram datagram)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var outcome = await desk.Take(datagram.Bytes, Plain(datagram.From), patience.Token);
            RadiusMetrics.Count(outcome.Result);
            if (outcome.Answer is { } answer)
                await datagram.Socket.SendToAsync(answer, SocketFlags.None, datagram.From, CancellationToken.None);
        }
        catch (SocketException)
        {
            // The client repeats its question, and gets the answer then.
        }
#pragma warning disable CA1031 // What could not be decided gets no answer, so that its client asks another server; nothing is let through.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            RadiusMetrics.Count(RadiusResult.Unavailable);
            Complain(broken);
        }
    }

    private static IPEndPoint Plain(IPEndPoint from) =>
        from.Address.IsIPv4MappedToIPv6 ? new(from.Address.MapToIPv4(), from.Port) : from;

    private void Complain(Exception broken)
    {
        if (!IsDailyBread(broken)) Log.Unexpected(log, broken);

        var count = Interlocked.Increment(ref unanswered);
        var (now, before) = (clock.GetTimestamp(), Interlocked.Read(ref complainedAt));
        if (before != 0 && clock.GetElapsedTime(before, now) < BetweenComplaints) return;
        if (Interlocked.CompareExchange(ref complainedAt, now, before) == before) Log.Unanswered(log, broken.GetType().Name, count);
    }

    private static bool IsDailyBread(Exception thrown) =>
        thrown is HashTurnstileBusyException or OvertakenException or CallerChangedException or OperationCanceledException
            or StoreUnavailableException;

    private sealed record Datagram(Socket Socket, IPEndPoint From, byte[] Bytes);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Listening for RADIUS at {Place}")]
        public static partial void Listens(ILogger log, IPEndPoint place);

        [LoggerMessage(2, LogLevel.Warning,
            "A RADIUS request got no answer ({Cause}), {Count} since the start; this is told once a minute while it lasts")]
        public static partial void Unanswered(ILogger log, string cause, long count);

        [LoggerMessage(3, LogLevel.Error, "A RADIUS request could not be answered")]
        public static partial void Unexpected(ILogger log, Exception unexpected);
    }
}

/// <summary>RADIUS cannot be heard where its setting says.</summary>
public sealed class RadiusUnheardException(IPEndPoint at, Exception cause)
    : IOException($"RADIUS cannot be heard at udp://{at}.", cause);
