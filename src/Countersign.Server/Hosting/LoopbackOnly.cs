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
    /// <summary>A sentence for each address that others could reach.</summary>
    public static IEnumerable<string> Faults(IEnumerable<string> urls) =>
        from url in urls.SelectMany(list => list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        where !IsLoopback(url)
        select $"Development mode shows codes to everybody, so it does not listen on {url}. Use http://127.0.0.1:8080, or `serve` for a " +
            $"real server.";

    /// <summary>Refuses everybody who is not on this machine.</summary>
    public static IApplicationBuilder UseLoopbackOnly(this IApplicationBuilder app) => app.Use((context, next) =>
        IsLoopback(context.Connection.RemoteIpAddress) && IsLoopback(context.Connection.LocalIpAddress)
            ? next(context)
            : context.Refuse(
                StatusCodes.Status403Forbidden, VastErrorCode.AuthError, "Development mode answers only the machine it runs on."));

    // "localhost" is resolved by the server itself and means loopback there; any other name, "*" and "+" mean every address.
    private static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);
}
