using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Countersign.Core;

/// <summary>One-time passwords from a counter (RFC 4226).</summary>
public static class Hotp
{
    /// <summary>The code of a counter (0 or more): HMAC-SHA-1, six digits, as every authenticator app makes it.</summary>
    public static Code Compute(ReadOnlySpan<byte> key, long counter) =>
        Code.FromNumber(Truncate(key, counter, OtpAlgorithm.Sha1) % 1_000_000);

    /// <summary>
    /// The password of a counter (0 or more) with another hash or with six to eight digits (RFC 4226 §5.3, RFC 6238 §1.2).
    /// </summary>
    public static string Compute(ReadOnlySpan<byte> key, long counter, OtpAlgorithm algorithm, int digits)
    {
        var modulus = digits switch
        {
            6 => 1_000_000,
            7 => 10_000_000,
            8 => 100_000_000,
            _ => throw new ArgumentOutOfRangeException(nameof(digits), digits, "A one-time password has six to eight digits."),
        };
        var number = Truncate(key, counter, algorithm) % modulus;
        return number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    // RFC 4226 §5.3: the last four bits say where the 31-bit number stands.
    private static int Truncate(ReadOnlySpan<byte> key, long counter, OtpAlgorithm algorithm)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(counter);
        // Anybody can compute the codes of an empty key, and a key that got lost on its way looks like one.
        ArgumentOutOfRangeException.ThrowIfZero(key.Length, nameof(key));

        Span<byte> message = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(message, counter);
        Span<byte> room = stackalloc byte[HMACSHA512.HashSizeInBytes];
        var hash = room[..Hash(key, message, room, algorithm)];
        var offset = hash[^1] & 0x0f;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & int.MaxValue;

        CryptographicOperations.ZeroMemory(room);
        return number;
    }

    private static int Hash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> hash, OtpAlgorithm algorithm) => algorithm switch
    {
#pragma warning disable CA5350 // RFC 4226 is defined on HMAC-SHA-1; collisions of SHA-1 do not break HMAC (RFC 6194 §3.3).
        OtpAlgorithm.Sha1 => HMACSHA1.HashData(key, message, hash),
#pragma warning restore CA5350
        OtpAlgorithm.Sha256 => HMACSHA256.HashData(key, message, hash),
        OtpAlgorithm.Sha512 => HMACSHA512.HashData(key, message, hash),
    };
}
