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

    // Letters and a symbol by their category, which Unicode has drawn as nothing: fillers of Hangul (Default_Ignorable_Code_Point), and the
    // Braille pattern without dots.
    private static readonly int[] BlankLetters = [0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800];

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
    /// Reads one. Lines become one line; null: fewer of its characters than <see cref="Shortest"/> can be seen, or it holds what a terminal
    /// obeys or nobody sees (Unicode's Cc and Cf, and so the marks that join letters, too).
    /// </summary>
    public static Reason? Find(string? typed) =>
        typed is not null && LineEnds().Replace(typed, " ").Trim() is { Length: >= Shortest and <= Longest } text
        && !text.EnumerateRunes().Any(IsUnseen) && text.EnumerateRunes().Count(IsSeen) >= Shortest
            ? new(text)
            : null;

    private static bool IsUnseen(Rune letter) =>
        Rune.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format;

    // What stands for itself and leaves ink: no blank, and no mark that only changes what stands before it.
    private static bool IsSeen(Rune letter) => !BlankLetters.Contains(letter.Value) && Rune.GetUnicodeCategory(letter) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.ConnectorPunctuation
        or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
        or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation
        or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol;

    [GeneratedRegex(@"\s*[\t\r\n\v\f\u0085\u2028\u2029]\s*")]
    private static partial Regex LineEnds();
}
