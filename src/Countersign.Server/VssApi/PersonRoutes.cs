using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Vocabulary;
using Countersign.Wire;

namespace Countersign.Server.VssApi;

/// <summary>The routes that take a token, and the two that ask nobody who they are.</summary>
public static class PersonRoutes
{
    public static async Task<IResult> Show(VssCall call, ShowPerson show, CancellationToken ct)
    {
        var person = await show.Run(call.Caller, ct);
        return TfRoutes.Json(new PersonAnswer(person.Status.ToWire(call.Caller.Session!, person.DisabledAt)));
    }

    public static async Task<IResult> ListTokens(VssCall call, TokensOfAccount tokens, CancellationToken ct)
    {
        var all = await tokens.List(call.Caller, ct);
        return TfRoutes.Json(new TokensAnswer([.. all.Select(token => token.ToWire(call.Caller))]));
    }

    public static async Task<IResult> DisableToken(long id, VssCall call, TokensOfAccount tokens, CancellationToken ct) =>
        Changed(await tokens.Disable(call.Caller, new SessionId(id), ct), "disabled");

    public static async Task<IResult> DeleteToken(long id, VssCall call, TokensOfAccount tokens, CancellationToken ct) =>
        Changed(await tokens.Delete(call.Caller, new SessionId(id), ct), "deleted");

    public static IResult Ping() => TfRoutes.Json(new StateAnswer(new("pong")));

    public static IResult Status() => TfRoutes.Json(new StateAnswer(new("ok")));

    private static IResult Changed(Answer<TokenChanged> answer, string what) => answer.Given is { } token
        ? TfRoutes.Json(new StateAnswer(new(what, token.Id.Value)))
        : VssErrors.Of(answer.Refused!);
}
