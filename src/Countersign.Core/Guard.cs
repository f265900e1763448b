namespace Countersign.Core;

/// <summary>
/// What stands between a guesser and one factor: the failures of this lock period, all failures since the last
/// success, the locks so far, and the lock that holds now.
/// </summary>
public sealed record Guard(int FailCount, int ConsecutiveFailures, int LockCount, DateTimeOffset? LockedUntil)
{
    /// <summary>No failure known: the state after every success.</summary>
    public static Guard Clear { get; } = new(0, 0, 0, null);

    /// <summary>While locked nothing is evaluated, so a right and a wrong code get the same answer.</summary>
    public bool IsLocked(DateTimeOffset now) => now < LockedUntil;
}

/// <summary>The factors that have no method row and therefore a guard of their own on the account.</summary>
public enum GuardKind
{
    /// <summary>Codes sent to the account's e-mail address.</summary>
    Email,

    /// <summary>One-time backup codes.</summary>
    BackupCode,

    /// <summary>Codes sent to a legacy account's number on file.</summary>
    PhoneOnFile,
}
