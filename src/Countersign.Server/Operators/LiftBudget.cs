using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>
/// Empties the window of a budget of messages, so that it counts from the beginning. What limits one account alone, and what keeps it
/// safe, is no such budget and stays.
/// </summary>
public sealed class LiftBudget(Ground ground, AdminProof admins, AuditLog audit, SendBudgets budgets)
{
    private const string Command = "budget lift";

    /// <summary>An admin does it at the page.</summary>
    /// <returns>Null when it is empty.</returns>
    public async Task<Refused?> Run(Caller caller, Proof proof, string bucket, Reason reason, CancellationToken ct)
    {
        var prepared = await admins.Prepare(caller, proof, ct);
        return await ground.Db.Write(async tx =>
        {
            if (await AdminProof.Refuse(tx, caller) is { } refused) return refused;
            if (await budgets.Find(tx, bucket) is not { } window) return Refused.ToOperator(OperatorRefusal.ChangedMeanwhile);
            if (await admins.Spend(tx, caller, prepared, DecisionOf(bucket, reason)) is { } unproven) return unproven;

            await SendBudgets.Empty(tx, window);
            return null;
        }, ct);
    }

    /// <summary>Somebody does it at the machine's own shell.</summary>
    /// <returns>What was used of it; null when there was nothing to empty.</returns>
    public Task<BudgetWindow?> Run(string user, string bucket, Reason reason, CancellationToken ct) => ground.Db.Write(async tx =>
    {
        if (await budgets.Find(tx, bucket) is not { } window) return null;

        await audit.Append(tx, new(AuditEvent.BudgetLifted, ShellOperator.SourceOf(Command), Account: null)
        {
            Credential = Credential.OfShell(user),
            Args = DecisionOf(bucket, reason).Args(),
        });
        await SendBudgets.Empty(tx, window);
        return window;
    }, ct);

    private static Decision DecisionOf(string bucket, Reason reason) => new(AuditEvent.BudgetLifted, reason, Budget: bucket);
}
