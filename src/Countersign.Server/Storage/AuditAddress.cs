using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Server.Storage;

/// <summary>
/// The network address of an audit entry. Its hash covers the network it belongs to, and a salted digest of the whole: shortening takes
/// the rest of the address away together with the salt, and what is left cannot be tried out; the hash holds before and after.
/// </summary>
internal static class AuditAddress
{
    private const int SaltLength = 16;
    private const int IPv4Kept = 3;
    private const int IPv6Kept = 6;

    /// <summary>The salt and the digest of a new entry; none where there is nothing to shorten.</summary>
    public static (byte[]? Salt, byte[]? Digest) Cover(string address)
    {
        if (Shorten(address) == address) return (null, null);

        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return (salt, Digest(salt, address));
    }

    /// <summary>Whether the address is the one that the digest was made of; a shortened one has nothing left to compare.</summary>
    public static bool Holds(StoredAuditEntry row) => row.IpSalt is not { } salt
        || CryptographicOperations.FixedTimeEquals(Digest(salt, row.IpAddress), row.IpDigest);

    /// <summary>The network of an address, its first 24 bits (IPv6: 48); what is no address stays as it is.</summary>
    public static string Shorten(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed)) return address;
        if (parsed.IsIPv4MappedToIPv6) parsed = parsed.MapToIPv4();

        var isShort = parsed.AddressFamily is AddressFamily.InterNetwork;
        var bytes = parsed.GetAddressBytes();
        bytes.AsSpan(isShort ? IPv4Kept : IPv6Kept).Clear();
        return $"{new IPAddress(bytes)}/{(isShort ? "24" : "48")}";
    }

    private static byte[] Digest(byte[] salt, string address) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(address)]);
}
