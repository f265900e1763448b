using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Wire;

// The second factor: one record for what each endpoint under /api/v0/tfa/ takes, one for what it answers.
// A property that is null is absent on the wire, unless it says JsonIgnoreCondition.Never. Ids are read from "456" and from 456 alike.

/// <summary>A registered second factor as it is shown: without its key, the phone number masked as <c>******1234</c>.</summary>
public sealed record MethodShown : WireMessage
{
    public required long Id { get; init; }

    public required long UserId { get; init; }

    /// <summary><see cref="TfaMethodWords.Sms"/> or <see cref="TfaMethodWords.Totp"/>.</summary>
    public required string Method { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Label { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? PhoneNumber { get; init; }

    public required bool IsPrimary { get; init; }

    public required int FailCount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? LockedUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? LastUsed { get; init; }
}

/// <summary>Answer of <c>GET /tfa/status/</c>.</summary>
public sealed record StatusAnswer(
    bool Success, bool TfaEnabled, IReadOnlyList<MethodShown> Methods, int BackupCodesRemaining, bool NewMethodAuthorized) : WireMessage
{
    /// <summary>Ours: when mail to the account's address last came back, where the address was not confirmed since.</summary>
    public DateTimeOffset? MailBouncedAt { get; init; }
}

/// <summary>What a person may offer to prove a second factor; which parts are needed depends on the method.</summary>
public abstract record ProofFields : WireMessage
{
    public string? TfaMethod { get; init; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? TfaMethodId { get; init; }

    public string? Code { get; init; }

    /// <summary>The handle of the challenge that a sent code belongs to, or of the login that waits.</summary>
    public string? Secret { get; init; }

    public string? BackupCode { get; init; }
}

/// <summary><c>DELETE /tfa/</c>: remove a method.</summary>
public sealed record RemoveMethodRequest : ProofFields
{
    /// <summary>What to remove; absent: the method that proves it.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? TargetId { get; init; }

    public bool? DeleteLegacy { get; init; }
}

/// <summary>Answer of <c>DELETE /tfa/</c>. <c>remaining_methods</c> is a count, and absent when the last one went.</summary>
public sealed record RemoveMethodAnswer(string Msg, int? RemainingMethods = null) : WireMessage;

/// <summary><c>POST /tfa/email/</c>; <c>for</c> is ours (<see cref="SignInWords.SignIn"/> of a caller with a bearer).</summary>
public sealed record SendEmailRequest(string? Secret = null, string? For = null) : WireMessage;

/// <summary>Answer of <c>POST /tfa/email/</c>.</summary>
public sealed record SendEmailAnswer(bool Success, string Msg, string Secret) : WireMessage;

/// <summary><c>POST /tfa/sms/</c>, and its old name <c>/tfa/test/</c>.</summary>
public sealed record SendSmsRequest : WireMessage
{
    /// <summary>E.164.</summary>
    public string? PhoneNumber { get; init; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? TfaMethodId { get; init; }

    public string? Secret { get; init; }
    public string? For { get; init; }
}

/// <summary>Answer of <c>POST /tfa/sms/</c>.</summary>
public sealed record SendSmsAnswer(string Msg, string Secret) : WireMessage;

/// <summary><c>POST /tfa/sms/resend/</c>, and its old name <c>/tfa/resend/</c>.</summary>
public sealed record ResendSmsRequest : WireMessage
{
    public string? Secret { get; init; }

    public string? PhoneNumber { get; init; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? TfaMethodId { get; init; }
}

/// <summary>Answer of <c>POST /tfa/sms/resend/</c>.</summary>
public sealed record ResendSmsAnswer(string Msg, string Secret) : WireMessage;

/// <summary>Answer of <c>POST /tfa/totp-setup/</c>: the key in base32, and the same as an <c>otpauth://</c> URI.</summary>
public sealed record TotpSetupAnswer(string Secret, string ProvisioningUri) : WireMessage;

/// <summary><c>POST /tfa/authorize-new-method/</c>: ask for leave to add a method.</summary>
public sealed record AskToAddRequest : WireMessage
{
    public string? TfaMethod { get; init; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? TfaMethodId { get; init; }

    public string? BackupCode { get; init; }
}

/// <summary>Its answer: <c>secret</c> when a code must follow, <c>msg</c> when a backup code settled it at once.</summary>
public sealed record AskToAddAnswer(bool Success, string? Secret = null, string? Msg = null) : WireMessage;

/// <summary><c>PUT /tfa/authorize-new-method/</c>: prove it.</summary>
public sealed record ProveToAddRequest(string? Code = null, string? Secret = null) : WireMessage;

/// <summary>Answer of <c>PUT /tfa/authorize-new-method/</c>.</summary>
public sealed record ProveToAddAnswer(bool Success, string Msg) : WireMessage;

/// <summary><c>POST /tfa/confirm-new/</c>, and its old name <c>/tfa/test-submit/</c>: activate a method.</summary>
public sealed record ConfirmNewRequest : WireMessage
{
    public string? TfaMethod { get; init; }

    public string? Code { get; init; }

    /// <summary>SMS: the handle of the challenge. TOTP: the base32 key from <c>totp-setup</c>.</summary>
    public string? Secret { get; init; }

    public string? PhoneNumber { get; init; }

    /// <summary>At most 30 characters.</summary>
    public string? Label { get; init; }
}

/// <summary>Answer of <c>POST /tfa/confirm-new/</c>; the backup codes come with the first method only.</summary>
public sealed record ConfirmNewAnswer(bool Success, string Msg, IReadOnlyList<string>? BackupCodes = null) : WireMessage;

/// <summary><c>PUT /tfa/update/</c>.</summary>
public sealed record UpdateMethodRequest : WireMessage
{
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? TfaMethodId { get; init; }

    public string? TfaMethod { get; init; }

    /// <summary>At most 30 characters.</summary>
    public string? Label { get; init; }

    /// <summary>Left raw: anything but a boolean is refused as <c>invalid_params</c>, not as broken JSON.</summary>
    public JsonElement? IsPrimary { get; init; }
}

/// <summary>Answer of <c>PUT /tfa/update/</c>.</summary>
public sealed record UpdateMethodAnswer(bool Success, string Msg, MethodShown Method) : WireMessage;

/// <summary><c>PUT /tfa/regen-backup-codes/</c>.</summary>
public sealed record RegenerateCodesRequest : ProofFields;

/// <summary>Answer of <c>PUT /tfa/regen-backup-codes/</c>: ten codes as <c>XXXX-XXXX-XXXX</c>.</summary>
public sealed record RegenerateCodesAnswer(string Msg, IReadOnlyList<string> BackupCodes) : WireMessage;
