using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>Removes a webhook with its secrets and all that waits for it.</summary>
public sealed class RemoveHook(HookDesk desk)
{
    private static readonly HookAct Act = new(AuditEvent.HookRemoved, (tx, hook) => HookStore.TryRemove(tx, hook.Id));

    /// <summary>An admin does it.</summary>
    public Task<Refused?> Run(Caller caller, Proof proof, HookId id, CancellationToken ct) => desk.Run(caller, proof, id, Act, ct);

    /// <summary>Somebody does it at the shell.</summary>
    public Task<Hook?> Run(string user, HookId id, CancellationToken ct) => desk.Run(user, "hook remove", id, Act, ct);
}
