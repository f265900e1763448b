namespace Countersign.Server.Secrets;

/// <summary>Which slow hash.</summary>
public enum HashKind
{
    /// <summary>Argon2id, RFC 9106. Needs libsodium.</summary>
    Argon2id,

    /// <summary>PBKDF2 with HMAC-SHA512, RFC 8018. Always there, ten times slower for the same worth.</summary>
    Pbkdf2Sha512,
}

/// <summary>How much work one slow hash is. A stored hash made with another cost still checks, and is made anew at the next chance.</summary>
/// <param name="Kind">Which hash new ones are made with.</param>
/// <param name="MemoryKiB">Argon2id: memory in KiB, 8 to 1048576.</param>
/// <param name="Passes">Argon2id: passes over the memory, 1 to 64.</param>
/// <param name="Iterations">PBKDF2: iterations, 1 to 10 million.</param>
public sealed record HashCost(HashKind Kind, int MemoryKiB, int Passes, int Iterations)
{
    private const int Pbkdf2Iterations = 210_000;

    /// <summary>For passwords: Argon2id of 19 MiB in 2 passes, or 210,000 iterations (ASVS appendix C).</summary>
    public static HashCost ForPasswords { get; } = new(Best, MemoryKiB: 19_456, Passes: 2, Pbkdf2Iterations);

    /// <summary>For backup codes: Argon2id of 12 MiB in 3 passes, or 210,000 iterations (ASVS appendix C).</summary>
    public static HashCost ForBackupCodes { get; } = new(Best, MemoryKiB: 12_288, Passes: 3, Pbkdf2Iterations);

    /// <summary>The best kind this machine can do.</summary>
    public static HashKind Best => Argon2id.IsAvailable ? HashKind.Argon2id : HashKind.Pbkdf2Sha512;

    /// <summary>Whether both mean the same work; numbers of the other kind of hash do not matter.</summary>
    internal bool IsSameWorkAs(HashCost other) => Kind == other.Kind && Kind switch
    {
        HashKind.Argon2id => MemoryKiB == other.MemoryKiB && Passes == other.Passes,
        HashKind.Pbkdf2Sha512 => Iterations == other.Iterations,
    };

    /// <summary>Whether the numbers are in their ranges. A row that was tampered with must not be able to ask for all of the machine.</summary>
    internal bool IsBearable() => Kind switch
    {
        HashKind.Argon2id => MemoryKiB is >= 8 and <= 1 << 20 && Passes is >= 1 and <= 64,
        HashKind.Pbkdf2Sha512 => Iterations is >= 1 and <= 10_000_000,
    };
}
