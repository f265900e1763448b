using System.Text.Json;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>Why an operator does something to somebody's account, in their own words; kept in the audit log.</summary>
public sealed record Reason
{
    /// <summary>Fewer characters say nothing.</summary>
    public const int Shortest = 3;

    /// <summary>More are a letter.</summary>
    public const int Longest = 500;

    private Reason(string text) => Text = text;

    /// <summary>The words, without the blanks around them.</summary>
    public string Text { get; }

    /// <summary>The reason that stands in an audit row, or null.</summary>
    public static string? Of(StoredAuditEntry entry)
    {
        using var args = JsonDocument.Parse(entry.Args);
        return args.RootElement.TryGetProperty("reason", out var reason) ? reason.GetString() : null;
    }

    /// <summary>Reads one.</summary>
    public static Reason? Find(string? typed) => typed?.Trim() is { Length: >= Shortest and <= Longest } text ? new(text) : null;
}
