using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>Factors from before anybody had shown that the mailbox is theirs, such as a phone number that was imported.</summary>
internal static class OlderFactors
{
    /// <summary>The mailbox was proven just now, by whatever way: what an admin signs in with waits for it to vouch for it.</summary>
    public static async Task AwaitMailbox(Tx tx, Account account)
    {
        if (account.IsAdmin && account.NeedsSecondFactor(await MethodStore.CountOf(tx, account.Id)))
            await MarkStore.Set(tx, account.Id, AccountMark.AwaitsMailbox, tx.Now);
    }
}
