using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>What became of a sign-up whose address is proven.</summary>
/// <param name="MustChoosePassword">Nobody's password holds.</param>
/// <param name="IsNamedAnew">The chosen user name was somebody else's by then.</param>
public sealed record TakenSignUp(bool MustChoosePassword = false, bool IsNamedAnew = false);

/// <summary>
/// Gives an account that somebody signed up for what the confirmed sign-up chose. A link that names none, because several had signed up and
/// another mail was asked for, shows only whose the mailbox is: then nobody's password holds, and a mail leads to choosing one.
/// </summary>
public sealed class ConfirmedSignUp(AskedMail asked, ResetMail mail)
{
    // Where an address has nothing in front of the at sign that a user name may have.
    private const string NameOfNobody = "user";

    /// <summary>Which sign-up a link is about: the one; null: it proves the address and nothing else.</summary>
    public static async Task<SignUpChoice?> Find(Sql sql, AccountId account, Concern? about) =>
        about is { } one ? (await SignUpStore.ListOf(sql, account)).FirstOrDefault(choice => Concern.OfSignUp(choice.Id) == one) : null;

    /// <summary>The only one there is; null where there are several, and so nobody can tell which is meant.</summary>
    public static async Task<Concern?> FindOnly(Sql sql, AccountId account) =>
        await SignUpStore.ListOf(sql, account) is [var only] ? Concern.OfSignUp(only.Id) : null;

    /// <summary>Takes it over.</summary>
    public async Task<TakenSignUp> Take(Tx tx, Account account, Concern? about)
    {
        if (await MarkStore.Find(tx, account.Id, AccountMark.SignedUp) is null) return new();

        var choice = await Find(tx, account.Id, about);
        var name = await EndAll(tx, account, choice);
        if (choice is null)
        {
            if (await asked.TrySend(tx, ChallengePurpose.ResetPassword, account)) await mail.Enqueue(tx, account);
            return new(MustChoosePassword: true);
        }

        OvertakenException.Unless(await AccountStore.TrySetPassword(tx, account, choice.PasswordHash));
        if (choice.Language is { } language) await AccountStore.SetLanguage(tx, account.Id, language);
        return new(IsNamedAnew: name != choice.Username);
    }

    /// <summary>
    /// Ends what nobody can confirm any more, once the address is proven, and gives the account a user name: the chosen one, or one made of
    /// the address; with a number behind it, when somebody else has it by now.
    /// </summary>
    public static async Task<string> EndAll(Tx tx, Account account, SignUpChoice? choice)
    {
        await SignUpStore.RemoveAll(tx, account.Id);
        await MarkStore.Clear(tx, account.Id, AccountMark.SignedUp);
        var wish = choice?.Username ?? SignUpRules.UsernameOf(account.Email) ?? NameOfNobody;
        var name = await new FreeNames([]).Find(tx, new(wish, NameOrigin.Proposed));
        OvertakenException.Unless(await AccountStore.TryRename(tx, account.Id, name));
        return name;
    }
}
