using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>The session's second factor is fresh.</summary>
/// <param name="NewKey">The browser session's new key.</param>
public sealed record ProvenAgain(Token? NewKey);

/// <summary>
/// Proves the second factor once more in a session that knows of it from long ago: a remembered browser brings a proof that is up to a
/// month old. It changes nothing but the session, so it may be done while factors are frozen.
/// </summary>
public sealed class ProveAgain(Ground ground, ProofVerifier proofs, SessionKeeper sessions, AuditLog audit)
{
    public async Task<Answer<ProvenAgain>> Run(Caller caller, Proof proof, CancellationToken ct)
    {
        if (!caller.AccountHasSecondFactor) return Refusal.NoSuchMethod;

        var prepared = await proofs.Prepare(caller.Account.Id, proof, caller.Source, ct);
        return await ground.Db.Write<Answer<ProvenAgain>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            var asked = caller.Entry(AuditEvent.SecondFactorVerified);
            var verdict = await proofs.Check(tx, account, prepared, Demand.Change(caller.Credential), asked);
            if (!verdict.IsAccepted) return new Refused(Refusal.Proof, verdict);

            await audit.Append(tx, asked with { Factor = verdict.Kind, Method = verdict.Method });
            return new ProvenAgain(await sessions.Raise(tx, caller, verdict.Kind));
        }, ct);
    }
}
