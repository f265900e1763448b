using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Requests;
using Countersign.Wire;

namespace Countersign.Server.Apps;

/// <summary>The people of an application.</summary>
public static class PersonRoutes
{
    public static async Task<IResult> Keep(
        JsonAsk<KeepPersonRequest> ask, AppsCall call, KeepPerson keep, ShowKeptPerson show, CancellationToken ct)
    {
        var name = string.IsNullOrWhiteSpace(ask.Body.Name) ? null : ShownName.Find(ask.Body.Name, AppRules.LongestShownName);
        if (name is null && !string.IsNullOrWhiteSpace(ask.Body.Name))
            return AppsErrors.Say(AppsErrorCode.BadRequest, $"A name is one line of at most {AppRules.LongestShownName} characters.");

        var answer = await keep.Run(call.App, call.OutsideId, name, ct);
        return answer.Given is not null && await show.Run(call.App, call.OutsideId, ct) is { } status
            ? Json(status.ToWire(call.OutsideId))
            : AppsErrors.Of(answer.Refused ?? new(Refusal.NotFound));
    }

    public static async Task<IResult> Show(AppsCall call, ShowKeptPerson show, CancellationToken ct) =>
        await show.Run(call.App, call.OutsideId, ct) is { } status
            ? Json(status.ToWire(call.OutsideId))
            : AppsErrors.Of(new(Refusal.NotFound));

    public static async Task<IResult> Forget(AppsCall call, ForgetPerson forget, CancellationToken ct)
    {
        var answer = await forget.Run(call.Caller, ct);
        return answer.Given is not null ? Json(new PersonForgottenAnswer(call.OutsideId)) : AppsErrors.Of(answer.Refused!);
    }

    internal static IResult Json<T>(T answer) => new WireAnswer<T>(answer);
}
