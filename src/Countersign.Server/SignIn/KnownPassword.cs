using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>Whether somebody else may know an account's password, so that it must not open the account alone.</summary>
public static class KnownPassword
{
    /// <summary>
    /// Its person has objected to it, or to what was done with it, or a factor was set up with it that the mailbox has not vouched for; and
    /// none was set by mail since. Where the address was never confirmed, a factor alone is no reason: nothing else may open the account.
    /// </summary>
    public static async Task<bool> IsDoubted(Sql sql, Account account)
    {
        if (account.PasswordHash is null) return false;
        if (await MarkStore.Find(sql, account.Id, AccountMark.PasswordObjected) is not null) return true;

        var isByMail = await MarkStore.Find(sql, account.Id, AccountMark.PasswordByMail) is not null;
        if (await FrozenChanges.Until(sql, account.Id) is not null)
            return !isByMail || (await MarkStore.Find(sql, account.Id, AccountMark.FactorsObjected) is null
                && !(await MarkStore.Compare(sql, account.Id, AccountMark.PasswordByMail, AccountMark.ChangesFrozenUntil) >= 0));

        return !isByMail && account.IsEmailVerified && await MarkStore.Find(sql, account.Id, AccountMark.AwaitsMailbox) is not null;
    }
}
