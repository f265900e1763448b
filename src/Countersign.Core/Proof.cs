namespace Countersign.Core;

/// <summary>The kinds of second factor a person can offer.</summary>
public enum ProofKind
{
    Totp,
    Sms,
    Email,
    BackupCode,
}

/// <summary>What a person offers to prove a second factor, parsed at the door.</summary>
/// <param name="Kind">Null when the caller did not say; <see cref="VerificationRules.Resolve"/> then finds out.</param>
/// <param name="Method">The method the caller means; needed when there are several of that kind.</param>
/// <param name="Secret">The handle of the challenge the code was sent for.</param>
/// <param name="Code">The six digits; null when what came was no six digits, which counts as a wrong code.</param>
/// <param name="BackupCode">The spare code, when that is what was offered.</param>
public sealed record Proof(ProofKind? Kind, MethodId? Method, string? Secret, Code? Code, BackupCode? BackupCode);
