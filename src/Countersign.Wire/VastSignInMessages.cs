using System.Text.Json.Serialization;

namespace Countersign.Wire;

// The two steps of a sign-in.

/// <summary><c>POST /users/login/</c>.</summary>
public sealed record PasswordRequest(string? Email = null, string? Password = null) : WireMessage
{
    /// <summary>Ours: <see cref="SignInWords.Program"/> of a caller that wants the session key in the answer instead of a cookie.</summary>
    public string? As { get; init; }
}

/// <summary>What a caller may call itself at a sign-in, and what it may ask a code for.</summary>
public static class SignInWords
{
    public const string Program = "program";

    public const string SignIn = "sign_in";
}

/// <summary>
/// Answer of <c>POST /users/login/</c> as a program reads it: the session key and whose it is, or the secret of a sign-in that waits for
/// its second factor.
/// </summary>
public sealed record PasswordAnswer : WireMessage
{
    public bool? TfaRequired { get; init; }

    public string? Secret { get; init; }

    public IReadOnlyList<MethodOffered>? Methods { get; init; }

    public string? Email { get; init; }

    public string? Username { get; init; }

    public string? SessionKey { get; init; }

    /// <summary>When the session ends; servers that are older than the field leave it out.</summary>
    public DateTimeOffset? SessionExpiresAt { get; init; }
}

/// <summary>
/// <c>POST /users/login/program/</c>, ours: a program that a person has allowed at a page fetches its session (RFC 7636 §4.5).
/// </summary>
public sealed record ProgramLogInRequest : WireMessage
{
    /// <summary>What the page gave.</summary>
    public string? Code { get; init; }

    /// <summary>The origin of the challenge that the page was given: 43 to 128 characters.</summary>
    public string? CodeVerifier { get; init; }

    /// <summary>Where on 127.0.0.1 the program listened.</summary>
    public int? Port { get; init; }
}

/// <summary>Answer of <c>POST /users/login/</c> with 2FA on. Nothing has been sent yet.</summary>
public sealed record TfaRequiredAnswer : WireMessage
{
    public bool TfaRequired { get; } = true;

    public required string Secret { get; init; }

    /// <summary>The same as <see cref="Secret"/>, under the name that browsers read.</summary>
    public required string TfaSecret { get; init; }

    public required IReadOnlyList<MethodOffered> Methods { get; init; }
}

/// <summary>A method that may finish a login: no more than the sign-in page needs to offer it.</summary>
public sealed record MethodOffered : WireMessage
{
    public required long Id { get; init; }

    public required string Method { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Label { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? PhoneNumber { get; init; }

    public required bool IsPrimary { get; init; }
}

/// <summary><c>POST /tfa/</c>: finish a login.</summary>
public sealed record LogInRequest : ProofFields
{
    public bool? Admin { get; init; }

    /// <summary>Ours: <see cref="SignInWords.Program"/> of a caller without a bearer that wants the session key in the answer.</summary>
    public string? As { get; init; }
}

/// <summary>Answer of <c>POST /tfa/</c>: the user, and what only this login brings.</summary>
public sealed record LogInAnswer : UserFields
{
    /// <summary>Only for a program: one that came with a bearer or said that it is one; a browser has its session as a cookie.</summary>
    [JsonPropertyOrder(1)]
    public string? SessionKey { get; init; }

    /// <summary>Ours: when the session of <see cref="SessionKey"/> ends; with it, and not without.</summary>
    [JsonPropertyOrder(1)]
    public DateTimeOffset? SessionExpiresAt { get; init; }

    /// <summary>Only when a backup code was used and at least one is left.</summary>
    [JsonPropertyOrder(1)]
    public int? BackupCodesRemaining { get; init; }

    /// <summary>Only <c>true</c>, and only for legacy accounts.</summary>
    [JsonPropertyOrder(1)]
    public bool? LegacyTfaUser { get; init; }

    /// <summary>Ours: when mail to the account's address last came back, where the address was not confirmed since.</summary>
    [JsonPropertyOrder(1)]
    public DateTimeOffset? MailBouncedAt { get; init; }
}
