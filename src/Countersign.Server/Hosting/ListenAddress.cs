using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Countersign.Server.Hosting;

/// <summary>
/// Where a server is told to listen. What the framework does not understand of an address it takes for a host, and every host but
/// <c>localhost</c> for all addresses: a name with a slip in it would open the service to everybody.
/// </summary>
public static partial class ListenAddress
{
    /// <summary>A sentence for each that is not one, or that there is none.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<string> urls) =>
        urls.Count == 0 ? ["--urls names no address. Example: http://127.0.0.1:8080."] : urls.Select(FaultOf).OfType<string>();

    /// <summary>Why it is not one, and what is; null: it is.</summary>
    public static string? FaultOf(string url) => Form().Match(url) is not { Success: true } match || !HasPort(match)
        ? $"{url} isn't an address to listen on, such as http://127.0.0.1:8080."
        : match.Groups["host"] is { Success: true, Value: var host } && !IsHost(host)
            ? $"{url} isn't an address to listen on: {host} is a name, and a server listens at addresses. Give one of this machine " +
              "(127.0.0.1, or what `ip address` shows), `localhost`, or `*` for all of them."
            : null;

    private static bool HasPort(Match match) => match.Groups["port"] is not { Success: true } port
        || int.Parse(port.Value, CultureInfo.InvariantCulture) <= IPEndPoint.MaxPort;

    private static bool IsHost(string host) => host is "*" or "+"
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host, out _);

    [GeneratedRegex(@"^https?://(unix:/.+|(?<host>\[[0-9A-Fa-f:.%]+\]|[^:/\[\]\s]+)(:(?<port>[0-9]{1,5}))?/?)$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
