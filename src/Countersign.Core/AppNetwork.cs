using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Countersign.Core;

/// <summary>A network, or one address, that a RADIUS client asks from. Pure.</summary>
/// <param name="Start">Its first address; never an IPv4 address as IPv6 writes one.</param>
/// <param name="Bits">How many bits of it all its addresses share.</param>
public sealed record AppNetwork(IPAddress Start, int Bits)
{
    // Whoever means so many machines means none of them: the secret alone would stand between them and us.
    private const int Widest4 = 8;
    private const int Widest6 = 32;

    /// <summary>Reads one; null when it is none.</summary>
    public static AppNetwork? Find(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var start = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(start, out var address)) return null;
        if (address.IsIPv4MappedToIPv6 || start.Contains('%', StringComparison.Ordinal)) return null;

        // The framework takes 10.1 for 10.0.0.1, and 010.0.0.1 for 8.0.0.1.
        if (address.AddressFamily is AddressFamily.InterNetwork && address.ToString() != start) return null;

        var most = address.GetAddressBytes().Length * 8;
        if (slash < 0) return new(address, most);

        return int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= most
            && Cut(address, bits).Equals(address)
                ? new(address, bits)
                : null;
    }

    /// <summary>What is wrong with one; null: nothing.</summary>
    public static string? FaultOf(string text) => Find(text) switch
    {
        null => "isn't a network or an address, as 192.0.2.0/24, 192.0.2.7 or 2001:db8:1::/48",
        { IsTooWide: true } => $"is too wide: /{Widest4} is the widest network, of IPv6 /{Widest6}",
        _ => null,
    };

    /// <summary>Whether an address is in it.</summary>
    public bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == Start.AddressFamily && Cut(plain, Bits).Equals(Start);
    }

    /// <summary>In the one spelling it has.</summary>
    public override string ToString() => Bits == Start.GetAddressBytes().Length * 8
        ? Start.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{Start}/{Bits}");

    private bool IsTooWide => Bits < (Start.AddressFamily is AddressFamily.InterNetwork ? Widest4 : Widest6);

    private static IPAddress Cut(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var at = 0; at < bytes.Length; at++)
        {
            var kept = Math.Clamp(bits - (at * 8), 0, 8);
            bytes[at] = (byte)(bytes[at] & (0xFF00 >> kept));
        }

        return new(bytes);
    }
}
