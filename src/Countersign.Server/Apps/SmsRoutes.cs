using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Challenges;
using Countersign.Server.Delivery;
using Countersign.Server.Enrollment;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;
using Countersign.Wire;

namespace Countersign.Server.Apps;

/// <summary>The phones of an application's people, and the codes that are sent to them.</summary>
public static class SmsRoutes
{
    public static async Task<IResult> Begin(
        JsonAsk<BeginSmsFactorRequest> ask, AppsCall call, ShowStatus show, LeaveForApp leave, SendCode send, NumberReader numbers,
        FalseCredentials falses, Policy policy, CancellationToken ct)
    {
        var (number, unread) = await numbers.Take(ask.Body.Number, call.Caller.Account.Id, ct);
        if (unread is not null || number is null) return AppsErrors.Of(unread ?? new(Refusal.NoPhoneNumber));
        var (proof, fault) = AppsProof.Read(new(ask.Body.Code, ask.Body.Factor, ask.Body.Challenge), call, falses);
        if (fault is not null) return fault;
        if ((await show.Run(call.Caller, ct)).Methods.Any(method => method.Phone == number))
            return AppsErrors.Of(new(Refusal.DuplicateMethod));
        if ((await leave.Run(call.Caller, proof, ct)).Refused is { } refused) return AppsErrors.Of(refused);

        return Sent(await send.Run(call.Caller, new(Channel.Sms, number), ChallengePurpose.Change, ct), policy);
    }

    public static async Task<IResult> Confirm(
        JsonAsk<ConfirmSmsFactorRequest> ask, AppsCall call, ConfirmSms confirm, FalseCredentials falses, Policy policy,
        CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(ask.Body.Code)) return FactorRoutes.NoCode();
        if (!falses.TryRead(ask.Body.Challenge?.Trim(), call.App.Source, out var challenge))
            return AppsErrors.Of(new(Refusal.ChallengeNotFound));
        var (label, fault) = FactorRoutes.LabelOf(ask.Body.Label, policy);
        if (fault is not null) return fault;

        Code? code = Code.TryParse(ask.Body.Code, out var six) ? six : null;
        return FactorRoutes.Added(await confirm.Run(call.Caller, challenge, null, code, new(label), ct));
    }

    public static async Task<IResult> Send(
        JsonAsk<SendFactorCodeRequest> ask, AppsCall call, SendCode send, Policy policy, CancellationToken ct)
    {
        var method = ask.Body.Factor is { } id ? new MethodId(id) : (MethodId?)null;
        var answer = await send.Run(call.Caller, new(Channel.Sms, Method: method), ChallengePurpose.Change, ct);
        return answer.Refused is { Why: Refusal.NoPhoneNumber } ? AppsErrors.Of(new(Refusal.NoSuchMethod)) : Sent(answer, policy);
    }

    private static IResult Sent(Answer<CodeSent> answer, Policy policy) => answer.Given is { } sent
        ? PersonRoutes.Json(new FactorCodeSentAnswer(
            sent.Secret.Reveal(), sent.Target.Phone!.Masked, (int)policy.ChallengeLife.TotalSeconds))
        : AppsErrors.Of(answer.Refused!);
}
