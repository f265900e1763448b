using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>An admin calls the order off that everybody must have a second factor, before it holds or after.</summary>
public sealed class CallOffRequirement(Ground ground, AdminProof admins)
{
    /// <returns>Null when it is called off.</returns>
    public async Task<Refused?> Run(Caller caller, Proof proof, Reason? reason, CancellationToken ct)
    {
        var prepared = await admins.Prepare(caller, proof, ct);
        return await ground.Db.Write(async tx =>
        {
            if (await AdminProof.Refuse(tx, caller) is { } refused) return refused;
            if (await RequirementStore.Find(tx) is not { } order) return Refused.ToOperator(OperatorRefusal.NotRequired);
            if (await admins.Spend(tx, caller, prepared, new(AuditEvent.RequirementCalledOff, reason)) is { } unproven) return unproven;

            OvertakenException.Unless(await RequirementStore.TryCallOff(tx, order));
            return null;
        }, ct);
    }
}
