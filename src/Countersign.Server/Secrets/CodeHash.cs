using System.Globalization;
using System.Security.Cryptography;

namespace Countersign.Server.Secrets;

/// <summary>What a sent code is good for. It is worth nothing for another challenge, account, purpose, method or destination.</summary>
/// <param name="Challenge">Id of the challenge.</param>
/// <param name="Account">Id of the account.</param>
/// <param name="Purpose">What the code was asked for, in one fixed word.</param>
/// <param name="Method">Id of the method it was sent through; null where it is none, such as the account's e-mail address.</param>
/// <param name="Destination">The number or address it was sent to, in its one canonical spelling.</param>
public readonly record struct CodePlace(long Challenge, long Account, string Purpose, long? Method, string Destination);

/// <summary>What is stored of a sent code.</summary>
/// <param name="KeyId">The root key it was hashed under.</param>
/// <param name="Mac">32 bytes.</param>
public sealed record HashedCode(string KeyId, byte[] Mac);

/// <summary>
/// Turns a sent code into what is stored: HMAC-SHA256 over the code and all it is good for.
/// A million codes are tried in a second against any hash without a key; the key is what protects a stolen database.
/// </summary>
public sealed class CodeHash(KeyRing keys)
{
    /// <summary>For storing a code that is about to be sent.</summary>
    public HashedCode Make(CodePlace place, string code)
    {
        var keyId = keys.Active;
        return new(keyId, Mac(place, code, keyId));
    }

    /// <summary>Whether an offered code is the one that was sent for this very place. Takes the same time for right and wrong.</summary>
    public bool Matches(HashedCode stored, CodePlace place, string code) =>
        CryptographicOperations.FixedTimeEquals(stored.Mac, Mac(place, code, stored.KeyId));

    private byte[] Mac(CodePlace place, string code, string keyId) =>
        HMACSHA256.HashData(keys.Derive(keyId, KeyPurpose.Code), Fields.Join(
            Number(place.Challenge), Number(place.Account), place.Purpose,
            place.Method is { } method ? Number(method) : "", place.Destination, code));

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);
}
