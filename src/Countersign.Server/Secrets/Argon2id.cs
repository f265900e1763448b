using NSec.Cryptography;

namespace Countersign.Server.Secrets;

/// <summary>Argon2id version 0x13 with one lane (RFC 9106), from the libsodium that NSec brings along.</summary>
internal static class Argon2id
{
    /// <summary>Bytes of salt; libsodium takes no other length.</summary>
    public const int SaltLength = 16;

    /// <summary>Derives bytes from a password.</summary>
    /// <param name="password">Any bytes, zeros too.</param>
    /// <param name="salt">Sixteen bytes.</param>
    /// <param name="cost">Memory and passes.</param>
    /// <param name="length">Bytes wanted, at least 16.</param>
    public static byte[] Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, HashCost cost, int length)
    {
        var parameters = new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = cost.MemoryKiB, NumberOfPasses = cost.Passes };
        return PasswordBasedKeyDerivationAlgorithm.Argon2id(parameters).DeriveBytes(password, salt, length);
    }
}
