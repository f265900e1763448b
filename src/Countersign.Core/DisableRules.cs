namespace Countersign.Core;

/// <summary>When 2FA may be turned off by a mailed link. Pure.</summary>
public static class DisableRules
{
    /// <summary>Why it may not, or null.</summary>
    public static Refusal? Refuse(Account account, int methods, Policy policy, Requirement requirement)
    {
        if (!policy.DisableByLink) return Refusal.DisableByLinkOff;
        if (!account.NeedsSecondFactor(methods)) return Refusal.NoSuchMethod;
        if (requirement.Holds) return Refusal.SecondFactorRequired;

        return account.IsEmailVerified ? null : Refusal.EmailNotVerified;
    }

    /// <summary>From when on the link of this challenge works: it waits, and then lives as long as any link.</summary>
    public static DateTimeOffset WorksFrom(Challenge challenge, Policy policy) => challenge.ExpiresAt - policy.LinkLife;
}
