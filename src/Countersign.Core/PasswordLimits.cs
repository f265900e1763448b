namespace Countersign.Core;

/// <summary>What slows a guesser of passwords. Nothing here shuts an account: a stranger must not be able to lock anybody out.</summary>
public sealed record PasswordLimits
{
    /// <summary>Wrong passwords for one account from one network address (IPv6: one /64) before waiting begins.</summary>
    public int FreeFailures { get; init; } = 5;

    /// <summary>The first wait; each further failure doubles it.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>No wait is longer than this.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Wrong passwords for one account from everywhere; beyond it only known addresses get a try.</summary>
    public Rate PerAccount { get; init; } = new(100, TimeSpan.FromHours(1));

    /// <summary>How long an address from which the right password came stays known for its account.</summary>
    public TimeSpan KnownAddressLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Tries from one network address (IPv6: one /64), whatever the account.</summary>
    public Rate PerAddress { get; init; } = new(30, TimeSpan.FromMinutes(5));

    /// <summary>The wait after so many failures: nothing at first, then 1, 2, 4 … seconds with the default numbers.</summary>
    public TimeSpan WaitAfter(int failures)
    {
        if (failures < FreeFailures) return TimeSpan.Zero;

        var wait = FirstWait * Math.Pow(2, Math.Min(failures - FreeFailures, 30));
        return wait < LongestWait ? wait : LongestWait;
    }
}
