using System.Globalization;
using System.Text;
using Countersign.Core;

namespace Countersign.Phones;

/// <summary>The digits of what a person typed as a phone number, and whether a plus sign stood before them.</summary>
internal readonly record struct PhoneText(string Digits, bool HasPlus)
{
    private const int MostDigits = 32;
    private const string Scheme = "tel:";

    // Beside brackets: what people write between the groups of a number, dots in the middle of a line among them.
    private const string Punctuation = "./\\~\u00B7\u2022\u2027\u2044\u2215\u2219\u22C5\u30FB\uFF65";

    /// <summary>What was typed without anything between the digits.</summary>
    public string Spelling => HasPlus ? $"+{Digits}" : Digits;

    /// <summary>
    /// Reads what was typed or copied (<see cref="Typed.Bare"/>); letters, other characters and extensions refuse the text.
    /// </summary>
    public static bool TryRead(string text, out PhoneText read)
    {
        read = default;
        if (Typed.Bare(text) is not { } written) return false;

        if (written.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) written = written[Scheme.Length..];
        var digits = new StringBuilder(MostDigits);
        var plus = false;
        foreach (var c in written)
        {
            if (char.IsAsciiDigit(c)) digits.Append(c);
            else if (c == '+' && !plus && digits.Length == 0) plus = true;
            else if (!IsPunctuation(c)) return false;
        }

        read = new(digits.ToString(), plus);
        return digits.Length is > 0 and <= MostDigits;
    }

    private static bool IsPunctuation(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
        || Punctuation.Contains(c, StringComparison.Ordinal);
}
