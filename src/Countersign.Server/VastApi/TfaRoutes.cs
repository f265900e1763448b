using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Challenges;
using Countersign.Server.Delivery;
using Countersign.Server.Enrollment;
using Countersign.Server.Recovery;
using Countersign.Server.Requests;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>The routes below <c>/tfa/</c>: each turns its words into a verb's input and the verb's answer into its words.</summary>
public static class TfaRoutes
{
    public static async Task<IResult> Status(VastCall call, ShowStatus showStatus, CancellationToken ct)
    {
        var status = await showStatus.Run(call.Caller, ct);
        return Json(new StatusAnswer(
            true, status.IsOn, [.. status.Methods.Spoken().Select(method => method.ToWire())], status.BackupCodesLeft, status.MayAddMethod)
        {
            MailBouncedAt = status.MailBouncedAt,
        });
    }

    public static async Task<IResult> LogIn(
        JsonAsk<LogInRequest> ask, VastCall call, LogIn logIn, FalseCredentials falses, SessionCookie cookie, HttpResponse response,
        CancellationToken ct)
    {
        if (call.SignedIn is null && VastProof.Given(ask.Body.Secret) is null) return NoAuthValue();
        var (proof, fault) = ask.Body.ToProof(call, falses);
        if (proof is null) return fault!;

        var (kind, wrong) = AccountRoutes.SessionFor(ask.Body.As);
        if (wrong is not null) return wrong;

        var answer = call.SignedIn is { } caller ? await logIn.Run(caller, proof, ct) : await logIn.Run(proof, kind, call.Source, ct);
        if (answer.Given is not { } login) return VastErrors.Of(answer.Refused!);

        // A program gets its key in the body, a browser as a cookie; a prolonged session keeps the key it has. Who is signed in as a
        // browser stays one whatever it calls itself: its key is kept from the scripts of the page.
        var isProgram = call.SignedIn is { } known ? known.Session?.Kind is not SessionKind.Browser : kind is SessionKind.Bearer;
        if (!isProgram && login.NewKey is { } key) cookie.Give(response, key);
        return Json(login.ToAnswer(isProgram ? login.NewKey?.Reveal() ?? call.Presented : null));
    }

    public static async Task<IResult> Remove(
        JsonAsk<RemoveMethodRequest> ask,
        VastCall call, RemoveMethod remove, FalseCredentials falses, SessionCookie cookie, HttpResponse response, CancellationToken ct)
    {
        var (proof, fault) = ask.Body.ToProof(call, falses);
        if (proof is null) return fault!;

        var target = ask.Body.TargetId is { } id ? new MethodId(id) : (MethodId?)null;
        var answer = await remove.Run(call.Caller, proof, new(target, ask.Body.DeleteLegacy is true), ct);
        if (answer.Given is not { } removed) return VastErrors.Of(answer.Refused!);

        Renew(cookie, response, removed.NewKey);
        return Json(removed.Remaining > 0
            ? new RemoveMethodAnswer(WireTexts.MethodRemoved, removed.Remaining)
            : new RemoveMethodAnswer(WireTexts.TfaDisabled));
    }

