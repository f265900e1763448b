using System.Text.Json.Serialization;

namespace Countersign.Wire;

/// <summary>Every refusal: <c>{"success": false, "error": …, "msg": …}</c>.</summary>
public record ErrorAnswer(string Error, string Msg) : WireMessage
{
    [JsonPropertyOrder(-1)]
    public bool Success { get; } // always false
}

/// <summary>A refusal by or about a stored method: how often it has failed, and until when it is locked (<c>null</c>: it is not).</summary>
public sealed record CountedErrorAnswer(string Error, string Msg) : ErrorAnswer(Error, Msg)
{
    [JsonPropertyOrder(1), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? FailCount { get; init; }

    [JsonPropertyOrder(1), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? LockedUntil { get; init; }
}
