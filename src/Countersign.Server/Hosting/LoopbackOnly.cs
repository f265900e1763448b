using System.Collections.Frozen;
using System.Net;
using Countersign.Server.Requests;
using Countersign.Wire;

namespace Countersign.Server.Hosting;

/// <summary>
/// Development shows every code it sends. So it listens where nobody else can reach it, and does not answer anybody who
/// reaches it all the same.
/// </summary>
public static class LoopbackOnly
{
    private static readonly FrozenSet<string> OwnNames =
        ((string[])["localhost", "127.0.0.1", "[::1]"]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> ProxyNames =
        ((string[])["Via", "CDN-Loop", "Client-IP"]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] ProxyPrefixes = ["X-", "CF-", "Fastly-", "Fly-", "Proxy-", "SSL-", "Surrogate-"];

    // What scripts in a browser here may say of themselves.
    private const string OfScripts = "X-Requested-With";

    /// <summary>A sentence for each address that others could reach.</summary>
    public static IEnumerable<string> Faults(IEnumerable<string> urls) =>
        from url in urls.SelectMany(list => list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        where !IsLoopback(url)
        select $"Development mode shows codes to everybody, so it does not listen on {url}. Use http://127.0.0.1:8080, or `serve` for a " +
            $"real server.";

    /// <summary>
    /// Refuses everybody who is not on this machine, and whoever somebody else has sent here: a page of another site whose name
    /// its owner made lead to loopback (DNS rebinding) keeps that name in <c>Host</c>, and a proxy says for whom it asks.
    /// </summary>
    public static IApplicationBuilder UseLoopbackOnly(this IApplicationBuilder app) => app.Use((context, next) =>
        Fault(context) is { } fault
            ? context.Refuse(StatusCodes.Status403Forbidden, VastErrorCode.AuthError, fault)
            : next(context));

    private static string? Fault(HttpContext context)
    {
        if (!IsLoopback(context.Connection.RemoteIpAddress) || !IsLoopback(context.Connection.LocalIpAddress))
            return "Development mode answers only the machine it runs on.";
        if (!OwnNames.Contains(context.Request.Host.Host))
            return "Development mode answers only to the names localhost, 127.0.0.1 and [::1].";

        return context.Request.Headers.Keys.Any(IsForwarding)
            ? "Development mode answers nobody through a proxy: it shows codes to everybody. Use `serve` for a real server."
            : null;
    }

    // Whatever proxies and the networks in front of them add, by their own names or by the pattern of names. A browser on this machine
    // sends none of it.
    private static bool IsForwarding(string header) =>
        ProxyNames.Contains(header)
        || header.Contains("Forward", StringComparison.OrdinalIgnoreCase)
        || header.EndsWith("-IP", StringComparison.OrdinalIgnoreCase)
        || header.EndsWith("-Addr", StringComparison.OrdinalIgnoreCase)
        || (ProxyPrefixes.Any(prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            && !header.Equals(OfScripts, StringComparison.OrdinalIgnoreCase));

    // "localhost" is resolved by the server itself and means loopback there; any other name, "*" and "+" mean every address.
    private static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);
}
