namespace Countersign.Server.Secrets;

/// <summary>How much work one Argon2id is. A stored hash made at another cost still checks, and is made anew at the next chance.</summary>
/// <param name="MemoryKiB">Memory in KiB, 8 to 1048576.</param>
/// <param name="Passes">Passes over the memory, 1 to 64.</param>
public sealed record HashCost(int MemoryKiB, int Passes)
{
    /// <summary>For passwords: 19 MiB in 2 passes (ASVS appendix C).</summary>
    public static HashCost ForPasswords { get; } = new(MemoryKiB: 19_456, Passes: 2);

    /// <summary>For recovery codes: 12 MiB in 3 passes (ASVS appendix C).</summary>
    public static HashCost ForBackupCodes { get; } = new(MemoryKiB: 12_288, Passes: 3);

    /// <summary>
    /// Whether the numbers are in their ranges. A row that was tampered with must not be able to ask for all of the machine.
    /// </summary>
    internal bool IsBearable() => MemoryKiB is >= 8 and <= 1 << 20 && Passes is >= 1 and <= 64;
}
