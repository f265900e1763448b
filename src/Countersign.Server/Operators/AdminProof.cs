using System.Text.Json;
using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;

namespace Countersign.Server.Operators;

/// <summary>Every reason why a decision about the whole service is not taken.</summary>
public enum DecisionRefusal
{
    /// <summary>Whoever asks is no admin with 2FA, or not any more.</summary>
    NotAdmin,

    /// <summary>The admin said "this wasn't me" about the own account: until that is cleared up it decides about nobody's.</summary>
    OwnChangesFrozen,

    /// <summary>The admin's own second factor was not proven; the verdict says how.</summary>
    Proof,
    AlreadyRequired,
    NotRequired,
}

/// <summary>A no to a decision.</summary>
/// <param name="Verdict">How the proof failed, for <see cref="DecisionRefusal.Proof"/>.</param>
public sealed record DecisionRefused(DecisionRefusal Why, Verdict? Verdict = null);

/// <summary>
/// What a decision about the whole service asks of an admin: the right to take it, and a proof of the own second factor
/// that is spent in the decision's transaction, with its audit row.
/// </summary>
public sealed class AdminProof(ProofGate gate, AuditLog audit)
{
    /// <inheritdoc cref="ProofGate.Prepare"/>
    public Task<PreparedProof> Prepare(Caller caller, Proof proof, CancellationToken ct) => gate.Prepare(caller.Account.Id, proof, ct);

    /// <summary>Why this caller may not decide; null when they may.</summary>
    public static async Task<DecisionRefused?> Refuse(Tx tx, Caller caller, DateTimeOffset now) => await AdminRights.Look(tx, caller, now) switch
    {
        AdminStanding.May => null,
        AdminStanding.NotAdmin => new(DecisionRefusal.NotAdmin),
        AdminStanding.OwnChangesFrozen => new(DecisionRefusal.OwnChangesFrozen),
    };

    /// <summary>Spends the proof and writes the decision down; null when the proof is good.</summary>
    /// <param name="from">From when it holds; null: not any more.</param>
    public async Task<DecisionRefused?> Spend(
        Tx tx, Caller caller, PreparedProof proof, AuditEvent what, DateTimeOffset? from, Reason? reason, DateTimeOffset now)
    {
        var entry = AuditEntry.Of(caller, what);
        var verdict = await gate.Check(tx, await Callers.Refresh(tx, caller, now), proof, Demand.Change(caller.Credential), entry, now);
        if (!verdict.IsAccepted) return new(DecisionRefusal.Proof, verdict);

        await audit.Append(tx, entry with { Factor = verdict.Kind, Method = verdict.Method, Args = Args(from, reason) }, now);
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
