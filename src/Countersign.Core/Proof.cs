namespace Countersign.Core;

/// <summary>The kinds of second factor a person can offer.</summary>
public enum ProofKind
{
    Totp,
    Sms,
    Email,
    BackupCode,

    /// <summary>What a passkey signed (W3C Web Authentication §7.2).</summary>
    Passkey,
}

/// <summary>What a browser brings back from a passkey.</summary>
/// <param name="Ticket">What we gave it along with the question, which only we can have written.</param>
/// <param name="Json">The answer, as the browser writes it (W3C Web Authentication §5.1).</param>
public sealed record PasskeyAnswer(string Ticket, string Json)
{
    /// <summary>Never what it holds.</summary>
    public override string ToString() => "•••";
}

/// <summary>What a person offers to prove a second factor, parsed at the door.</summary>
/// <param name="Kind">Null when the caller did not say; <see cref="VerificationRules.Resolve"/> then finds out.</param>
/// <param name="Method">The method the caller means; needed when there are several of that kind.</param>
/// <param name="Secret">The handle of the challenge the code was sent for.</param>
/// <param name="Code">The six digits.</param>
/// <param name="BackupCode">The spare code. Neither: what came has the form of none, and is no guess.</param>
public sealed record Proof(ProofKind? Kind, MethodId? Method, string? Secret, Code? Code, BackupCode? BackupCode)
{
    /// <summary>The answer of a passkey; null: a code, or nothing, was offered.</summary>
    public PasskeyAnswer? Passkey { get; init; }

    /// <summary>
    /// Whether what was offered has the form of a code of this kind. Only then is it a guess: a slip of the finger or of the clipboard
    /// tells a guesser nothing, and costs its owner nothing.
    /// </summary>
    public bool HasFormOf(ProofKind kind) => kind switch
    {
        ProofKind.BackupCode => BackupCode is not null,
        ProofKind.Passkey => Passkey is not null,
        ProofKind.Totp or ProofKind.Sms or ProofKind.Email => Code is not null,
    };

    /// <summary>What a passkey answered.</summary>
    public static Proof By(PasskeyAnswer answer) => new(ProofKind.Passkey, null, null, null, null) { Passkey = answer };
}
