using System.Security.Cryptography;
using System.Text;

namespace Countersign.Server.Secrets;

/// <summary>
/// A value per root key that is stored beside the data. At start it tells a wrong key from the right one
/// before anything is written under it. It proves the key and helps nobody to find it.
/// </summary>
public sealed class KeyCanary(KeyRing keys)
{
    /// <summary>The canary of a key, 32 bytes, the same every time.</summary>
    public byte[] Make(string keyId) => Of(keyId, keys.Derive(keyId, KeyPurpose.Canary));

    /// <summary>
    /// Whether the key of this id is the one whose canary was stored. False as well when the file holds no key of this id.
    /// </summary>
    public bool Holds(string keyId, ReadOnlySpan<byte> stored) =>
        keys.TryDerive(keyId, KeyPurpose.Canary, out _) && CryptographicOperations.FixedTimeEquals(Make(keyId), stored);

    /// <summary>The canary of a key that is derived for this purpose already.</summary>
    internal static byte[] Of(string keyId, ReadOnlySpan<byte> derived) => HMACSHA256.HashData(derived, Encoding.ASCII.GetBytes(keyId));
}
