using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>The routes of API keys and sessions.</summary>
public static class KeyRoutes
{
    public static async Task<IResult> ListKeys(VastCall call, ShowApiKeys show, CancellationToken ct)
    {
        var keys = await show.Run(call.Caller, ct);
        return TfaRoutes.Json(new ApiKeysAnswer([.. keys.Select(key => key.ToWire())]));
    }

    public static async Task<IResult> ShowKey(long id, VastCall call, ShowApiKeys show, CancellationToken ct)
    {
        var key = await show.Run(call.Caller, new ApiKeyId(id), ct);
        return key is null ? VastErrors.Of(new(Refusal.NotFound)) : TfaRoutes.Json(key.ToWire());
    }

    public static async Task<IResult> CreateKey(JsonAsk<CreateApiKeyRequest> ask, VastCall call, ApiKeys keys, CancellationToken ct)
    {
        var permissions =
            ask.Body.Permissions is { ValueKind: not JsonValueKind.Null } given ? given.GetRawText() : ApiKeyRights.Everything;
        var answer = await keys.Create(call.Caller, ask.Body.Name, permissions, ct);
        return answer.Given is { } made
            ? TfaRoutes.Json(
                new CreateApiKeyAnswer { Id = made.Id.Value, Key = made.Key.Reveal(), Permissions = VastShapes.Json(made.Permissions) })
            : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> DeleteKey(long id, VastCall call, ApiKeys keys, CancellationToken ct)
    {
        var answer = await keys.Delete(call.Caller, new ApiKeyId(id), ct);
        return answer.Given is { } key
            ? TfaRoutes.Json(new DoneAnswer(true, $"The API key \"{key.Name}\" has been deleted."))
            : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> ResetKey(VastCall call, ApiKeys keys, CancellationToken ct)
    {
        var answer = await keys.Reset(call.Caller, ct);
        return answer.Given is { } made ? TfaRoutes.Json(new ResetApiKeyAnswer(true, made.Key.Reveal())) : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> ListSessions(VastCall call, ShowSessions show, CancellationToken ct)
    {
        var sessions = await show.Run(call.Caller, ct);
        return TfaRoutes.Json(new SessionsAnswer([.. sessions.Select(session => session.ToWire(call.Caller))]));
    }

    public static async Task<IResult> EndSession(JsonAsk<RevokeSessionRequest> ask, VastCall call, EndSession end, CancellationToken ct)
    {
        if (ask.Body.Id is not { } id)
            return VastErrors.Say(VastErrorCode.MissingParams, "Say which session: give its id (see `show sessions`).");

        var answer = await end.Run(call.Caller, new SessionId(id), ct);
        return answer.Given is not null
            ? TfaRoutes.Json(new DoneAnswer(true, "That session has ended."))
            : VastErrors.Of(answer.Refused!);
    }
}
