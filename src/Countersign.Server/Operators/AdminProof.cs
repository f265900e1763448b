using System.Text.Json;
using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>
/// What a decision about the whole service asks of an admin: the right to take it, and a proof of their own second factor
/// that is spent in the decision's transaction, with its audit row.
/// </summary>
public sealed class AdminProof(ProofVerifier proofs, AuditLog audit)
{
    /// <inheritdoc cref="ProofVerifier.Prepare"/>
    public Task<PreparedProof> Prepare(Caller caller, Proof proof, CancellationToken ct) =>
        proofs.Prepare(caller.Account.Id, proof, caller.Source, ct);

    /// <summary>Why this caller may not decide; null when they may.</summary>
    public static async Task<Refused?> Refuse(Tx tx, Caller caller) => await AdminRights.Look(tx, caller) switch
    {
        AdminStanding.May => null,
        AdminStanding.NotAdmin => Refused.ToOperator(OperatorRefusal.NotAdmin),
        AdminStanding.OwnFactorUnconfirmed => Refused.ToOperator(OperatorRefusal.OwnFactorUnconfirmed),
        AdminStanding.OwnChangesFrozen => Refused.ToOperator(OperatorRefusal.OwnChangesFrozen),
    };

    /// <summary>Spends the proof and writes the decision down; null when the proof is good.</summary>
    /// <param name="from">From when it holds; null: not any more.</param>
    public async Task<Refused?> Spend(
        Tx tx, Caller caller, PreparedProof proof, AuditEvent what, DateTimeOffset? from, Reason? reason)
    {
        var entry = caller.Entry(what);
        var verdict = await proofs.Check(tx, await Callers.Refresh(tx, caller), proof, Demand.Change(caller.Credential), entry);
        if (!verdict.IsAccepted) return new(Refusal.Proof, verdict);

        await audit.Append(tx, entry with { Factor = verdict.Kind, Method = verdict.Method, Args = Args(from, reason) });
        return null;
    }

    private static string Args(DateTimeOffset? from, Reason? reason)
    {
        var args = new Dictionary<string, object>();
        if (from is { } begins) args["from"] = begins.UtcDateTime;
        if (reason is not null) args["reason"] = reason.Text;
        return JsonSerializer.Serialize(args);
    }
}
