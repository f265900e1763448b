using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>
/// Factors from before anybody had shown that the mailbox is theirs, such as a phone number that was imported; whatever they have
/// authorized since is no better.
/// </summary>
internal static class OlderFactors
{
    /// <summary>The mailbox was proven just now, by whatever way: what an admin signs in with waits for it to vouch for it.</summary>
    public static async Task AwaitMailbox(Tx tx, Account account)
    {
        if (!account.NeedsSecondFactor(await MethodStore.CountOf(tx, account.Id))) return;

        await MarkStore.Set(tx, account.Id, AccountMark.FactorBeforeMailbox, tx.Now);
        if (account.IsAdmin) await AreUnvouched(tx, account.Id);
    }

    /// <summary>It becomes an admin's: the same, if its factors are older than the proof of its mailbox, or come of such.</summary>
    public static async Task AwaitMailboxOfNewAdmin(Tx tx, Account account)
    {
        if (await MarkStore.Find(tx, account.Id, AccountMark.AwaitsMailbox) is not null) return; // Since it was set up, not since now.

        if (await MarkStore.Find(tx, account.Id, AccountMark.FactorBeforeMailbox) is not null || await IsOlder(tx, account))
            await AreUnvouched(tx, account.Id);
    }

    /// <summary>
    /// The account has factors now that the mailbox has not vouched for: whoever has set them up may know every password from before,
    /// also one that was set by mail.
    /// </summary>
    public static async Task AreUnvouched(Tx tx, AccountId account)
    {
        await MarkStore.Set(tx, account, AccountMark.AwaitsMailbox, tx.Now);
        await MarkStore.Clear(tx, account, AccountMark.FirstByMail);
        await PastPasswordStore.AreBeforeFactor(tx, account);
        await MarkStore.Clear(tx, account, AccountMark.PasswordByMail);
    }

    /// <summary>The mailbox has vouched for them, or they are gone.</summary>
    public static async Task AreVouchedFor(Tx tx, AccountId account)
    {
        await MarkStore.Clear(tx, account, AccountMark.AwaitsMailbox);
        await MarkStore.Clear(tx, account, AccountMark.FactorBeforeMailbox);
        await MarkStore.Clear(tx, account, AccountMark.FirstByMail);
    }

    // Of accounts that were there before this was noted.
    private static async Task<bool> IsOlder(Tx tx, Account account)
    {
        var methods = await MethodStore.ListOf(tx, account.Id);
        return account.EmailVerifiedAt is { } proven && account.NeedsSecondFactor(methods.Count)
            && (methods.Count == 0 ? account.CreatedAt < proven : methods.Any(method => method.CreatedAt < proven));
    }
}
