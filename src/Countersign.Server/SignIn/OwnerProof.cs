using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>What somebody who is signed in offers, to be believed once more that the account is theirs.</summary>
/// <param name="Factor">A second factor; counts where the account has one.</param>
/// <param name="Password">Counts where it has none.</param>
public sealed record OwnerProof(Proof? Factor, string? Password)
{
    /// <summary>Neither code nor password.</summary>
    public override string ToString() => "•••";
}

/// <summary>Such a proof whose slow part is done, ready for a transaction.</summary>
/// <param name="Factor">Null: the account has no second factor, and the password was right.</param>
public sealed record PreparedOwner(PreparedProof? Factor);

/// <summary>
/// Asks whoever is signed in for the proof of the account's owner: the second factor once more, of an account without one the password.
/// A session alone, found or stolen, then neither carries the account's data away nor puts an end to it.
/// </summary>
public sealed class OwnerProofs(ProofVerifier proofs, PasswordVerifier passwords)
{
    /// <summary>The slow part, outside of any transaction. A wrong password is refused here, a wrong code by <see cref="Check"/>.</summary>
    public async Task<Answer<PreparedOwner>> Prepare(Caller caller, OwnerProof given, CancellationToken ct)
    {
        if (caller.AccountHasSecondFactor)
        {
            return given.Factor is { } factor
                ? new PreparedOwner(await proofs.Prepare(caller.Account.Id, factor, caller.Source, ct))
                : Refusal.OtpMissing;
        }

        if (string.IsNullOrEmpty(given.Password)) return Refusal.PasswordMissing;

        return await passwords.Confirm(caller, given.Password, ct) is { } refused ? refused : new PreparedOwner(Factor: null);
    }

    /// <summary>Checks and spends it; null when it is good.</summary>
    /// <param name="asked">What is asked for.</param>
    /// <returns>How it failed, or the entry of what was asked for with the proof in it.</returns>
    public async Task<Answer<AuditEntry>> Check(Tx tx, Account account, Caller caller, PreparedOwner owner, AuditEntry asked)
    {
        if (owner.Factor is not { } factor)
        {
            // It was compared before this transaction: with the password that the account still has, and with no factor since.
            var hasFactor = account.NeedsSecondFactor(await MethodStore.CountOf(tx, account.Id));
            OvertakenException.Unless(account.PasswordHash == caller.Account.PasswordHash && !hasFactor);
            return asked;
        }

        var verdict = await proofs.Check(tx, account, factor, Demand.Change(caller.Credential), asked);
        return verdict.IsAccepted
            ? asked with { Factor = verdict.Kind, Method = verdict.Method }
            : new Refused(Refusal.Proof, verdict);
    }
}
