using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>Nobody else is signed in any more.</summary>
/// <param name="NewKey">The browser session's new key.</param>
public sealed record OthersEnded(Token? NewKey);

/// <summary>
/// Signs the caller out everywhere else: all other sessions end, every remembered browser is forgotten, everything pending is void.
/// </summary>
public sealed class EndOtherSessions(Ground ground, SessionKeeper sessions, AuditLog audit)
{
    public Task<OthersEnded> Run(Caller caller, CancellationToken ct) => ground.Db.Write(caller.Account.Id, async tx =>
    {
        var account = await Callers.Refresh(tx, caller);
        await SessionKeeper.EndAllElse(tx, account, caller.Session?.Id);
        await audit.Append(tx, caller.Entry(AuditEvent.SessionEnded) with { Outcome = AuditOutcome.AllOthers });
        return new OthersEnded(await sessions.ChangeKey(tx, caller));
    }, ct);
}
