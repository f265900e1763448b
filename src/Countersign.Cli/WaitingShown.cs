using System.Text.Json.Serialization;
using Countersign.Cli.Files;

namespace Countersign.Cli;

/// <summary>
/// What <c>--raw</c> says of a step that waits for its code: all that a program needs to go on, each in a field of its own.
/// </summary>
internal sealed record WaitingShown(
    string Error, string Msg, string? Secret, string TfaMethod, long? TfaMethodId, string? PhoneNumber, long ExpiresAt,
    IReadOnlyList<string> Next)
{
    [JsonPropertyOrder(-1)]
    public bool Success { get; } // always false

    public static WaitingShown Of(string error, Stop stop, Pending waiting) => new(
        error, stop.Message, waiting.Secret, waiting.Method, waiting.MethodId, waiting.PhoneNumber,
        waiting.ExpiresAt.ToUnixTimeSeconds(), stop.Next);

    public override string ToString() => Msg;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WaitingShown))]
internal sealed partial class WaitingJson : JsonSerializerContext;
