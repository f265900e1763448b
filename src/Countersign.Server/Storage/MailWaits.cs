using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// The wait after a password by mail ends only by a time that can be believed: a clock that is ahead for a minute must not make the mailbox
/// count. Whoever has no such wait costs no look at the clock.
/// </summary>
internal static class MailWaits
{
    /// <summary>The account, whose wait is not over before the time has gone by steadily.</summary>
    public static async Task<Account> Judge(Sql sql, Account account) =>
        EndsByTheClock(account) ? Judge(account, await SteadyClock.Find(sql), sql.Now) : account;

    /// <summary>The same, where what servers have seen of the clock is known.</summary>
    public static Account Judge(Account account, ClockSeen? seen, DateTimeOffset now) =>
        EndsByTheClock(account) && SteadyClock.HoldsUntil(seen, now) is { } until && until > account.MailCountsFrom
            ? account with { MailCountsFrom = until }
            : account;

    private static bool EndsByTheClock(Account account) =>
        account.MailCountsFrom is { } from && from != MailRules.AtOnce && MailRules.EndsByItself(from);
}
