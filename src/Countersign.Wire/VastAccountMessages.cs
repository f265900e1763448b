using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Wire;

// The account around the second factor: users, API keys, sessions, audit log.

/// <summary>The user as shown to its owner; the phone number is masked, the API key is never in it.</summary>
public abstract record UserFields : WireMessage
{
    public required long Id { get; init; }

    public required string Email { get; init; }

    public required string Username { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Fullname { get; init; }

    public required bool EmailVerified { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? PhoneNumber { get; init; }

    /// <summary>One of <see cref="TfaStatusWords"/>.</summary>
    public required string TfaStatus { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Answer of <c>GET /users/current/</c>, and of <c>POST /users/login/</c> without 2FA.</summary>
public sealed record UserAnswer : UserFields;

/// <summary><c>POST /users/</c>: create an account.</summary>
public sealed record SignUpRequest(string? Email = null, string? Username = null, string? Password = null) : WireMessage;

/// <summary>Answer of <c>POST /users/</c>; the same for a free and a taken address.</summary>
public sealed record SignUpAnswer(bool Success, string Msg) : WireMessage;

/// <summary>In: the password as it is and as it shall be.</summary>
public sealed record ChangePasswordRequest(string? OldPassword = null, string? NewPassword = null) : WireMessage
{
    /// <summary>Whether the account's other API keys end with the old password; those that an operator made stay.</summary>
    public bool? EndApiKeys { get; init; }
}

/// <summary>In: the token of the mailed link, or, from a signed-in caller, the mailed code.</summary>
public sealed record VerifyEmailRequest(string? Token = null, string? Code = null) : WireMessage;

/// <summary>In: the address to send the mail to once more.</summary>
public sealed record AskForVerificationRequest(string? Email = null) : WireMessage;

/// <summary>Answer of what only succeeds: sign-out, deleting a key, revoking a session.</summary>
public sealed record DoneAnswer(bool Success, string Msg) : WireMessage;

/// <summary>An API key's record; the key itself is shown once, when it is made.</summary>
public sealed record ApiKeyShown : WireMessage
{
    public required long Id { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Name { get; init; }

    /// <summary>What the key may do, as it was given; <c>null</c> for a key that may do all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonElement? Rights { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>The last characters of the key, to tell one from another.</summary>
    public required string KeySuffix { get; init; }
}

/// <summary>Answer of <c>GET /auth/apikeys/</c>.</summary>
public sealed record ApiKeysAnswer(IReadOnlyList<ApiKeyShown> Apikeys) : WireMessage;

/// <summary><c>POST /auth/apikeys/</c>.</summary>
public sealed record CreateApiKeyRequest : WireMessage
{
    public string? Name { get; init; }

    /// <summary>For example <c>{"api": {"user_read": {}}}</c>; absent: the key may read and change.</summary>
    public JsonElement? Permissions { get; init; }

    public JsonElement? KeyParams { get; init; }
}

/// <summary>Answer of <c>POST /auth/apikeys/</c>: the only time the key is shown.</summary>
public sealed record CreateApiKeyAnswer : WireMessage
{
    public required long Id { get; init; }

    public required string Key { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonElement? Permissions { get; init; }
}

/// <summary>Answer of <c>PUT /commands/reset_apikey/</c>: the old key is dead.</summary>
public sealed record ResetApiKeyAnswer(bool Success, string NewApiKey) : WireMessage;

/// <summary>A signed-in place of the account.</summary>
public sealed record SessionShown : WireMessage
{
    public required long Id { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Device { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? IpAddress { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether this is the session that asks.</summary>
    public required bool Current { get; init; }
}

/// <summary>Answer of <c>GET /auth/sessions/</c>.</summary>
public sealed record SessionsAnswer(IReadOnlyList<SessionShown> Sessions) : WireMessage;

/// <summary><c>DELETE /auth/sessions/</c>.</summary>
public sealed record RevokeSessionRequest : WireMessage
{
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? Id { get; init; }
}

/// <summary>One line of <c>GET /audit_logs/</c>, newest first. Secrets and codes are never among the arguments.</summary>
public sealed record AuditEntry : WireMessage
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? IpAddress { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? ApiKeyId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? ApiRoute { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonElement? Args { get; init; }

    /// <summary>What happened, in the words of our audit log.</summary>
    public required string Event { get; init; }
}
