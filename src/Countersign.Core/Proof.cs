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
/// <param name="Code">The six digits.</param>
/// <param name="BackupCode">The spare code. Neither: what came has the form of none, and is no guess.</param>
public sealed record Proof(ProofKind? Kind, MethodId? Method, string? Secret, Code? Code, BackupCode? BackupCode)
{
    /// <summary>
    /// Whether what was offered has the form of a code of this kind. Only then is it a guess: a slip of the finger or of the clipboard
    /// tells a guesser nothing, and costs its owner nothing.
    /// </summary>
    public bool HasFormOf(ProofKind kind) => kind is ProofKind.BackupCode ? BackupCode is not null : Code is not null;
}
