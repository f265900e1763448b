using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>What is known of an account's password, where it would open the account alone.</summary>
public enum PasswordStanding
{
    /// <summary>There is one, and nothing was said against it.</summary>
    Opens,

    /// <summary>Somebody else may know it.</summary>
    Doubted,

    /// <summary>
    /// Somebody objected to what came by mail: whoever has the mailbox, and can set a password by it, may not be its owner.
    /// </summary>
    MailboxDoubted,

    /// <summary>There is none: only a mailed link sets one.</summary>
    Void,
}

/// <summary>Whether somebody else may know an account's password, so that it must not open the account alone.</summary>
public static class KnownPassword
{
    /// <summary>
    /// In doubt is one that its person has objected to, or to what was done with it, or that a factor was set up with which the mailbox has
    /// not vouched for; unless one was set by mail since. Where the address was never confirmed, a factor alone is no reason: nothing else
    /// may open the account.
    /// </summary>
    public static async Task<PasswordStanding> StandingOf(Sql sql, Account account)
    {
        if (account.PasswordHash is null) return PasswordStanding.Void;
        if (account.MailCountsFrom is { } from && !MailRules.EndsByItself(from)) return PasswordStanding.MailboxDoubted;
        if (await PhoneObjection.Stands(sql, account.Id)) return PasswordStanding.MailboxDoubted;

        return await IsDoubted(sql, account) ? PasswordStanding.Doubted : PasswordStanding.Opens;
    }

    private static async Task<bool> IsDoubted(Sql sql, Account account)
    {
        var isByMail = await PastPasswordStore.IsByMail(sql, account.Id);
        if (await FrozenChanges.Until(sql, account.Id) is not null)
            return !isByMail || (await MarkStore.Find(sql, account.Id, AccountMark.FactorsObjected) is null
                && !(await MarkStore.Compare(sql, account.Id, AccountMark.PasswordByMail, AccountMark.ChangesFrozenUntil) >= 0));

        return !isByMail && account.IsEmailVerified && await MarkStore.Find(sql, account.Id, AccountMark.AwaitsMailbox) is not null;
    }
}
