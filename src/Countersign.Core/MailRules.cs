namespace Countersign.Core;

/// <summary>When the mailbox proves something about an account. Pure.</summary>
public static class MailRules
{
    /// <summary>
    /// Why a mailed code is not looked at, and so not counted: the operator does not take it for this, or the account's password was set by
    /// mail; null: it is looked at.
    /// </summary>
    /// <param name="isFirstMethod">The first method is always authorized by e-mail: nothing else exists yet.</param>
    public static Verdict? Refuse(
        Account account, ChallengePurpose purpose, bool isFirstMethod, DateTimeOffset now, Policy policy)
    {
        if (!ChallengeRules.AcceptsEmail(purpose, isFirstMethod, policy)) return new(Outcome.EmailNotAccepted, ProofKind.Email);

        return !isFirstMethod && account.MailWaitsUntil(now) is { } until
            ? new(Outcome.EmailWaits, ProofKind.Email, LockedUntil: until)
            : null;
    }

    /// <summary>Whether such a wait ends by itself; else only another factor ends it.</summary>
    public static bool EndsByItself(DateTimeOffset until) => until < LockoutRules.NeverByItself;

    /// <summary>From when on mail counts where passwords by mail need no wait: whatever the clock says.</summary>
    public static DateTimeOffset AtOnce { get; } = DateTimeOffset.UnixEpoch;

    /// <summary>
    /// Until when the account's factors may be a stranger's: they began with one that the password alone has set up, and the mailbox has
    /// neither vouched for it nor let the time to object pass. They must not stop what the mailbox does; it waits for them as for any.
    /// Where the mailbox has set a password in that time, its owner may still be waiting when it is over, each time that such a number
    /// makes the wait begin anew: that is held off as well, and they have the time to object once they are in.
    /// </summary>
    /// <param name="setUpByPasswordAt">When such a factor was set up that nobody has vouched for.</param>
    /// <param name="answeredAt">When a password was first set by mail since.</param>
    public static DateTimeOffset MayBeStrangersUntil(DateTimeOffset setUpByPasswordAt, DateTimeOffset? answeredAt, Policy policy)
    {
        var until = setUpByPasswordAt + policy.ObjectionLife;
        return answeredAt < until
            ? answeredAt.Value + ((1 + WaitsAnew.Count) * policy.MailWait) + policy.ObjectionLife
            : until;
    }

    /// <summary>How often a number that may be a stranger's can begin such a wait anew: its owner comes in late, but comes in.</summary>
    public static Rate WaitsAnew { get; } = new(2, TimeSpan.FromDays(30));

    /// <summary>Whether a wait lasts now that can begin anew: one that ends by itself.</summary>
    public static bool CanWaitAnew(Account account, DateTimeOffset now) =>
        account.MailWaitsUntil(now) is { } until && EndsByItself(until);

    /// <summary>
    /// From when on it does, if a password is set by mail now: after the wait, and never sooner than an earlier one has promised. Once its
    /// person has objected (<see cref="LockoutRules.NeverByItself"/>), no further password by mail starts a clock again.
    /// </summary>
    public static DateTimeOffset CountsFrom(Account account, DateTimeOffset now, Policy policy)
    {
        var from = now + policy.MailWait;
        return account.MailCountsFrom > from ? account.MailCountsFrom.Value : from;
    }
}
