using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// The wait after a password by mail ends only by a time that can be believed, and that people had: a clock that is ahead for a minute must
/// not make the mailbox count, nor one that was behind when the wait began. Whoever has no such wait costs no look at the clock.
/// </summary>
internal static class MailWaits
{
    /// <summary>Whether the account has a wait that the clock ends, and that is to be judged before anybody goes by it.</summary>
    public static bool IsToBeJudged(Account account) =>
        account.MailCountsFrom is { } from && from != MailRules.AtOnce && MailRules.EndsByItself(from);

    /// <summary>The account, whose wait is not over before its time has gone by steadily.</summary>
    public static async Task<Account> Judge(Sql sql, Account account)
    {
        if (!IsToBeJudged(account) || account.MailWaitSince is not { } since) return account;

        var from = account.MailCountsFrom!.Value;
        return account with { MailCountsFrom = await SteadyClock.EndOf(sql, since, account.MailWaitLived, from) };
    }
}
