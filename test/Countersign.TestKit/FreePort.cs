using System.Net;
using System.Net.Sockets;

namespace Countersign.TestKit;

/// <summary>
/// Ports for servers whose address must be known before they listen, since links and cookies are bound to it. They lie
/// below those that systems hand out by themselves, so that nobody takes one between the choice and its use.
/// </summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int Count = 10_000;

    private static int last = Random.Shared.Next(Count);

    /// <summary>One that nobody listens on.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + Interlocked.Increment(ref last) % Count;
            if (IsFree(port)) return port;
        }
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
