using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>What an operator does to one webhook.</summary>
/// <param name="What">As the audit log names it.</param>
/// <param name="Do">Does it; false when somebody was faster.</param>
public sealed record HookAct(AuditEvent What, Func<Tx, Hook, Task<bool>> Do)
{
    /// <summary>Whether it can be done to the webhook as it is.</summary>
    public Func<Tx, Hook, Task<bool>> IsPossible { get; init; } = (_, _) => Task.FromResult(true);
}

/// <summary>
/// Where operators do something to a webhook: an admin at the page, who proves their own second factor for it, or somebody at the machine's
/// own shell. It is done in one transaction with the audit row.
/// </summary>
public sealed class HookDesk(Ground ground, AdminProof admins, AuditLog audit)
{
    /// <summary>An admin does it.</summary>
    /// <returns>Null when it is done.</returns>
    public async Task<Refused?> Run(Caller caller, Proof proof, HookId id, HookAct act, CancellationToken ct)
    {
        var prepared = await admins.Prepare(caller, proof, ct);
        return await ground.Db.Write(async tx =>
        {
            if (await AdminProof.Refuse(tx, caller) is { } refused) return refused;
            if (await HookStore.Find(tx, id) is not { } hook || !await act.IsPossible(tx, hook))
                return Refused.ToOperator(OperatorRefusal.ChangedMeanwhile);
            if (await admins.Spend(tx, caller, prepared, new(act.What, null, Hook: hook)) is { } unproven) return unproven;

            OvertakenException.Unless(await act.Do(tx, hook));
            return null;
        }, ct);
    }

    /// <summary>Somebody does it at the shell.</summary>
    /// <returns>The webhook as it was; null when there is no such one, or it is not possible.</returns>
    public Task<Hook?> Run(string user, string command, HookId id, HookAct act, CancellationToken ct) => ground.Db.Write(async tx =>
    {
        if (await HookStore.Find(tx, id) is not { } hook || !await act.IsPossible(tx, hook) || !await act.Do(tx, hook)) return null;

        await Note(tx, user, command, hook, act.What);
        return hook;
    }, ct);

    /// <summary>Writes down what was done at the shell.</summary>
    public Task Note(Tx tx, string user, string command, Hook hook, AuditEvent what) =>
        audit.Append(tx, new(what, ShellOperator.SourceOf(command), Account: null)
        {
            Credential = Credential.OfShell(user),
            Args = new Decision(what, null, Hook: hook).Args(),
        });
}
