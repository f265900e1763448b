using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Enrollment;

/// <summary>
/// Gives an application leave to add a factor for a person of its own. For the first one its word is enough, as it has seen who they are;
/// for each further one the person proves one that they have, as everywhere.
/// </summary>
public sealed class LeaveForApp(Ground ground, ProofVerifier proofs, AuditLog audit)
{
    /// <param name="proof">Null: none was offered.</param>
    public async Task<Answer<Authorized>> Run(Caller caller, Proof? proof, CancellationToken ct)
    {
        var prepared = proof is null ? null : await proofs.Prepare(caller.Account.Id, proof, caller.Source, ct);
        return await ground.Db.Write<Answer<Authorized>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            var asked = caller.Entry(AuditEvent.MethodAuthorized);
            if (await MethodStore.CountOf(tx, account.Id) > 0)
            {
                if (prepared is null) return Refusal.OtpMissing;

                var verdict = await proofs.Check(tx, account, prepared, Demand.Authorize(caller.Credential), asked);
                if (!verdict.IsAccepted) return new Refused(Refusal.Proof, verdict);

                asked = asked with { Factor = verdict.Kind, Method = verdict.Method };
            }

            var until = tx.Now + ground.Policy.GrantLife;
            await EnrollmentStore.AddGrant(tx, account, caller.Credential, until);
            await audit.Append(tx, asked);
            return new Authorized(until);
        }, ct);
    }
}
