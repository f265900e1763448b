using System.Net;
using System.Net.Sockets;

namespace Countersign.Server.Hooks;

/// <summary>
/// Which addresses are somebody's on the Internet, and not this machine's, its network's or its provider's: by the registries of special
/// purpose addresses (RFC 6890, and what was entered since). Pure.
/// </summary>
public static class HookAddresses
{
    private static readonly IPNetwork[] Special4 = [.. Parse(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4")];

    // Of IPv6 only this is given out; what lies in it and leads to an IPv4 address, or nowhere, is named below.
    private static readonly IPNetwork Given6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Special6 = [.. Parse("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")];

    /// <summary>Whether it is somebody's on the Internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var real = Real(address);
        return real.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Special4.Any(network => network.Contains(real)),
            AddressFamily.InterNetworkV6 => Given6.Contains(real) && !Special6.Any(network => network.Contains(real)),
            _ => false, // an open list: whatever else a machine may call an address
        };
    }

    /// <summary>Whether it is this machine.</summary>
    public static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(Real(address));

    private static IPAddress Real(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IEnumerable<IPNetwork> Parse(params string[] networks) => networks.Select(IPNetwork.Parse);
}
