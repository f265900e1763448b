using System.Collections.Immutable;

namespace Countersign.Core;

/// <summary>
/// The failures of all factors of one account that still weigh, oldest first. A success does not clear them: they are
/// what stops somebody who knows the password and guesses slowly (docs/security.md, budgets).
/// </summary>
/// <param name="Version">Grows with every saved change.</param>
public sealed record Budget(ImmutableArray<DateTimeOffset> Failures, long Version)
{
    /// <summary>Until when no code of this account is evaluated; null when the budget is not spent.</summary>
    public DateTimeOffset? SpentUntil(DateTimeOffset now, Policy policy) =>
        Later(
            Reopens(policy.ShortBudget, policy.ShortBudgetWindow, now),
            Reopens(policy.LongBudget, policy.LongBudgetWindow, now));

    /// <summary>
    /// The budget with one more failure. None is dropped by its date, which a clock that is ahead would make old: more than are counted
    /// are not kept.
    /// </summary>
    public Budget AfterFailure(DateTimeOffset now, Policy policy)
    {
        // Whichever of the two an operator has made the greater one must find what it counts.
        var most = Math.Max(policy.LongBudget, policy.ShortBudget);
        return this with { Failures = [.. Failures.TakeLast(most - 1), now] };
    }

    /// <summary>
    /// The budget with no failure later than now, as a clock that was ahead has noted them: those count as if they had just happened.
    /// </summary>
    public Budget Shortened(DateTimeOffset now) => Failures.Any(at => at > now)
        ? this with { Failures = [.. Failures.Select(at => at > now ? now : at)] }
        : this;

    // The n-th youngest failure must leave the window before another guess is allowed.
    private DateTimeOffset? Reopens(int limit, TimeSpan window, DateTimeOffset now)
    {
        if (Failures.Length < limit) return null;

        var until = Failures[^limit] + window;
        return until > now ? until : null;
    }

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null || b > a ? b : a;
}
