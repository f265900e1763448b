using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Recovery;

/// <summary>Notes that the person has put the recovery codes into a safe place.</summary>
public sealed class KeepCodes(Ground ground)
{
    public Task Run(Caller caller, CancellationToken ct) => ground.Db.Write(caller.Account.Id, async tx =>
    {
        var account = await Callers.Refresh(tx, caller);
        await MarkStore.Set(tx, account.Id, AccountMark.CodesKept, tx.Now);
    }, ct);
}
