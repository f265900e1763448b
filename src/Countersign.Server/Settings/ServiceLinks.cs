using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Countersign.Server.Settings;

/// <summary>
/// The variables that Kubernetes puts into every pod for each service of its namespace, named after the service. Those of a service whose
/// name begins like ours begin with our prefix, and are no settings. They are known by both name and value, so that no setting with a
/// wrong name passes for one.
/// </summary>
internal static partial class ServiceLinks
{
    /// <summary>Whether a variable is one.</summary>
    /// <param name="name">Without our prefix.</param>
    public static bool IsOne(string name, string value) =>
        (Address().IsMatch(name) && IPAddress.TryParse(value, out _))
        || (Port().IsMatch(name) && IsPort(value))
        || (value is "tcp" or "udp" or "sctp" && Protocol().IsMatch(name))
        || (Link().IsMatch(name) && LinkValue().IsMatch(value));

    private static bool IsPort(string value) =>
        ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;

    [GeneratedRegex("^(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|PORT_[0-9]+_(?:TCP|UDP|SCTP)_ADDR)$")]
    private static partial Regex Address();

    [GeneratedRegex("^(?:[A-Z0-9_]+_)?(?:SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT_[0-9]+_(?:TCP|UDP|SCTP)_PORT)$")]
    private static partial Regex Port();

    [GeneratedRegex("^(?:[A-Z0-9_]+_)?PORT_[0-9]+_(?:TCP|UDP|SCTP)_PROTO$")]
    private static partial Regex Protocol();

    [GeneratedRegex("^(?:[A-Z0-9_]+_)?PORT(?:_[0-9]+_(?:TCP|UDP|SCTP))?$")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?:tcp|udp|sctp)://(?:[0-9.]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}$")]
    private static partial Regex LinkValue();
}
