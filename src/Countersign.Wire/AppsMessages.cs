using System.Text.Json.Serialization;

namespace Countersign.Wire;

// The /apps/v1 interface: one record for what each endpoint takes, one for what it answers. Instants are Unix seconds.

/// <summary>The kinds of factors of this interface, as they are written on the wire.</summary>
public static class AppsFactorWords
{
    public const string App = "app";
    public const string Sms = "sms";
    public const string Email = "email";
    public const string Passkey = "passkey";
    public const string RecoveryCode = "recovery_code";
}

/// <summary><c>PUT /apps/v1/people/{person}</c>.</summary>
/// <param name="Name">What an authenticator app shows beside the code; without it, the person's id.</param>
public sealed record KeepPersonRequest(string? Name = null) : WireMessage;

/// <summary>How a person of the application stands.</summary>
public sealed record KeptPersonAnswer : WireMessage
{
    /// <summary>What the application calls them.</summary>
    public required string Person { get; init; }

    /// <summary>What an authenticator app shows beside the code.</summary>
    public required string Name { get; init; }

    /// <summary>Whether they have a factor, and so can prove one.</summary>
    public required bool SecondFactor { get; init; }

    public required IReadOnlyList<FactorShown> Factors { get; init; }

    public required int RecoveryCodesLeft { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A factor of a person.</summary>
public sealed record FactorShown : WireMessage
{
    public required long Id { get; init; }

    /// <summary>One of <see cref="AppsFactorWords"/>.</summary>
    public required string Kind { get; init; }

    public required string Label { get; init; }

    /// <summary>Of a phone: enough of its number to know it again.</summary>
    public string? Number { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Until when it takes no codes, after too many wrong ones; null: it is not locked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? LockedUntil { get; init; }
}

/// <summary>What proves a factor that a person has.</summary>
/// <param name="Code">What they typed: six digits, or a recovery code.</param>
/// <param name="Factor">Which factor it comes from, where there are several of a kind.</param>
/// <param name="Challenge">Of a code that was sent: what came back when it was.</param>
public sealed record FactorProofRequest(string? Code = null, long? Factor = null, string? Challenge = null) : WireMessage;

/// <summary><c>POST …/send</c>.</summary>
/// <param name="Factor">Which phone, where there are several; null: the one that is used first.</param>
public sealed record SendFactorCodeRequest(long? Factor = null) : WireMessage;

/// <summary><c>POST …/factors/sms</c>.</summary>
/// <param name="Number">With its country code, as <c>+14165550123</c>.</param>
/// <param name="Code">Where the person has a factor: a code of it.</param>
/// <param name="Factor">Which factor that is from.</param>
/// <param name="Challenge">Of a code that was sent: what came back when it was.</param>
public sealed record BeginSmsFactorRequest(
    string? Number = null, string? Code = null, long? Factor = null, string? Challenge = null) : WireMessage;

/// <summary>A code is on its way.</summary>
/// <param name="Challenge">It comes back with the code.</param>
/// <param name="To">Enough of the number for its owner to know it again.</param>
/// <param name="ExpiresIn">For how many seconds the code is good.</param>
public sealed record FactorCodeSentAnswer(string Challenge, string To, int ExpiresIn) : WireMessage;

/// <summary><c>POST …/factors/sms/confirm</c>.</summary>
/// <param name="Challenge">What came back when the code was sent.</param>
/// <param name="Code">The six digits of the text message.</param>
/// <param name="Label">What the person calls it.</param>
public sealed record ConfirmSmsFactorRequest(string? Challenge = null, string? Code = null, string? Label = null) : WireMessage;

/// <summary>Answer of <c>POST …/verify</c>: the code was right, and is spent.</summary>
/// <param name="By">One of <see cref="AppsFactorWords"/>.</param>
/// <param name="Factor">Which factor; null: a recovery code.</param>
public sealed record FactorVerifiedAnswer(
    string By, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Factor, int RecoveryCodesLeft) : WireMessage;

/// <summary>Answer of <c>POST …/factors/app</c>: shown this once, and worth nothing before its first code.</summary>
/// <param name="Secret">The key in base32; it comes back with the first code.</param>
/// <param name="Uri">The <c>otpauth://</c> address.</param>
/// <param name="Qr">The QR code of <paramref name="Uri"/>, a PNG in base64.</param>
/// <param name="ExpiresIn">For how many seconds it waits for its first code.</param>
public sealed record AppFactorAnswer(string Secret, string Uri, string Qr, int ExpiresIn) : WireMessage;

/// <summary><c>POST …/factors/app/confirm</c>.</summary>
/// <param name="Secret">The key that came back when it was begun.</param>
/// <param name="Code">The first six digits that the app shows.</param>
/// <param name="Label">What the person calls it.</param>
public sealed record ConfirmAppFactorRequest(string? Secret = null, string? Code = null, string? Label = null) : WireMessage;

/// <summary>A factor was added.</summary>
/// <param name="RecoveryCodes">With the first factor: its recovery codes, shown this once.</param>
public sealed record FactorAddedAnswer(long Factor, IReadOnlyList<string>? RecoveryCodes) : WireMessage;

/// <summary>New recovery codes, shown this once. Those of before are good no longer.</summary>
public sealed record RecoveryCodesAnswer(IReadOnlyList<string> RecoveryCodes) : WireMessage;

/// <summary>A factor is gone.</summary>
/// <param name="FactorsLeft">With the last one the recovery codes are gone, too.</param>
public sealed record FactorRemovedAnswer(int FactorsLeft) : WireMessage;

/// <summary>A person is gone.</summary>
public sealed record PersonForgottenAnswer(string Person) : WireMessage;

/// <summary>Every refusal of this interface.</summary>
/// <param name="Error">One of the words of <see cref="AppsErrorCode"/>.</param>
/// <param name="Message">What happened and what to do, for whoever builds the application.</param>
public sealed record AppsErrorAnswer(string Error, string Message) : WireMessage
{
    /// <summary>When the same may be tried again.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}
