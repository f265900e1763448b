using System.Net;

namespace Countersign.Server.Delivery;

/// <summary>
/// The proxy that the environment names (<c>http_proxy</c>, <c>https_proxy</c>, <c>all_proxy</c>), with the ways around it. The
/// framework's own rules send what is meant for this very machine to the proxy, and know less of <c>NO_PROXY</c> than other programs do.
/// </summary>
/// <param name="named">What the environment names.</param>
/// <param name="exceptions">The value of <c>NO_PROXY</c>: names with what lies below them, addresses, networks, each perhaps with a port;
/// <c>*</c> for everything.</param>
public sealed class OutgoingProxy(IWebProxy named, string? exceptions) : IWebProxy
{
    private readonly string[] around =
        (exceptions ?? "").Split([',', ' ', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>That of this process.</summary>
    public static OutgoingProxy OfProcess() => new(
        HttpClient.DefaultProxy, Environment.GetEnvironmentVariable("no_proxy") ?? Environment.GetEnvironmentVariable("NO_PROXY"));

    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => named.Credentials;
        set => named.Credentials = value;
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : named.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) =>
        host.IsLoopback || IsBelow(host.IdnHost, "localhost") || around.Any(entry => Names(entry, host)) || named.IsBypassed(host);

    private static bool Names(string entry, Uri host)
    {
        if (entry == "*") return true;
        if (IPNetwork.TryParse(entry, out var network)) return IPAddress.TryParse(host.IdnHost, out var inside) && network.Contains(inside);
        if (IPAddress.TryParse(entry, out var address)) return IPAddress.TryParse(host.IdnHost, out var same) && same.Equals(address);

        // With a port, an entry is written as an address is.
        if (!Uri.TryCreate($"tcp://{entry.TrimStart('*').TrimStart('.')}", UriKind.Absolute, out var named)) return false;
        return (named.Port < 0 || named.Port == host.Port) && IsBelow(host.IdnHost, named.IdnHost);
    }

    private static bool IsBelow(string host, string name) =>
        host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase);
}
