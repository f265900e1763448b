using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>
/// That a key was used, to be written down once: in the change that its caller makes, if there is one, or else in a transaction of its
/// own.
/// </summary>
public sealed class KeyUse(Func<Tx, Task> note)
{
    /// <summary>Whether it stands in the database.</summary>
    public bool IsNoted { get; private set; }

    /// <summary>Writes it down with a change; it counts when that is on the disk.</summary>
    public async Task Note(Tx tx)
    {
        if (IsNoted) return;

        await note(tx);
        tx.AfterCommit(() => IsNoted = true);
    }
}
