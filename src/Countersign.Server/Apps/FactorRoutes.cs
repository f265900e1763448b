using Countersign.Core;
using Countersign.Server.Enrollment;
using Countersign.Server.Recovery;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Vocabulary;
using Countersign.Wire;

namespace Countersign.Server.Apps;

/// <summary>The second factors of an application's people.</summary>
public static class FactorRoutes
{
    public static async Task<IResult> Verify(
        JsonAsk<FactorProofRequest> ask, AppsCall call, VerifyForApp verify, FalseCredentials falses, CancellationToken ct)
    {
        var (proof, fault) = AppsProof.Read(ask.Body, call, falses);
        if (proof is null) return fault ?? NoCode();

        var answer = await verify.Run(call.Caller, proof, ct);
        return answer.Given is { } verified
            ? PersonRoutes.Json(
                new FactorVerifiedAnswer(AppsShapes.WordOf(verified.Kind), verified.Method?.Value, verified.BackupCodesLeft))
            : AppsErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> BeginApp(
        JsonAsk<FactorProofRequest> ask, AppsCall call, LeaveForApp leave, SetUpTotp setUp, FalseCredentials falses, Policy policy,
        CancellationToken ct)
    {
        var (proof, fault) = AppsProof.Read(ask.Body, call, falses);
        if (fault is not null) return fault;
        if ((await leave.Run(call.Caller, proof, ct)).Refused is { } refused) return AppsErrors.Of(refused);

        var answer = await setUp.Run(call.Caller, ct);
        return answer.Given is { } key
            ? PersonRoutes.Json(
                new AppFactorAnswer(key.Base32, key.Uri, QrPicture.Png(key.Uri), (int)policy.TotpSetupLife.TotalSeconds))
            : AppsErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> ConfirmApp(
        JsonAsk<ConfirmAppFactorRequest> ask, AppsCall call, ConfirmTotp confirm, Policy policy, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(ask.Body.Code)) return NoCode();
        if (!Base32.TryDecode(ask.Body.Secret?.Trim(), out var key) || key.Length == 0) return AppsErrors.Of(new(Refusal.UnknownSetupKey));
        var (label, fault) = LabelOf(ask.Body.Label, policy);
        if (fault is not null) return fault;

        Code? code = Code.TryParse(ask.Body.Code, out var six) ? six : null;
        return Added(await confirm.Run(call.Caller, key, code, new(label), ct));
    }

    public static async Task<IResult> Remove(
        long id, JsonAsk<FactorProofRequest> ask, AppsCall call, RemoveMethod remove, FalseCredentials falses, CancellationToken ct)
    {
        var (proof, fault) = AppsProof.Read(ask.Body, call, falses);
        if (proof is null) return fault ?? AppsErrors.Of(new(Refusal.OtpMissing));

        var answer = await remove.Run(call.Caller, proof, new(new MethodId(id)), ct);
        return answer.Given is { } removed
            ? PersonRoutes.Json(new FactorRemovedAnswer(removed.Remaining))
            : AppsErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> RenewCodes(
        JsonAsk<FactorProofRequest> ask, AppsCall call, RegenerateCodes regenerate, FalseCredentials falses, CancellationToken ct)
    {
        var (proof, fault) = AppsProof.Read(ask.Body, call, falses);
        if (proof is null) return fault ?? AppsErrors.Of(new(Refusal.OtpMissing));

        var answer = await regenerate.Run(call.Caller, proof, ct);
        return answer.Given is { } codes
            ? PersonRoutes.Json(new RecoveryCodesAnswer(Revealed(codes.Codes)!))
            : AppsErrors.Of(answer.Refused!);
    }

    internal static (string? Label, AppsErrorResult? Fault) LabelOf(string? typed, Policy policy)
    {
        if (string.IsNullOrWhiteSpace(typed)) return (null, null);

        return ShownName.Find(typed, policy.LabelLength) is { } label
            ? (label, null)
            : (null, AppsErrors.Say(AppsErrorCode.BadRequest, $"A label is one line of at most {policy.LabelLength} characters."));
    }

    internal static IResult Added(Answer<MethodAdded> answer) => answer.Given is { } added
        ? PersonRoutes.Json(new FactorAddedAnswer(added.Id.Value, Revealed(added.BackupCodes)))
        : AppsErrors.Of(answer.Refused!);

    internal static AppsErrorResult NoCode() => AppsErrors.Say(AppsErrorCode.BadRequest, "Send the `code` that the person typed.");

    private static IReadOnlyList<string>? Revealed(IReadOnlyList<BackupCode>? codes) =>
        codes is null ? null : [.. codes.Select(code => code.Reveal())];
}
