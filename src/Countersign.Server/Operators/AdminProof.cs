using System.Text.Json;
using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>A decision about the whole service, as it is written down.</summary>
/// <param name="From">From when it holds, where that is not at once.</param>
/// <param name="Range">The phone numbers it is about.</param>
/// <param name="Budget">The budget of messages it is about.</param>
/// <param name="Hook">The webhook it is about.</param>
/// <param name="App">The application it is about.</param>
/// <param name="Demands">What that demands from now on, where it is changed.</param>
public sealed record Decision(
    AuditEvent What, Reason? Reason, DateTimeOffset? From = null, PhoneRange? Range = null, string? Budget = null, Hook? Hook = null,
    string? App = null, string? Demands = null)
{
    /// <summary>As the audit log keeps it.</summary>
    public string Args()
    {
        var args = new Dictionary<string, object>();
        if (From is { } begins) args["from"] = begins.UtcDateTime;
        if (Range is { } range) args["range"] = range.Beginning;
        if (Budget is not null) args["budget"] = Budget;
        if (Hook is not null) (args["hook"], args["host"]) = (Hook.Id.Value, Hook.Url.IdnHost);
        if (App is not null) args["app"] = App;
        if (Demands is not null) args["demands"] = Demands;
        if (Reason is not null) args["reason"] = Reason.Text;
        return JsonSerializer.Serialize(args);
    }
}

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
    public async Task<Refused?> Spend(Tx tx, Caller caller, PreparedProof proof, Decision decision)
    {
        var entry = caller.Entry(decision.What);
        var verdict = await proofs.Check(tx, await Callers.Refresh(tx, caller), proof, Demand.Change(caller.Credential), entry);
        if (!verdict.IsAccepted) return new(Refusal.Proof, verdict);

        await audit.Append(tx, entry with { Factor = verdict.Kind, Method = verdict.Method, Args = decision.Args() });
        return null;
    }
}
