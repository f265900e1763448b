using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Countersign.TestKit;

/// <summary>
/// Ports for servers whose address must be known before they listen, since links and cookies are bound to it. They lie
/// below those that systems hand out by themselves, so that nobody takes one between the choice and its use; nor does another run of tests,
/// which sees that the same port is taken for datagrams, and chooses another.
/// </summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int Count = 10_000;
    private const int ForDatagrams = 2_000;

    // So many of the last are claimed: a server that starts slowly has its port by then.
    private const int Claimed = 300;

    private static readonly ConcurrentQueue<Socket> Claims = new();

    private static int last = Random.Shared.Next(Count);

    /// <summary>One that nobody listens on.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + Interlocked.Increment(ref last) % Count;
            if (TryClaim(port)) return port;
        }
    }

    /// <summary>One for datagrams, above those that are claimed by them.</summary>
    public static int NextForDatagrams()
    {
        while (true)
        {
            var port = First + Count + Interlocked.Increment(ref last) % ForDatagrams;
            using var trial = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { DualMode = true };
            try
            {
                trial.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }

    private static bool TryClaim(int port)
    {
        var claim = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            claim.Bind(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch (SocketException)
        {
            claim.Dispose();
            return false;
        }

        Claims.Enqueue(claim);
        if (Claims.Count > Claimed && Claims.TryDequeue(out var old)) old.Dispose();
        return IsFree(port);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
