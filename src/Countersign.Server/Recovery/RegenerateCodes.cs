using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Recovery;

/// <summary>A new set of recovery codes, shown once; all earlier ones are dead.</summary>
/// <param name="NewKey">The browser session's new key.</param>
public sealed record NewCodes(IReadOnlyList<BackupCode> Codes, Token? NewKey);

/// <summary>What a change of factors shares: who asks is proven, and the caller's session rises while all others end.</summary>
public sealed class RegenerateCodes(ProofVerifier proofs, SessionKeeper sessions, CodeSets codeSets, ChangeTeller teller)
{
    /// <summary>Replaces the recovery codes, on the proof of any factor. Turns a legacy account into a normal one.</summary>
    public async Task<Answer<NewCodes>> Run(Caller caller, Proof proof, CancellationToken ct)
    {
        if (!caller.AccountHasSecondFactor) return Refusal.NoSuchMethod;

        var prepared = await proofs.Prepare(caller.Account.Id, proof, caller.Source, ct);
        return await codeSets.Change<Answer<NewCodes>>(caller.Source.Claim(caller.Account.Id), async (tx, fresh) =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;
            var asked = caller.Entry(AuditEvent.BackupCodesRegenerated);
            var verdict = await proofs.Check(tx, account, prepared, Demand.Change(caller.Credential), asked);
            if (!verdict.IsAccepted) return new Refused(Refusal.Proof, verdict);

            // First of all writes but the proof's own: two regenerations follow one another, and their sets never mix.
            await SessionKeeper.EndAllElse(tx, account, caller.Session?.Id);
            if (account.IsLegacy) await MakeNormal(tx, account);
            await teller.Tell(tx, account, asked with { Factor = verdict.Kind, Method = verdict.Method }, NoticeKind.NewBackupCodes);
            return new NewCodes(await fresh.Store(tx, account.Id), await sessions.Raise(tx, caller, verdict.Kind));
        }, ct);
    }

    private static async Task MakeNormal(Tx tx, Account account)
    {
        OvertakenException.Unless(await AccountStore.TryEndLegacy(tx, account.Id));
        await MethodStore.Add(tx, new(
            default, account.Id, MethodKind.Sms, "Phone", account.Phone, null, IsPrimary: true, -1, Guard.Clear, tx.Now, tx.Now, 1));
    }
}
