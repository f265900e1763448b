using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>An admin allows numbers of a range no longer. Numbers that are methods already stay what they are.</summary>
public sealed class EndRange(Ground ground, AdminProof admins)
{
    /// <returns>Null when it is not allowed any more.</returns>
    public async Task<Refused?> Run(Caller caller, Proof proof, long id, Reason? reason, CancellationToken ct)
    {
        var prepared = await admins.Prepare(caller, proof, ct);
        return await ground.Db.Write(async tx =>
        {
            if (await AdminProof.Refuse(tx, caller) is { } refused) return refused;
            if (await PhoneRangeStore.Find(tx, id) is not { AllowedAt: not null } range)
                return Refused.ToOperator(OperatorRefusal.ChangedMeanwhile);

            var decision = new Decision(AuditEvent.PhoneRangeEnded, reason, Range: range.Range);
            if (await admins.Spend(tx, caller, prepared, decision) is { } unproven) return unproven;

            OvertakenException.Unless(await PhoneRangeStore.TryEnd(tx, id));
            return null;
        }, ct);
    }
}
