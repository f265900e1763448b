using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>
/// Changes what people are shown of an application, and what it demands. Whatever was given to it under another demand ends with that, at
/// once and on every server: whoever is there proves what is demanded now.
/// </summary>
public sealed class ChangeApp(AppDesk desk)
{
    /// <summary>An admin does it.</summary>
    /// <param name="before">The application as it was when it was decided.</param>
    /// <param name="after">What is said of it from now on.</param>
    public Task<Refused?> Run(Caller caller, Proof proof, App before, NewApp after, CancellationToken ct) =>
        desk.Run(caller, proof, ActOf(before, after), ct);

    /// <summary>Somebody does it at the shell.</summary>
    /// <returns>False when it is gone, or demands something else than it did.</returns>
    public Task<bool> Run(string user, App before, NewApp after, CancellationToken ct) =>
        desk.Run(user, "app change", ActOf(before, after), ct);

    private static AppAct ActOf(App before, NewApp after) =>
        new(AuditEvent.AppChanged, before.Name, tx => AppStore.TryChange(tx, before, after))
        {
            Demands = after.DemandsAsMuchAs(before.Said) ? null : AppWords.DemandsOf(after),
        };
}
