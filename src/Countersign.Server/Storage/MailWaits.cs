using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// The wait after a password by mail ends only by a time that can be believed, and that people had: a clock that is ahead for a minute must
/// not make the mailbox count, nor one that was behind when the wait began. It counts from when the numbers on file were told of it: while
/// a text waits for its gateway, it has not begun. Whoever has no such wait costs no look at the clock.
/// </summary>
internal static class MailWaits
{
    // An attempt or two may fail.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <summary>Whether the account has a wait that the clock ends, and that is to be judged before anybody goes by it.</summary>
    public static bool IsToBeJudged(Account account) =>
        account.MailCountsFrom is { } from && from != MailRules.AtOnce && MailRules.EndsByItself(from);

    /// <summary>The account, whose wait is not over before its time has gone by steadily.</summary>
    public static async Task<Account> Judge(Sql sql, Account account)
    {
        if (!IsToBeJudged(account) || account.MailWaitSince is not { } since) return account;

        var from = account.MailCountsFrom!.Value;
        var end = await SteadyClock.EndOf(sql, since, account.MailWaitLived, from);
        if (await OutboxStore.HasTextWaiting(sql, account.Id)) end = Later(end, sql.Now + (from - since));
        return account with { MailCountsFrom = end };
    }

    /// <summary>
    /// A text to a number on file has left, or never will. Whoever was to hear of the wait by it, or hears in another way, has the whole
    /// wait from now on, if that took long: the mailbox may be somebody else's.
    /// </summary>
    /// <param name="written">When it was written.</param>
    public static async Task NoteTextLeft(Tx tx, AccountId account, DateTimeOffset written)
    {
        if (written + Late > tx.Now && Believed.HasBeen(written, tx.Now)) return;

        await tx.Execute($"""
            UPDATE accounts
            SET mail_counts_from = mail_counts_from + ({tx.Now} - mail_wait_since), mail_wait_since = {tx.Now},
                mail_wait_lived = {SteadyClock.Lived(tx)}
            WHERE id = {account} AND mail_wait_since NOT BETWEEN {tx.Now - Late} AND {tx.Now + Believed.Drift} AND mail_counts_from > mail_wait_since
              AND mail_counts_from < {LockoutRules.NeverByItself} AND mail_counts_from >= {written}
            """);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
