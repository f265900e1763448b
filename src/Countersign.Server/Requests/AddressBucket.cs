using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Requests;

/// <summary>What limits count a client's address by.</summary>
public static class AddressBucket
{
    /// <summary>What limits count by: an IPv4 address, or the /64 that one IPv6 customer has to himself.</summary>
    public static string Of(IPAddress address)
    {
        var plain = Plain(address);
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? Cut(plain, 64) : plain.ToString();
    }

    /// <summary>
    /// The networks around an IPv6 address that customers are given whole (RFC 6177): what many of its addresses do together must
    /// not be without a limit, and may be more than one of them does, since a /48 may be a whole campus.
    /// </summary>
    public static IReadOnlyList<Network> Around(IPAddress address)
    {
        var plain = Plain(address);
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? [new(Cut(plain, 56), Network.ShareOf56), new(Cut(plain, 48), Network.ShareOf48)]
            : [];
    }

    /// <summary>An IPv4 address that came over IPv6, as the IPv4 address it is.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Cut(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/{bits}");
    }
}
