using System.Collections.Immutable;
using System.Net;
using Countersign.Server.Requests;
using Microsoft.AspNetCore.Connections;

namespace Countersign.Server.Hosting;

/// <summary>
/// What connections may cost before anything was said on them: so many at once from one address, and so long to the first request.
/// Otherwise a few thousand silent ones from one machine keep everybody out. A configured proxy speaks for many people and is exempt: it
/// has limits of its own.
/// </summary>
/// <param name="perAddress">Connections of one address; the networks around it have a larger share.</param>
/// <param name="exempt">The proxies.</param>
public sealed class ConnectionLimits(int perAddress, ImmutableArray<IPNetwork> exempt, TimeProvider clock)
{
    /// <summary>From the connection to the headers of the first request, the handshake of TLS included.</summary>
    public static readonly TimeSpan FirstRequestLife = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, int> open = new(StringComparer.Ordinal);

    /// <summary>Lets a connection in, or ends it without a word.</summary>
    public async Task Run(ConnectionContext connection, ConnectionDelegate next)
    {
        // What comes over a socket of the file system has no address.
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var peer } || IsExempt(AddressBucket.Plain(peer)))
        {
            await next(connection);
            return;
        }

        var networks = NetworksOf(peer);
        if (!TryEnter(networks))
        {
            connection.Abort(new ConnectionAbortedException("Too many connections of one address."));
            return;
        }

        using var silence = new CancellationTokenSource(FirstRequestLife, clock);
        await using var end = silence.Token.Register(() => connection.Abort(new ConnectionAbortedException("No request came.")));
        connection.Features.Set(new FirstRequest(silence));
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(networks);
        }
    }

    private bool IsExempt(IPAddress peer) => exempt.Any(network => network.Contains(peer));

    private IReadOnlyList<(string Bucket, int Most)> NetworksOf(IPAddress peer) =>
    [
        (AddressBucket.Of(peer), perAddress),
        .. AddressBucket.Around(peer).Select(network => (network.Bucket, perAddress * network.Share)),
    ];

    private bool TryEnter(IReadOnlyList<(string Bucket, int Most)> networks)
    {
        lock (open)
        {
            if (networks.Any(network => open.GetValueOrDefault(network.Bucket) >= network.Most)) return false;

            foreach (var (bucket, _) in networks) open[bucket] = open.GetValueOrDefault(bucket) + 1;
            return true;
        }
    }

    private void Leave(IReadOnlyList<(string Bucket, int Most)> networks)
    {
        lock (open)
        {
            foreach (var (bucket, _) in networks)
            {
                if (--open[bucket] == 0) open.Remove(bucket);
            }
        }
    }
}

/// <summary>The wait for the first request of a connection.</summary>
internal sealed class FirstRequest(CancellationTokenSource silence)
{
    /// <summary>It has come: from here on the connection lives by the limits of requests.</summary>
    public void Came() => silence.CancelAfter(Timeout.InfiniteTimeSpan);
}
