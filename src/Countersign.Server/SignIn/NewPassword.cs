using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>Gives an account the password that its owner has just chosen, by a mailed link or signed in.</summary>
public sealed class NewPassword(PasswordHash hash, PasswordThrottle throttle)
{
    /// <summary>The slow part, outside of any transaction.</summary>
    public Task<string> Hash(string password, Account account, Source source, CancellationToken ct) =>
        hash.Hash(password, source.Claim(account.Id), ct);

    /// <summary>Whether it is one of these.</summary>
    public async Task<bool> IsOneOf(
        IReadOnlyList<string> hashes, string password, Account account, Source source, CancellationToken ct)
    {
        var found = false;
        foreach (var stored in hashes.Where(hash.CanCheck)) // That of a key that is gone is nobody's to compare.
            found |= await hash.Check(password, stored, source.Claim(account.Id), ct) is not PasswordCheck.Wrong;

        return found;
    }

    /// <summary>Stores it. What strangers have used up of the account's tries is forgotten, and this address is known.</summary>
    public async Task SetByMail(Tx tx, Account account, string newHash, Source source)
    {
        OvertakenException.Unless(await AccountStore.TrySetPassword(tx, account, newHash, PastPlace.ForGood));
        await MarkStore.Set(tx, account.Id, AccountMark.PasswordByMail, tx.Now);
        if (!await MarkStore.IsSince(tx, account.Id, AccountMark.FirstByMail, AccountMark.AwaitsMailbox))
        {
            await MarkStore.Set(tx, account.Id, AccountMark.FirstByMail, tx.Now);
            await ChallengeStore.AreBeforePasswordByMail(tx, account.Id);
        }

        await LimitStore.Forget(tx, Buckets.PastPassword(account.Id));
        await throttle.NoteReset(tx, account, source);
    }

    /// <summary>Leaves the one that there is: it may be tried from this address.</summary>
    /// <returns>Null when it may; else when an address can be vouched for again.</returns>
    public Task<DateTimeOffset?> KeepBy(Tx tx, Account account, Source source) => throttle.TryVouchForPlace(tx, account, source);
}
