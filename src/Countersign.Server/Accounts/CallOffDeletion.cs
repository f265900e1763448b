using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>
/// The account stays after all. Whoever is signed in may say so: it opens nothing and takes nothing away, so it needs no proof, and
/// nothing that keeps other changes from being made keeps this one.
/// </summary>
public sealed class CallOffDeletion(Ground ground, ChangeTeller teller)
{
    public Task<Answer<Account>> Run(Caller caller, CancellationToken ct) => ground.Db.Write<Answer<Account>>(caller.Account.Id, async tx =>
    {
        var account = await Callers.Refresh(tx, caller);
        if (!await DeletionStore.TryCallOff(tx, account.Id)) return Refusal.NotFound;

        await teller.Tell(tx, account, caller.Entry(AuditEvent.AccountDeleteCalledOff), NoticeKind.AccountDeleteCalledOff);
        return account;
    }, ct);
}
