namespace Countersign.Server.Secrets;

/// <summary>The work of slow hashes.</summary>
public sealed record HashCosts(HashCost Passwords, HashCost BackupCodes)
{
    /// <summary>The cost of docs/security.md.</summary>
    public static HashCosts Default { get; } = new(HashCost.ForPasswords, HashCost.ForBackupCodes);
}
