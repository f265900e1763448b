using System.Net.Sockets;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>Whether this service can answer where its metrics are to be fetched: a port has room for one program.</summary>
internal static class DoctorMetrics
{
    private const string Name = "metrics";

    // What no other program has on its page.
    private const string Ours = "countersign_build_info";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Fetches them, as a collector would.</summary>
    public static async Task<IReadOnlyList<Finding>> Look(ServerSettings settings, CancellationToken ct)
    {
        if (settings.Metrics is not { } place) return [];

        var at = new Uri($"http://{place}/metrics");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Patience };
        try
        {
            return (await client.GetStringAsync(at, ct)).Contains(Ours, StringComparison.Ordinal)
                ? [Finding.Ok(Name, $"{at} answers")]
                : [Stranger(at)];
        }
        catch (HttpRequestException none) when (none.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return [Finding.Ok(Name, $"no server answers at {at} now, and nobody else has that port: `serve` can take it")];
        }
        catch (Exception other) when (other is HttpRequestException or IOException
            || (other is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return [Stranger(at)];
        }
    }

    private static Finding Stranger(Uri at) => Finding.Fail(Name,
        $"another program listens at {at.Authority}, and does not answer as this service does: `serve` does not start beside it. Stop it " +
        "(`ss -ltnp` shows which one it is), or name another place in COUNTERSIGN_METRICS");
}
