using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>What became of a sign-up whose address is proven.</summary>
/// <param name="ChooseBy">Where nobody's password holds: the link by which its person chooses one, now that the mailbox is theirs.</param>
/// <param name="IsNamedAnew">The chosen user name was somebody else's by then.</param>
public sealed record TakenSignUp(Token? ChooseBy = null, bool IsNamedAnew = false);

/// <summary>
/// Gives an account that somebody signed up for what the confirmed sign-up chose. Where several had signed up, a link shows only whose the
/// mailbox is: then nobody's password holds, and a link leads to choosing one, handed over at once and mailed besides. No budget is asked:
/// it happens once to an account, by the hand of its owner, who would be shut out else.
/// </summary>
public sealed class ConfirmedSignUp(ResetMail mail)
{
    // Where an address has nothing in front of the at sign that a user name may have.
    private const string NameOfNobody = "user";

    /// <summary>The sign-up that a link is about, where it is the only one; null: the link proves the address and nothing else.</summary>
    public static async Task<SignUpChoice?> FindHolding(Sql sql, AccountId account, Concern? about) =>
        about is { } one && await FindOnly(sql, account) == one ? (await SignUpStore.ListOf(sql, account)).Single() : null;

    /// <summary>The only one there ever was; null where there are or were several, and so nobody can tell which is meant.</summary>
    public static async Task<Concern?> FindOnly(Sql sql, AccountId account) =>
        await SignUpStore.ListOf(sql, account) is [var only]
        && await MarkStore.Find(sql, account, AccountMark.SignedUpBySeveral) is null
            ? Concern.OfSignUp(only.Id)
            : null;

    /// <summary>Takes it over.</summary>
    public async Task<TakenSignUp> Take(Tx tx, Account account, Concern? about)
    {
        if (await MarkStore.Find(tx, account.Id, AccountMark.SignedUp) is null) return new();

        // Of several one may be a stranger's, and its mail looks like the others: then the mailbox is shown, and a password chosen after.
        var choice = await FindHolding(tx, account.Id, about);
        var name = await EndAll(tx, account, choice);
        if (choice is null) return new(ChooseBy: await mail.Enqueue(tx, account));

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
        await MarkStore.Clear(tx, account.Id, AccountMark.SignedUpBySeveral);
        var wish = choice?.Username ?? SignUpRules.UsernameOf(account.Email) ?? NameOfNobody;
        var name = await new FreeNames([]).Find(tx, new(wish, NameOrigin.Proposed));
        OvertakenException.Unless(await AccountStore.TryRename(tx, account.Id, name));
        return name;
    }
}
