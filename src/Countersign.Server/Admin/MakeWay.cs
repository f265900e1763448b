using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>
/// An operator makes the account of a person they know. That strangers have signed up with the same address, and nobody has confirmed it,
/// must not keep them from it: what was asked for goes, with its links. Whoever confirms first keeps the account.
/// </summary>
public static class MakeWay
{
    private const string Reason = "nobody had confirmed the sign-up";

    /// <summary>
    /// Removes the account with this person's address if nobody but strangers has ever asked for it, and if nothing else is in the way.
    /// </summary>
    /// <param name="command">The command that makes the other one.</param>
    public static async Task For(Tx tx, AuditLog audit, OperatorShell shell, NewAccount person, string command)
    {
        if (await AccountStore.FindByName(tx, person.Email.Canonical) is not { } there || !await SignUpStore.IsNobodys(tx, there.Id))
            return;
        if (await AccountStore.FindByName(tx, person.Username) is { } other && other.Id != there.Id) return;

        OvertakenException.Unless(await AccountStore.TryDelete(tx, there.Id));
        await audit.Append(tx, OperatorSource.Entry(shell, AuditEvent.UserDeleted, command, there.Id, Reason));
    }
}
