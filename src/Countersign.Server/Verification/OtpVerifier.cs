using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Verification;

/// <summary>
/// Checks a one-time password that came without saying what it is: a recovery code by its form, six digits as a code of the
/// account's primary method, and anything else as no code at all. One guess is judged by one factor, so that it never counts as several.
/// </summary>
public sealed class OtpVerifier(ProofVerifier proofs)
{
    /// <inheritdoc cref="Verifier.Prepare"/>
    public Task<PreparedProof> Prepare(AccountId account, OfferedOtp otp, Source source, CancellationToken ct) =>
        proofs.Prepare(account, new(null, null, null, otp.Code, otp.RecoveryCode), source, ct);

    /// <summary>Checks and spends it. A refusal is audited here, what it buys by the verb.</summary>
    public async Task<Verdict> Check(Tx tx, Account account, PreparedProof prepared, AuditEntry asked)
    {
        var methods = await MethodStore.ListOf(tx, account.Id);
        var proof = prepared.Proof.BackupCode is null ? OfPrimary(prepared.Proof, methods) : prepared.Proof;
        var demand = Demand.WithPassword(asked.Credential ?? Credential.PasswordAlone);
        return await proofs.Check(tx, account, prepared with { Proof = proof }, demand, asked);
    }

    /// <summary>The method this door uses, which has no words for passkeys; null for an account without any.</summary>
    public static Method? PrimaryOf(IReadOnlyList<Method> methods)
    {
        var spoken = methods.Where(method => method.Kind is not MethodKind.Passkey).ToList();
        return spoken.FirstOrDefault(method => method.IsPrimary) ?? (spoken.Count > 0 ? spoken[0] : null);
    }

    // A legacy account has no methods; its codes go to the number on file.
    private static Proof OfPrimary(Proof proof, IReadOnlyList<Method> methods) => PrimaryOf(methods) is { } primary
        ? proof with { Kind = VerificationRules.KindOf(primary.Kind), Method = primary.Id }
        : proof with { Kind = ProofKind.Sms };
}
