using System.Globalization;
using System.Text;
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

    /// <summary>
    /// Reads one. Lines become one line; null: it says nothing, or holds what a terminal obeys or nobody sees (Unicode's Cc and Cf, and so
    /// the marks that join letters, too).
    /// </summary>
    public static Reason? Find(string? typed) =>
        typed is not null && LineEnds().Replace(typed, " ").Trim() is { Length: >= Shortest and <= Longest } text
        && !text.EnumerateRunes().Any(IsUnseen)
            ? new(text)
            : null;

    private static bool IsUnseen(Rune letter) =>
        Rune.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format;

    [GeneratedRegex(@"\s*[\t\r\n\v\f\u0085\u2028\u2029]\s*")]
    private static partial Regex LineEnds();
}
