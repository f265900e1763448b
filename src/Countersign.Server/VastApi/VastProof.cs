using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>From the fields of a request to a proof, or to the reason why they are none.</summary>
public static class VastProof
{
    /// <summary>
    /// The proof in a request. A handle that cannot be one is counted: here for whoever is signed in; who is not has nothing else, and is
    /// counted where it is looked up.
    /// </summary>
    public static (Proof? Proof, IResult? Fault) ToProof(this ProofFields ask, VastCall call, FalseCredentials falses)
    {
        if (call.SignedIn is not null) falses.TryRead(Given(ask.Secret), call.Source, out _);
        var (kind, fault) = KindOf(ask.TfaMethod);
        if (fault is not null) return (null, fault);
        if (!string.IsNullOrEmpty(ask.BackupCode)) return ByBackupCode(ask);
        if (string.IsNullOrEmpty(ask.Code))
            return (null, VastErrors.Say(VastErrorCode.MissingParams, "Give either code or backup_code."));

        Code? code = Code.TryParse(ask.Code, out var six) ? six : null;
        var method = ask.TfaMethodId is { } id ? new MethodId(id) : (MethodId?)null;
        return (new(kind, method, Given(ask.Secret), code, null), null);
    }

    /// <summary>The kind a <c>tfa_method</c> names; null when it is absent.</summary>
    public static (ProofKind? Kind, IResult? Fault) KindOf(string? word) => word switch
    {
        null or "" => (null, null),
        TfaMethodWords.Totp => (ProofKind.Totp, null),
        TfaMethodWords.Sms => (ProofKind.Sms, null),
        TfaMethodWords.Email => (ProofKind.Email, null),
        _ => (null, VastErrors.Say(VastErrorCode.InvalidTfaMethod, "tfa_method must be \"totp\", \"sms\" or \"email\".")),
    };

    /// <summary>What a signed-in caller asks a code for: any one thing, or to sign in and nothing else. The word is ours.</summary>
    public static (ChallengePurpose Purpose, IResult? Fault) PurposeOf(string? word) => word switch
    {
        null or "" => (ChallengePurpose.Change, null),
        SignInWords.SignIn => (ChallengePurpose.LogIn, null),
        _ => (default, VastErrors.Say(
            VastErrorCode.InvalidParams, "Leave 'for' out, or give 'sign_in' to get a code that signs in and does nothing else.")),
    };

    /// <summary>A text that is there; an empty one counts as absent.</summary>
    public static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>The recovery code that a text is; null when it is absent.</summary>
    public static (BackupCode? Code, IResult? Fault) BackupCodeOf(string? text)
    {
        if (string.IsNullOrEmpty(text)) return (null, null);

        return BackupCode.TryParse(text, out var code)
            ? (code, null)
            : (null, VastErrors.Of(new(Refusal.Proof, new(Outcome.NotACode, ProofKind.BackupCode))));
    }

    private static (Proof? Proof, IResult? Fault) ByBackupCode(ProofFields ask)
    {
        if (!string.IsNullOrEmpty(ask.Code))
            return (null, VastErrors.Say(VastErrorCode.InvalidParams, "Give either code or backup_code, not both."));

        var (code, fault) = BackupCodeOf(ask.BackupCode);
        return fault is null ? (new(ProofKind.BackupCode, null, Given(ask.Secret), null, code), null) : (null, fault);
    }
}
