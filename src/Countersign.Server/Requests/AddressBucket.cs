using System.Net;
using System.Net.Sockets;

namespace Countersign.Server.Requests;

/// <summary>What limits count a client's address by.</summary>
public static class AddressBucket
{
    /// <summary>What limits count by: an IPv4 address, or the /64 that one IPv6 customer has to himself.</summary>
    public static string Of(IPAddress address)
    {
        var plain = Plain(address);
        if (plain.AddressFamily != AddressFamily.InterNetworkV6) return plain.ToString();

        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    /// <summary>An IPv4 address that came over IPv6, as the IPv4 address it is.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
