using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>What an operator does about an application.</summary>
/// <param name="What">As the audit log names it.</param>
/// <param name="Name">The name of the application.</param>
/// <param name="Do">Does it; false when it cannot be done as things are.</param>
public sealed record AppAct(AuditEvent What, string Name, Func<Tx, Task<bool>> Do)
{
    /// <summary>What the application demands from now on; null: that stays.</summary>
    public string? Demands { get; init; }

    /// <summary>As it is written down.</summary>
    internal Decision Decision => new(What, null, App: Name, Demands: Demands);
}

/// <summary>
/// Where operators do something about an application: an admin at the page, who proves their own second factor for it, or somebody at the
/// machine's own shell. It is done in one transaction with the audit row.
/// </summary>
public sealed class AppDesk(Ground ground, AdminProof admins, AuditLog audit)
{
    /// <summary>An admin does it.</summary>
    /// <returns>Null when it is done.</returns>
    public async Task<Refused?> Run(Caller caller, Proof proof, AppAct act, CancellationToken ct)
    {
        var prepared = await admins.Prepare(caller, proof, ct);
        return await ground.Db.Write(async tx =>
        {
            if (await AdminProof.Refuse(tx, caller) is { } refused) return refused;
            if (await admins.Spend(tx, caller, prepared, act.Decision) is { } unproven) return unproven;
            if (await act.Do(tx)) return null;

            tx.Undo();
            return Refused.ToOperator(OperatorRefusal.ChangedMeanwhile);
        }, ct);
    }

    /// <summary>Somebody does it at the shell.</summary>
    /// <returns>False when it cannot be done as things are.</returns>
    public Task<bool> Run(string user, string command, AppAct act, CancellationToken ct) => ground.Db.Write(async tx =>
    {
        if (!await act.Do(tx)) return false;

        await audit.Append(tx, new(act.What, ShellOperator.SourceOf(command), Account: null)
        {
            Credential = Credential.OfShell(user),
            Args = act.Decision.Args(),
        });
        return true;
    }, ct);
}
