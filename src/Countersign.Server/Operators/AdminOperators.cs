using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>Makes operators out of admins at a browser, who prove their own second factor for each single act.</summary>
public sealed class AdminOperators(ProofVerifier proofs, AuditLog audit)
{
    /// <summary>The operator that this admin is with this proof. The proof is spent by what it is used for, and by nothing else.</summary>
    public async Task<Actor> Prepare(Caller admin, Proof proof, CancellationToken ct) =>
        new AdminOperator(admin, await proofs.Prepare(admin.Account.Id, proof, admin.Source, ct), proofs, audit);

    private sealed class AdminOperator(Caller caller, PreparedProof proof, ProofVerifier proofs, AuditLog audit) : Actor
    {
        private Verdict? verdict;

        public override async Task<Refused?> Prove(Tx tx, AuditEvent what)
        {
            var admin = await Callers.Refresh(tx, caller);
            verdict = await proofs.Check(tx, admin, proof, Demand.Change(caller.Credential), caller.Entry(what));
            return verdict.IsAccepted ? null : new(Refusal.Proof, Verdict: verdict);
        }

        public override AuditEntry Entry(AuditEvent what, AccountId account, Reason? reason) => new(what, caller.Source, account)
        {
            Credential = Credential.OfAdmin(caller.Account.Id),
            Args = Args(reason),
        };

        // The outcome says what was done: the same event in this chain would read as if it had been done to the admin.
        public override Task NoteOwn(Tx tx, AuditEvent what, AccountId account, Reason? reason) =>
            audit.Append(tx, caller.Entry(AuditEvent.AdminActed) with
            {
                Act = what,
                Factor = verdict?.Kind,
                Method = verdict?.Method,
                Args = Args(reason, account),
            });

        protected override async Task<Refused?> Refuse(Tx tx, AccountId target) =>
            await AdminRights.Look(tx, caller) switch
            {
                AdminStanding.NotAdmin => Refused.ToOperator(OperatorRefusal.NotAdmin),
                AdminStanding.OwnFactorUnconfirmed => Refused.ToOperator(OperatorRefusal.OwnFactorUnconfirmed),
                AdminStanding.OwnChangesFrozen =>
                    Refused.ToOperator(target == caller.Account.Id ? OperatorRefusal.OwnAccount : OperatorRefusal.OwnChangesFrozen),
                AdminStanding.May => target == caller.Account.Id ? Refused.ToOperator(OperatorRefusal.OwnAccount) : null,
            };
    }
}
