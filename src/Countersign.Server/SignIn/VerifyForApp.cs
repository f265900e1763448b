using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>A person of an application has proven a second factor.</summary>
/// <param name="Method">Which one; null: a recovery code.</param>
public sealed record VerifiedForApp(ProofKind Kind, MethodId? Method, int BackupCodesLeft);

/// <summary>
/// Checks a proof for the application that keeps the person, and spends it. What that opens there is the application's to say.
/// </summary>
public sealed class VerifyForApp(Ground ground, ProofVerifier proofs, AuditLog audit)
{
    public async Task<Answer<VerifiedForApp>> Run(Caller caller, Proof proof, CancellationToken ct)
    {
        if (!caller.AccountHasSecondFactor) return Refusal.NoSuchMethod;

        var prepared = await proofs.Prepare(caller.Account.Id, proof, caller.Source, ct);
        return await ground.Db.Write<Answer<VerifiedForApp>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            var asked = caller.Entry(AuditEvent.SecondFactorVerified);
            var verdict = await proofs.Check(tx, account, prepared, Demand.Change(caller.Credential), asked);
            if (!verdict.IsAccepted) return new Refused(Refusal.Proof, verdict);

            await AppStore.NoteUse(tx, caller.App!);
            await audit.Append(tx, asked with { Factor = verdict.Kind, Method = verdict.Method });
            return new VerifiedForApp(verdict.Kind!.Value, verdict.Method, await BackupCodeStore.CountLeft(tx, account.Id));
        }, ct);
    }
}
