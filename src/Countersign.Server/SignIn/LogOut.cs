using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>Ends the caller's own session. An API key has none, so there is nothing to end.</summary>
public sealed class LogOut(Ground ground, AuditLog audit)
{
    public Task Run(Caller caller, CancellationToken ct) => caller.Session is not { } session
        ? Task.CompletedTask
        : ground.Db.Write(async tx =>
        {
            if (await SessionStore.TryEnd(tx, session.Account, session.Id))
                await audit.Append(tx, caller.Entry(AuditEvent.SessionEnded));
        }, ct);
}
