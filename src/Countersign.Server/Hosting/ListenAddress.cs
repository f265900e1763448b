using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Countersign.Server.Hosting;

/// <summary>
/// Where a server is told to listen. What the framework does not understand of an address it takes for a host, and that for all addresses.
/// </summary>
public static partial class ListenAddress
{
    /// <summary>A sentence for each that is not one, or that there is none.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<string> urls) =>
        urls.Count == 0 ? ["--urls names no address. Example: http://127.0.0.1:8080."]
            : urls.Where(url => !IsOne(url)).Select(url => $"{url} isn't an address to listen on, such as http://127.0.0.1:8080.");

    private static bool IsOne(string url) => Form().Match(url) is { Success: true } match
        && (match.Groups["port"] is not { Success: true } port
            || int.Parse(port.Value, CultureInfo.InvariantCulture) <= IPEndPoint.MaxPort);

    [GeneratedRegex(@"^https?://(unix:/.+|(\[[0-9A-Fa-f:.%]+\]|[^:/\[\]\s]+)(:(?<port>[0-9]{1,5}))?/?)$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
