using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>The challenges whose time is over, which open nothing, are tidied up.</summary>
public static class OldChallenges
{
    // No link to object by lives longer.
    private static readonly long Longest = (long)TimeSpan.FromDays(40).TotalMilliseconds;

    /// <summary>
    /// Forgets the codes of challenges whose time is over, and the oldest challenges altogether; links to object by only where the clock
    /// has not made them old.
    /// </summary>
    public static async Task Sweep(Tx tx)
    {
        await tx.Execute($"UPDATE challenges SET sealed_code = NULL WHERE expires_at <= {tx.Now} AND sealed_code IS NOT NULL");
        var old = tx.Now - TimeSpan.FromDays(7);
        await tx.Execute($"""
            DELETE FROM challenges WHERE expires_at <= {old}
                AND (purpose <> {ChallengePurpose.NotMe}
                     OR coalesce({SteadyClock.LivedSoFar} - lived, {Longest}) >= {Longest})
            """);
    }
}
