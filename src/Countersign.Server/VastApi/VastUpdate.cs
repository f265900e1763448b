using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Enrollment;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>From the fields of an update to what it asks for.</summary>
public static class VastUpdate
{
    /// <summary>The change, or the reason why there is none.</summary>
    public static (UpdateAsk? Ask, IResult? Fault) Read(UpdateMethodRequest body)
    {
        var (isPrimary, isBoolean) = Boolean(body.IsPrimary);
        if (!isBoolean) return (null, VastErrors.Say(VastErrorCode.InvalidParams, "is_primary must be true or false."));

        var (kind, fault) = KindOf(body);
        return fault is not null ? (null, fault) : (new(TfaRoutes.MethodOf(body.TfaMethodId), kind, body.Label, isPrimary), null);
    }

    private static (MethodKind? Kind, IResult? Fault) KindOf(UpdateMethodRequest body) => (body.TfaMethodId, body.TfaMethod) switch
    {
        (not null, _) => (null, null),
        (null, TfaMethodWords.Sms) => (MethodKind.Sms, null),
        (null, TfaMethodWords.Totp) => (MethodKind.Totp, null),
        (null, null or "") =>
            (null, VastErrors.Say(VastErrorCode.MissingParams, "Say which method: give tfa_method_id (see `tfa status`).")),
        _ => (null, VastErrors.Say(VastErrorCode.InvalidTfaMethod, "tfa_method must be \"totp\" or \"sms\".")),
    };

    private static (bool? Value, bool IsBoolean) Boolean(JsonElement? given) => given?.ValueKind switch
    {
        null or JsonValueKind.Null => (null, true),
        JsonValueKind.True => (true, true),
        JsonValueKind.False => (false, true),
        _ => (null, false),
    };
}
