using Countersign.Core;

namespace Countersign.Server.Verification;

/// <summary>What a proof is asked for: the purposes its challenge may have, and the credential it must belong to.</summary>
/// <param name="By">The caller's credential; null for somebody who has only the password step behind them.</param>
public sealed record Demand(Credential? By, params IReadOnlyList<ChallengePurpose> Purposes)
{
    /// <summary>The caller was given no handle of a challenge: the youngest code sent for this credential is meant.</summary>
    public bool HoldsNoHandle { get; private init; }

    /// <summary>Whether only a password stands behind the caller so far; a wrong code then is news for the account's owner.</summary>
    public bool FollowsPassword => !IsAlone && (By is null || HoldsNoHandle);

    /// <summary>Nothing else was proven: the proof is to stand for the password too.</summary>
    public bool IsAlone { get; private init; }

    /// <summary>What a passkey was asked for.</summary>
    public PasskeyUse PasskeyUse => IsAlone ? PasskeyUse.Enter : By is null ? PasskeyUse.LogIn : PasskeyUse.Change;

    /// <summary>To sign in by a passkey and nothing else.</summary>
    public static Demand Alone { get; } = new(null, ChallengePurpose.LogIn) { IsAlone = true };

    /// <summary>To finish a sign-in that began with a password.</summary>
    public static Demand LogIn { get; } = new(null, ChallengePurpose.LogIn);

    /// <summary>To do one thing with user name and password in the same request.</summary>
    /// <param name="by">Where the password came in: a code that was sent there counts there.</param>
    public static Demand WithPassword(Credential by) => new(by, ChallengePurpose.LogIn) { HoldsNoHandle = true };

    /// <summary>To give this signed-in caller a session; a code that was sent for any one thing does it too.</summary>
    public static Demand Session(Credential by) => new(by, ChallengePurpose.LogIn, ChallengePurpose.Change);

    /// <summary>To do one thing as this signed-in caller.</summary>
    public static Demand Change(Credential by) => new(by, ChallengePurpose.Change);

    /// <summary>To be allowed to add a method.</summary>
    public static Demand Authorize(Credential by) => new(by, ChallengePurpose.Authorize, ChallengePurpose.Change);
}

/// <summary>A proof whose slow part (one password hash for a recovery code) is done, ready for a transaction.</summary>
/// <param name="BackupCodeId">The stored code, live or spent, that the offered one matches; null when none does.</param>
/// <param name="SecretHashes">The possible hashes of the challenge's handle.</param>
public sealed record PreparedProof(Proof Proof, long? BackupCodeId, IReadOnlyList<byte[]>? SecretHashes);
