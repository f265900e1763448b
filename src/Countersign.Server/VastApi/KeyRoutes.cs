using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>The routes of API keys and sessions.</summary>
public static class KeyRoutes
{
    public static async Task<IResult> ListKeys(VastCall call, Ground ground, CancellationToken ct)
    {
        var keys = await ground.Db.Read(sql => ApiKeyStore.ListOf(sql, call.Caller.Account.Id), ct);
        return TfaRoutes.Json(new ApiKeysAnswer([.. keys.Select(key => key.ToWire())]));
    }

    public static async Task<IResult> ShowKey(long id, VastCall call, Ground ground, CancellationToken ct)
    {
        var key = await ground.Db.Read(sql => ApiKeyStore.Find(sql, call.Caller.Account.Id, new(id)), ct);
        return key is null ? VastErrors.Of(new(Refusal.NotFound)) : TfaRoutes.Json(key.ToWire());
    }

    public static async Task<IResult> CreateKey(VastAsk<CreateApiKeyRequest> ask, VastCall call, ApiKeys keys, CancellationToken ct)
    {
        var permissions = ask.Body.Permissions is { ValueKind: not JsonValueKind.Null } given ? given.GetRawText() : ApiKeyRights.Everything;
        var answer = await keys.Create(call.Caller, ask.Body.Name, permissions, ct);
        return answer.Given is { } made
            ? TfaRoutes.Json(new CreateApiKeyAnswer { Id = made.Id.Value, Key = made.Key.Reveal(), Permissions = VastShapes.Json(made.Permissions) })
            : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> DeleteKey(long id, VastCall call, ApiKeys keys, CancellationToken ct)
    {
        var answer = await keys.Delete(call.Caller, new ApiKeyId(id), ct);
        return answer.Given is { } key
            ? TfaRoutes.Json(new DoneAnswer(true, $"The API key \"{key.Name}\" is deleted."))
            : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> ResetKey(VastCall call, ApiKeys keys, CancellationToken ct)
    {
        var answer = await keys.Reset(call.Caller, ct);
        return answer.Given is { } made ? TfaRoutes.Json(new ResetApiKeyAnswer(true, made.Key.Reveal())) : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> ListSessions(VastCall call, Ground ground, CancellationToken ct)
    {
        var sessions = await ground.Db.Read(sql => SessionStore.ListLive(sql, call.Caller.Account.Id, ground.Now()), ct);
        return TfaRoutes.Json(new SessionsAnswer([.. sessions.Select(session => session.ToWire(call.Caller))]));
    }

    public static async Task<IResult> EndSession(VastAsk<RevokeSessionRequest> ask, VastCall call, EndSession end, CancellationToken ct)
    {
        if (ask.Body.Id is not { } id) return VastErrors.Say(VastErrorCode.MissingParams, "Say which session: give its id (see `show sessions`).");

        var answer = await end.Run(call.Caller, new SessionId(id), ct);
        return answer.Given is not null
            ? TfaRoutes.Json(new DoneAnswer(true, "That session has ended."))
            : VastErrors.Of(answer.Refused!);
    }
}
