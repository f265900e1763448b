using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>
/// Gives an account that somebody signed up for what the confirmed sign-up chose. A link that names none, because several had signed up and
/// another mail was asked for, shows only whose the mailbox is: then nobody's password holds, and a mail leads to choosing one.
/// </summary>
public sealed class ConfirmedSignUp(AskedMail asked, ResetMail mail)
{
    /// <summary>Which sign-up a link is about: the one; null: it proves the address and nothing else.</summary>
    public static async Task<SignUpChoice?> Find(Sql sql, AccountId account, Concern? about) =>
        about is { } one ? (await SignUpStore.ListOf(sql, account)).FirstOrDefault(choice => Concern.OfSignUp(choice.Id) == one) : null;

    /// <summary>The only one there is; null where there are several, and so nobody can tell which is meant.</summary>
    public static async Task<Concern?> FindOnly(Sql sql, AccountId account) =>
        await SignUpStore.ListOf(sql, account) is [var only] ? Concern.OfSignUp(only.Id) : null;

    /// <summary>Takes it over.</summary>
    /// <returns>Whether the person must choose a password first.</returns>
    public async Task<bool> Take(Tx tx, Account account, Concern? about)
    {
        if (await MarkStore.Find(tx, account.Id, AccountMark.SignedUp) is null) return false;

        var choice = await Find(tx, account.Id, about);
        await SignUpStore.RemoveAll(tx, account.Id);
        await MarkStore.Clear(tx, account.Id, AccountMark.SignedUp);
        if (choice is null)
        {
            if (await asked.TrySend(tx, ChallengePurpose.ResetPassword, account)) await mail.Enqueue(tx, account);
            return true;
        }

        OvertakenException.Unless(await AccountStore.TrySetPassword(tx, account, choice.PasswordHash));
        await AccountStore.TryRename(tx, account.Id, choice.Username);
        if (choice.Language is { } language) await AccountStore.SetLanguage(tx, account.Id, language);
        return false;
    }
}