    public static async Task<IResult> SendEmail(
        JsonAsk<SendEmailRequest> ask, VastCall call, SendCode send, ResendCode resend, FalseCredentials falses, CancellationToken ct)
    {
        var (secret, fault) = SecretOf(ask.Body.Secret, call, falses);
        if (fault is not null) return fault;

        var (purpose, strange) = VastProof.PurposeOf(ask.Body.For);
        if (strange is not null) return strange;

        var to = new SendAsk(Channel.Email, Secret: secret);
        var answer = call.SignedIn switch
        {
            null => await send.Run(to, call.Source, ct),
            { } caller when secret is null => await send.Run(caller, to, purpose, ct),
            { } caller => await resend.Run(caller, to, call.Source, ct),
        };
        return answer.Given is { } sent
            ? Json(new SendEmailAnswer(true, WireTexts.CodeSentByEmail, sent.Secret.Reveal()))
            : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> SendSms(
        JsonAsk<SendSmsRequest> ask, VastCall call, SendCode send, NumberReader numbers, FalseCredentials falses, CancellationToken ct)
    {
        var (secret, fault) = SecretOf(ask.Body.Secret, call, falses);
        if (fault is not null) return fault;
        var (phone, refused) = await numbers.Take(ask.Body.PhoneNumber, call.SignedIn?.Account.Id, ct);
        if (refused is not null) return VastErrors.Of(refused);
        var (purpose, strange) = VastProof.PurposeOf(ask.Body.For);
        if (strange is not null) return strange;

        var to = new SendAsk(Channel.Sms, phone, MethodOf(ask.Body.TfaMethodId), secret);
        var answer = call.SignedIn is { } caller
            ? await send.Run(caller, to, purpose, ct)
            : await send.Run(to, call.Source, ct);
        return answer.Given is { } sent
            ? Json(new SendSmsAnswer(WireTexts.CodeSentBySms, sent.Secret.Reveal()))
            : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> ResendSms(
        JsonAsk<ResendSmsRequest> ask, VastCall call, ResendCode resend, NumberReader numbers, FalseCredentials falses,
        CancellationToken ct)
    {
        var (secret, fault) = SecretOf(ask.Body.Secret, call, falses);
        if (fault is not null) return fault;
        var (phone, refused) = await numbers.Take(ask.Body.PhoneNumber, call.SignedIn?.Account.Id, ct);
        if (refused is not null) return VastErrors.Of(refused);

        var to = new SendAsk(Channel.Sms, phone, MethodOf(ask.Body.TfaMethodId), secret);
        var answer = await resend.Run(call.SignedIn, to, call.Source, ct);
        return answer.Given is { } sent
            ? Json(new ResendSmsAnswer(WireTexts.CodeSentBySmsAgain, sent.Secret.Reveal()))
            : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> SetUpTotp(VastCall call, SetUpTotp setUp, CancellationToken ct)
    {
        var answer = await setUp.Run(call.Caller, ct);
        return answer.Given is { } key ? Json(new TotpSetupAnswer(key.Base32, key.Uri)) : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> AskToAdd(JsonAsk<AskToAddRequest> ask, VastCall call, AskToAdd askToAdd, CancellationToken ct)
    {
        var (kind, fault) = VastProof.KindOf(ask.Body.TfaMethod);
        if (fault is not null) return fault;
        var (code, refused) = VastProof.BackupCodeOf(ask.Body.BackupCode);
        if (refused is not null) return refused;

        var answer = await askToAdd.Run(call.Caller, new(kind, MethodOf(ask.Body.TfaMethodId), code), ct);
        return answer.Given is { } asked
            ? Json(new AskToAddAnswer(true, asked.Secret?.Reveal(), asked.Secret is null ? WireTexts.AuthorizationSuccessful : null))
            : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> ProveToAdd(
        JsonAsk<ProveToAddRequest> ask, VastCall call, ProveToAdd prove, FalseCredentials falses, CancellationToken ct)
    {
        if (VastProof.Given(ask.Body.Code) is not { } typed) return VastErrors.Say(VastErrorCode.MissingParams, "Give the code.");
        if (VastProof.Given(ask.Body.Secret) is not { } handle) return VastErrors.Of(new(Refusal.NoPendingAuthorization));
        if (!falses.TryRead(handle, call.Source, out var secret)) return VastErrors.Of(new(Refusal.ChallengeNotFound));

        var answer = await prove.Run(call.Caller, secret, Code.TryParse(typed, out var code) ? code : null, ct);
        return answer.Given is not null
            ? Json(new ProveToAddAnswer(true, WireTexts.AuthorizationSuccessful))
            : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> Update(JsonAsk<UpdateMethodRequest> ask, VastCall call, UpdateMethod update, CancellationToken ct)
    {
        var (change, fault) = VastUpdate.Read(ask.Body);
        if (fault is not null) return fault;

        var answer = await update.Run(call.Caller, change!, ct);
        return answer.Given is { } method
            ? Json(new UpdateMethodAnswer(true, WireTexts.MethodUpdated, method.ToWire()))
            : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> RegenerateCodes(
        JsonAsk<RegenerateCodesRequest> ask, VastCall call, RegenerateCodes regenerate, FalseCredentials falses, SessionCookie cookie,
        HttpResponse response, CancellationToken ct)
    {
        var (proof, fault) = ask.Body.ToProof(call, falses);
        if (proof is null) return fault!;

        var answer = await regenerate.Run(call.Caller, proof, ct);
        if (answer.Given is not { } codes) return VastErrors.Of(answer.Refused!);

        Renew(cookie, response, codes.NewKey);
        return Json(new RegenerateCodesAnswer(WireTexts.CodesRegenerated, [.. codes.Codes.Select(code => code.Reveal())]));
    }

    internal static void Renew(SessionCookie cookie, HttpResponse response, Token? key)
    {
        if (key is not null) cookie.Give(response, key);
    }

    internal static IResult Json<T>(T answer) => new WireAnswer<T>(answer);

    internal static MethodId? MethodOf(long? id) => id is { } known ? new MethodId(known) : null;

    private static IResult NoAuthValue() =>
        VastErrors.Say(VastErrorCode.NoAuthValue, "Send the secret of your sign-in, or your API key as 'Authorization: Bearer …'.");

    private static (Token? Secret, IResult? Fault) SecretOf(string? text, VastCall call, FalseCredentials falses)
    {
        if (VastProof.Given(text) is not { } given) return (null, call.SignedIn is null ? NoAuthValue() : null);

        return falses.TryRead(given, call.Source, out var secret) ? (secret, null) : (null, VastErrors.Of(new(Refusal.ChallengeNotFound)));
    }
}
