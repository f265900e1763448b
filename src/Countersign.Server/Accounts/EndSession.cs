using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>Ends one of the caller's sessions, perhaps the calling one.</summary>
public sealed class EndSession(Ground ground, AuditLog audit)
{
    public Task<Answer<Account>> Run(Caller caller, SessionId id, CancellationToken ct) =>
        ground.Db.Write<Answer<Account>>(caller.Account.Id, async tx =>
    {
        var account = await Callers.Refresh(tx, caller);
        if (!await SessionStore.TryEnd(tx, account.Id, id)) return Refusal.NotFound;

        await audit.Append(tx, caller.Entry(AuditEvent.SessionEnded));
        return account;
    }, ct);
}
