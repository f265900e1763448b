using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>
/// A deletion of an account that waits. It may have been a stranger who asked for it: whatever gives an account back to its owner calls it
/// off, and says so by mail and in the audit log. An owner who still wants it asks again.
/// </summary>
public static class StandingDeletion
{
    /// <summary>Calls it off, where there is one.</summary>
    /// <param name="by">The entry of what gave the account back.</param>
    public static async Task CallOff(Tx tx, Account account, AuditEntry by, ChangeTeller teller)
    {
        if (!await DeletionStore.TryCallOff(tx, account.Id)) return;

        var entry = by with { Event = AuditEvent.AccountDeleteCalledOff };
        await teller.Tell(tx, account, entry, NoticeKind.AccountDeleteCalledOff);
    }
}
