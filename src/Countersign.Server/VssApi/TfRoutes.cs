using Countersign.Core;
using Countersign.Server.Challenges;
using Countersign.Server.Delivery;
using Countersign.Server.Enrollment;
using Countersign.Server.Recovery;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;
using Countersign.Wire;

namespace Countersign.Server.VssApi;

/// <summary>The routes that take user name and password.</summary>
public static class TfRoutes
{
    public static async Task<IResult> Enable(
        JsonAsk<EnableRequest> ask, VssCall call, EnableMethod enable, NumberReader numbers, IssuerName issuer, CancellationToken ct)
    {
        if (VssShapes.KindOf(ask.Body.Method) is not { } kind)
            return VssErrors.Say(VssErrorCode.InvalidParameterValue, "method must be EMAIL, AUTHENTICATOR or SMS.");
        var (phone, refused) = kind is MethodKind.Sms ? await numbers.Take(ask.Body.Phone, call.Person.Account.Id, ct) : default;
        if (refused is not null) return VssErrors.Of(refused);

        var answer = await enable.Run(call.Person, new(kind, phone), ct);
        return answer.Given is { } begun ? Json(begun.ToWire(issuer)) : VssErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> RequestCode(VssCall call, SendOtp send, CancellationToken ct)
    {
        var answer = await send.Run(call.Person, ct);
        return answer.Given is { } way ? Json(new InfoAnswer(Sentence(way))) : VssErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> Verify(JsonAsk<OtpRequest> ask, VssCall call, VerifyOtp verify, CancellationToken ct)
    {
        if (OfferedOtp.Read(ask.Body.Otp) is not { } otp) return VssErrors.Of(new(Refusal.OtpMissing));

        var answer = await verify.Run(call.Person, otp, ct);
        return answer.Given is { } verified
            ? Json(new InfoAnswer(verified.IsActivation ? "TOTP has been enabled" : "TOTP has been verified"))
            : VssErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> AskToDisable(VssCall call, AskToDisable ask, CancellationToken ct)
    {
        var answer = await ask.Run(call.Person, ct);
        return answer.Given is not null ? Json(new InfoAnswer(VssTexts.DisableMailSent)) : VssErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> Disable(
        string token, VssCall call, DisableByLink disable, FalseCredentials falses, CancellationToken ct)
    {
        if (!falses.TryRead(token, call.Person.Source, out var link)) return VssErrors.Of(new(Refusal.InvalidLink));

        var answer = await disable.Run(call.Person, link, ct);
        return answer.Given is not null ? Json(new InfoAnswer(VssTexts.Disabled)) : VssErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> IssueToken(JsonAsk<OtpRequest> ask, VssCall call, IssueToken issue, CancellationToken ct)
    {
        var answer = await issue.Run(call.Person, OfferedOtp.Read(ask.Body.Otp), ct);
        return answer.Given is { } token ? Json(new TokenAnswer(token.Reveal())) : VssErrors.Of(answer.Refused!);
    }

    internal static IResult Json<T>(T answer) => new WireAnswer<T>(answer);

    private static string Sentence(OtpOnItsWay way) =>
        way.Sent is { } sent ? SentTo(sent.Channel) : "The code is in your authenticator app.";

    private static string SentTo(Channel channel) => channel switch
    {
        Channel.Email => "A code was sent to your e-mail address.",
        Channel.Sms => "A code was sent to your phone.",
    };
}
