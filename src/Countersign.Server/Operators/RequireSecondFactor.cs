using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>
/// An admin orders that everybody must have a second factor. It begins after the grace period of the settings, at an
/// instant that is fixed with the order; <see cref="TellOfRequirement"/> tells everybody who has none.
/// </summary>
public sealed class RequireSecondFactor(Ground ground, AdminProof admins)
{
    /// <returns>Null when it is ordered.</returns>
    public async Task<Refused?> Run(Caller caller, Proof proof, Reason? reason, CancellationToken ct)
    {
        var prepared = await admins.Prepare(caller, proof, ct);
        return await ground.Db.Write(async tx =>
        {
            if (await AdminProof.Refuse(tx, caller) is { } refused) return refused;
            if (ground.Policy.RequiresSecondFactor || await RequirementStore.Find(tx) is not null)
                return Refused.ToOperator(OperatorRefusal.AlreadyRequired);

            var from = tx.Now + ground.Policy.RequirementGrace;
            if (await admins.Spend(tx, caller, prepared, new(AuditEvent.RequirementOrdered, reason, from)) is { } unproven) return unproven;

            OvertakenException.Unless(await RequirementStore.TryOrder(tx, caller.Account.Id, from));
            return null;
        }, ct);
    }
}
