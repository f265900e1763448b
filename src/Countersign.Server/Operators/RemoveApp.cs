using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>Removes an application with its secret and all that it was given: it stops at once, on every server.</summary>
public sealed class RemoveApp(AppDesk desk)
{
    /// <summary>An admin does it.</summary>
    public Task<Refused?> Run(Caller caller, Proof proof, string name, CancellationToken ct) => desk.Run(caller, proof, ActOf(name), ct);

    /// <summary>Somebody does it at the shell.</summary>
    /// <returns>False when there is none of this name.</returns>
    public Task<bool> Run(string user, string name, CancellationToken ct) => desk.Run(user, "app remove", ActOf(name), ct);

    private static AppAct ActOf(string name) => new(AuditEvent.AppRemoved, name, async tx =>
        await AppStore.Find(tx, name) is { } app && await AppStore.TryRemove(tx, app.Id));
}
