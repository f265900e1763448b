using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>Why an operator does something to somebody's account, in their own words; kept in the audit log.</summary>
public sealed partial record Reason
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

    /// <summary>Reads one. Lines become one line; null: it says nothing, or holds what a terminal obeys instead of showing it.</summary>
    public static Reason? Find(string? typed) =>
        typed is not null && LineEnds().Replace(typed, " ").Trim() is { Length: >= Shortest and <= Longest } text && !text.Any(IsObeyed)
            ? new(text)
            : null;

    private static bool IsObeyed(char letter) =>
        char.IsControl(letter) || letter is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';

    [GeneratedRegex(@"\s*[\t\r\n\v\f\u0085\u2028\u2029]\s*")]
    private static partial Regex LineEnds();
}
