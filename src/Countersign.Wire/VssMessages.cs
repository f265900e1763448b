using System.Text.Json.Serialization;

namespace Countersign.Wire;

// The /tf interface: one record for what each endpoint takes, one for what it answers. Times are ISO 8601 texts here.

/// <summary>The fixed words of this interface, which clients and their people know.</summary>
public static class VssTexts
{
    public const string Info = "info";
    public const string MustEnable = "Must enable TOTP";
    public const string DisableMailSent = "Confirmation email sent.";
    public const string Disabled = "TOTP has been disabled";

    /// <summary>
    /// What a missing or wrong one-time password is called after the code <see cref="VssErrorCode.InvalidParameterValue"/>.
    /// </summary>
    public const string Otp = "otp";
}

/// <summary>The methods of this interface, as they are written on the wire.</summary>
public static class VssMethodWords
{
    public const string Authenticator = "AUTHENTICATOR";
    public const string Sms = "SMS";
    public const string Email = "EMAIL";
}

/// <summary><c>POST /tf/enable</c>.</summary>
public sealed record EnableRequest(string? Method = null, string? Phone = null) : WireMessage;

/// <summary>A method waits for its first code. The last three are there for an authenticator app only.</summary>
public sealed record EnableAnswer : WireMessage
{
    public required string Method { get; init; }

    public required string Issuer { get; init; }

    public required IReadOnlyList<string> RecoveryCodes { get; init; }

    /// <summary>The <c>otpauth://</c> address.</summary>
    public string? Uri { get; init; }

    /// <summary>The key in base32.</summary>
    public string? Key { get; init; }

    /// <summary>The QR code of <see cref="Uri"/>, a PNG in base64.</summary>
    public string? Image { get; init; }
}

/// <summary><c>POST /tf/verify</c> and <c>POST /auth/request-token</c>.</summary>
public sealed record OtpRequest(string? Otp = null) : WireMessage;

/// <summary>What was done, in a sentence.</summary>
public sealed record InfoAnswer(string Message, string Type = VssTexts.Info) : WireMessage;

/// <summary>Answer of <c>POST /auth/request-token</c>: a signed token.</summary>
public sealed record TokenAnswer(string Token) : WireMessage;

/// <summary>Answer of <c>GET /v2/user</c>.</summary>
public sealed record PersonAnswer(PersonShown Data) : WireMessage;

/// <summary>The account of the token.</summary>
public sealed record PersonShown : WireMessage
{
    public required long Id { get; init; }

    public required string Username { get; init; }

    public required string Email { get; init; }

    public required string FullName { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Phone { get; init; }

    public required PersonStatus Status { get; init; }

    public required PersonTotp Totp { get; init; }
}

/// <summary>When the account was made and last used.</summary>
public sealed record PersonStatus : WireMessage
{
    public required string CreatedOn { get; init; }

    public required string UpdatedOn { get; init; }

    public required string LastAccess { get; init; }

    public required string IpAddress { get; init; }

    public required bool EmailVerified { get; init; }
}

/// <summary>How the account stands with its second factor.</summary>
public sealed record PersonTotp : WireMessage
{
    public required bool Enabled { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Method { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? EnabledOn { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? DisabledOn { get; init; }
}

/// <summary>Answer of <c>GET /v2/user/token</c>.</summary>
public sealed record TokensAnswer(IReadOnlyList<TokenShown> Data) : WireMessage;

/// <summary>A token of the account; the token itself is never shown again.</summary>
public sealed record TokenShown : WireMessage
{
    public required long Id { get; init; }

    public required bool Enabled { get; init; }

    public required bool Otp { get; init; }

    public required string CreatedOn { get; init; }

    public required string ExpiresOn { get; init; }

    public required string LastAccess { get; init; }

    public required string IpAddress { get; init; }

    public required string UserAgent { get; init; }

    /// <summary>It is the one this answer was asked with.</summary>
    public required bool Current { get; init; }
}

/// <summary>Answer of <c>PUT</c> and <c>DELETE /v2/user/token/{id}</c>, of <c>GET /v2/ping</c> and of <c>GET /v2/status</c>.</summary>
public sealed record StateAnswer(StateShown Data) : WireMessage;

/// <summary>What there is to say.</summary>
public sealed record StateShown(string Status, long? Id = null) : WireMessage;

/// <summary>Every refusal of this interface.</summary>
public sealed record VssErrorAnswer(string Error, string Message) : WireMessage;
