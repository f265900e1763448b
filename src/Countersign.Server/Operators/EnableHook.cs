using Countersign.Core;
using Countersign.Server.Hooks;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>Sends to a webhook again that failed for so long that nothing was sent to it any more: what waits goes out at once.</summary>
public sealed class EnableHook(HookDesk desk, HookBell bell)
{
    /// <summary>An admin does it.</summary>
    public Task<Refused?> Run(Caller caller, Proof proof, HookId id, CancellationToken ct) => desk.Run(caller, proof, id, Act(), ct);

    /// <summary>Somebody does it at the shell.</summary>
    public Task<Hook?> Run(string user, HookId id, CancellationToken ct) => desk.Run(user, "hook enable", id, Act(), ct);

    private HookAct Act() => new(AuditEvent.HookEnabled, (tx, hook) =>
    {
        tx.AfterCommit(bell.Ring);
        return HookStore.TryEnable(tx, hook.Id);
    })
    {
        IsPossible = (_, hook) => Task.FromResult(hook.DisabledAt is not null),
    };
}
