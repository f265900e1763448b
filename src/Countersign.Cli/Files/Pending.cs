using System.Text.Json.Serialization;
using Countersign.Wire;

namespace Countersign.Cli.Files;

/// <summary>What a code is waited for.</summary>
internal enum PendingStep
{
    Authorize,
    ConfirmTotp,
    ConfirmSms,
    LogIn,

    /// <summary>A sign-in from nothing, whose password was right.</summary>
    SignIn,
    RegenerateCodes,
    RemoveMethod,
    ExportAccount,
    DeleteAccount,
}

/// <summary>A step that waits for its code, with all that is needed to go on. Its secret is good until <see cref="ExpiresAt"/>.</summary>
internal sealed record Pending
{
    /// <summary>How long a sent code or a waiting login lives on the server.</summary>
    public static readonly TimeSpan ChallengeLife = TimeSpan.FromMinutes(10);

    /// <summary>How long a key from <c>totp-setup</c> waits to be confirmed.</summary>
    public static readonly TimeSpan SetUpLife = TimeSpan.FromMinutes(30);

    public required PendingStep Step { get; init; }

    /// <summary>One of <see cref="TfaMethodWords"/>: where the code comes from.</summary>
    public required string Method { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public string? Secret { get; init; }

    public long? MethodId { get; init; }

    public long? TargetId { get; init; }

    public string? PhoneNumber { get; init; }

    public string? Label { get; init; }

    /// <summary>The new file that was asked for; null: one among the downloads.</summary>
    public string? Output { get; init; }

    /// <summary>Whether this is the first half of <c>tfa add</c>; then the word is the kind of method to add.</summary>
    public string? Adding { get; init; }

    /// <summary>The server that it belongs to; written by <see cref="PendingFile"/>.</summary>
    public string? Url { get; init; }

    /// <summary>Whether a recovery code may stand for the code.</summary>
    [JsonIgnore]
    public bool TakesBackupCode =>
        Step is PendingStep.LogIn or PendingStep.SignIn or PendingStep.RegenerateCodes or PendingStep.ExportAccount
            or PendingStep.DeleteAccount || (Step is PendingStep.RemoveMethod && TargetId is not null);

    public override string ToString() => $"{Step} by {Method}";

    /// <summary>The words after <c>countersign</c> that do the same with everything spelled out.</summary>
    public string ToWords() => Step switch
    {
        PendingStep.Authorize => $"tfa auth-new{Option("--secret", Secret)} --code CODE",
        PendingStep.ConfirmTotp => $"tfa activate CODE{Option("--secret", Secret)}{Option("--label", Label)}",
        PendingStep.ConfirmSms =>
            $"tfa activate CODE --method-type " +
            $"sms{Option("--secret", Secret)}{Option("--phone-number", PhoneNumber)}{Option("--label", Label)}",
        PendingStep.LogIn => $"tfa login{Proof()} --code CODE",
        PendingStep.SignIn => $"login{Proof()} --code CODE",
        PendingStep.RegenerateCodes => $"tfa regen-codes{Proof()} --code CODE",
        PendingStep.ExportAccount => $"account export{Option("--output", Output)}{Proof()} --code CODE",
        PendingStep.DeleteAccount => $"account delete{Proof()} --code CODE",
        PendingStep.RemoveMethod => $"tfa delete{Option("--id-to-delete", TargetId?.ToString())}{Proof()} --code CODE",
    };

    // What was sent is known by its secret; the word for an app beside one would contradict it.
    private string Proof() => $"{Option("--method-type", IsOfSecretAlone ? null : Method)}{Option("--method-id", MethodId?.ToString())}{Option("--secret", Secret)}";

    private bool IsOfSecretAlone => Secret is not null && Method == TfaMethodWords.Totp && Step is not PendingStep.SignIn;

    private static string Option(string name, string? value) => value is null ? "" : $" {name} {Quoted(value)}";

    private static string Quoted(string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || "+-_.:/@=".Contains(c)) ? value : $"'{value.Replace("'", "'\\''")}'";
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Pending))]
internal sealed partial class PendingJson : JsonSerializerContext;
