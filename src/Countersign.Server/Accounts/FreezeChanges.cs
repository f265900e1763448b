using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>The second factors stay as they are until then.</summary>
/// <param name="NewKey">The browser session's new key.</param>
public sealed record ChangesFrozen(DateTimeOffset Until, Token? NewKey);

/// <summary>
/// "This wasn't me": whoever else is in is out, and no second factor can be added, removed or replaced for a week, or until
/// the password is reset by mail and a factor proven after that. What is there still works, so its owner can sign in; of the API keys,
/// those that the caller keeps.
/// </summary>
public sealed class FreezeChanges(Ground ground, SessionKeeper sessions, KeyEnds keyEnds, ChangeTeller teller, PhoneNotices phones)
{
    public Task<ChangesFrozen> Run(Caller caller, KeptKeys keep, CancellationToken ct) => ground.Db.Write(caller.Account.Id, async tx =>
    {
        var account = await Callers.Refresh(tx, caller);
        await SessionKeeper.EndAllElse(tx, account, caller.Session?.Id);
        var entry = caller.Entry(AuditEvent.ChangesFrozen);
        var until = await FrozenChanges.Begin(tx, account, entry, teller);
        var ended = await keyEnds.EndAll(tx, account.Id, keep, entry);
        await teller.Tell(tx, account, entry, NoticeKind.ChangesFrozen, new() { Until = until, KeysEnded = ended });
        await phones.Tell(tx, account, await MethodStore.ListOf(tx, account.Id), NoticeKind.ChangesFrozen);
        return new ChangesFrozen(until, await sessions.ChangeKey(tx, caller));
    }, ct);
}
