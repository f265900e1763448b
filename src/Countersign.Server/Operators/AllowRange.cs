using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>An admin allows numbers of a range that the numbering plans here do not know yet.</summary>
public sealed class AllowRange(Ground ground, AdminProof admins)
{
    /// <returns>Null when it is allowed.</returns>
    public async Task<Refused?> Run(Caller caller, Proof proof, long id, Reason? reason, CancellationToken ct)
    {
        var prepared = await admins.Prepare(caller, proof, ct);
        return await ground.Db.Write(async tx =>
        {
            if (await AdminProof.Refuse(tx, caller) is { } refused) return refused;
            if (await PhoneRangeStore.Find(tx, id) is not { AllowedAt: null } range)
                return Refused.ToOperator(OperatorRefusal.ChangedMeanwhile);

            var decision = new Decision(AuditEvent.PhoneRangeAllowed, reason, Range: range.Range);
            if (await admins.Spend(tx, caller, prepared, decision) is { } unproven) return unproven;

            OvertakenException.Unless(await PhoneRangeStore.TryAllow(tx, id, caller.Account.Id));
            return null;
        }, ct);
    }
}
