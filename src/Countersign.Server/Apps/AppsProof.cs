using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Verification;
using Countersign.Wire;

namespace Countersign.Server.Apps;

/// <summary>From the fields of a request to a proof.</summary>
public static class AppsProof
{
    /// <summary>The proof in a request; no proof and no fault: none was offered.</summary>
    public static (Proof? Proof, AppsErrorResult? Fault) Read(FactorProofRequest ask, AppsCall call, FalseCredentials falses)
    {
        var method = ask.Factor is { } id ? new MethodId(id) : (MethodId?)null;
        var challenge = string.IsNullOrWhiteSpace(ask.Challenge) ? null : ask.Challenge.Trim();
        if (challenge is not null && !falses.TryRead(challenge, call.App.Source, out _))
            return (null, AppsErrors.Of(new(Refusal.ChallengeNotFound)));

        return OfferedOtp.Read(ask.Code) switch
        {
            null => (null, null),
            { RecoveryCode: { } spare } => (new(ProofKind.BackupCode, null, null, null, spare), null),
            { Code: var code } => (new(challenge is null ? ProofKind.Totp : ProofKind.Sms, method, challenge, code, null), null),
        };
    }
}
