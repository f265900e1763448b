using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Recovery;

/// <summary>The code is good, and still is.</summary>
public sealed record CodeIsGood(int Left);

/// <summary>
/// Tells whether a recovery code is good without spending it. A wrong one counts like any other guess, so this is no way
/// around the lock.
/// </summary>
public sealed class CheckBackupCode(Ground ground, ProofVerifier proofs, AuditLog audit)
{
    /// <param name="code">Null when what came has not the form of one.</param>
    public async Task<Answer<CodeIsGood>> Run(Caller caller, BackupCode? code, CancellationToken ct)
    {
        var prepared = await proofs.Prepare(caller.Account.Id, new(ProofKind.BackupCode, null, null, null, code), caller.Source, ct);
        return await ground.Db.Write<Answer<CodeIsGood>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            var asked = caller.Entry(AuditEvent.BackupCodeChecked);
            var verdict = await proofs.Look(tx, account, prepared, asked);
            if (!verdict.IsAccepted) return new Refused(Refusal.Proof, verdict);

            await MarkStore.Set(tx, account.Id, AccountMark.CodesChecked, tx.Now);
            await audit.Append(tx, asked with { Factor = ProofKind.BackupCode });
            return new CodeIsGood(await BackupCodeStore.CountLeft(tx, account.Id));
        }, ct);
    }
}
