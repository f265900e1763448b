using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Enrollment;
using Countersign.Server.Requests;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Vocabulary;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>The route that activates a method: its <c>secret</c> is a challenge's handle for SMS and the setup key for an app.</summary>
public static class ConfirmRoute
{
    public static async Task<IResult> Confirm(
        JsonAsk<ConfirmNewRequest> ask, VastCall call,
        ConfirmTotp totp, ConfirmSms sms, NumberReader numbers, FalseCredentials falses, SessionCookie cookie, HttpResponse response,
        Policy policy, CancellationToken ct)
    {
        var body = ask.Body;
        var (kind, fault) = KindOf(body);
        if (fault is not null) return fault;
        if (VastProof.Given(body.Code) is not { } typed || VastProof.Given(body.Secret) is not { } secret)
            return VastErrors.Say(VastErrorCode.MissingParams, "Give the code, and the secret that came back when the method was set up.");
        var given = VastProof.Given(body.Label);
        var label = ShownName.Find(given, policy.LabelLength);
        if (given is not null && label is null) return LabelFault(policy);

        Code? code = Code.TryParse(typed, out var six) ? six : null;
        var answer = kind switch
        {
            MethodKind.Totp => await ConfirmApp(call, totp, secret, code, label, ct),
            MethodKind.Sms =>
                await ConfirmPhone(
                    call, sms, falses, await numbers.Take(body.PhoneNumber, call.Caller.Account.Id, ct), secret, code, label, ct),
            MethodKind.Email or MethodKind.Passkey => (null, NoSuchKind()),
        };
        return answer.Fault ?? Done(answer.Added!, cookie, response);
    }

    private static async Task<(MethodAdded? Added, IResult? Fault)> ConfirmApp(
        VastCall call, ConfirmTotp totp, string secret, Code? code, string? label, CancellationToken ct) =>
        Base32.TryDecode(secret, out var key) && key.Length > 0
            ? Open(await totp.Run(call.Caller, key, code, new(label), ct))
            : Open(Refusal.UnknownSetupKey);

    private static async Task<(MethodAdded? Added, IResult? Fault)> ConfirmPhone(
        VastCall call, ConfirmSms sms, FalseCredentials falses,
        (PhoneNumber? Number, Refused? Refused) phone, string secret, Code? code, string? label, CancellationToken ct)
    {
        if (phone.Refused is { } refused) return Open(refused);

        return falses.TryRead(secret, call.Source, out var handle)
            ? Open(await sms.Run(call.Caller, handle, phone.Number, code, new(label), ct))
            : Open(Refusal.ChallengeNotFound);
    }

    private static (MethodAdded? Added, IResult? Fault) Open(Answer<MethodAdded> answer) =>
        answer.Given is { } added ? (added, null) : (null, VastErrors.Of(answer.Refused!));

    private static IResult Done(MethodAdded added, SessionCookie cookie, HttpResponse response)
    {
        TfaRoutes.Renew(cookie, response, added.NewKey);
        var said = added.Kind switch
        {
            MethodKind.Sms => WireTexts.SmsMethodAdded,
            MethodKind.Totp => WireTexts.TotpMethodAdded,
            MethodKind.Email or MethodKind.Passkey =>
                throw new InvalidOperationException("E-mail and passkeys are not added through this interface."),
        };
        IReadOnlyList<string>? codes = added.BackupCodes is null ? null : [.. added.BackupCodes.Select(code => code.Reveal())];
        return TfaRoutes.Json(new ConfirmNewAnswer(true, said, codes));
    }

    // Old clients say "totp" whatever they activate; the handle of a sent code can belong to nothing but a phone.
    private static (MethodKind Kind, IResult? Fault) KindOf(ConfirmNewRequest body) => body.TfaMethod switch
    {
        TfaMethodWords.Totp when Token.TryParse(VastProof.Given(body.Secret), out _) => (MethodKind.Sms, null),
        TfaMethodWords.Sms => (MethodKind.Sms, null),
        TfaMethodWords.Totp => (MethodKind.Totp, null),
        null or "" => (string.IsNullOrEmpty(body.PhoneNumber) ? MethodKind.Totp : MethodKind.Sms, null),
        _ => (default, NoSuchKind()),
    };

    private static IResult NoSuchKind() => VastErrors.Say(VastErrorCode.InvalidTfaMethod, "tfa_method must be \"totp\" or \"sms\".");

    private static IResult LabelFault(Policy policy) => VastErrors.Say(
        VastErrorCode.InvalidParams, $"A label has at most {policy.LabelLength} characters, and no control characters.");
}
