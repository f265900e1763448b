using System.Text;

namespace Countersign.Phones;

/// <summary>The digits of what a person typed as a phone number, and whether a plus sign stood before them.</summary>
internal readonly record struct PhoneText(string Digits, bool HasPlus)
{
    private const int LongestInput = 32;
    private const string Scheme = "tel:";

    // ASCII, and what address books put in its place: the no-break space and the dashes U+2010 to U+2015.
    private const string Punctuation = " .-()/\u00A0\u2010\u2011\u2012\u2013\u2014\u2015";

    /// <summary>What was typed without anything between the digits.</summary>
    public string Spelling => HasPlus ? $"+{Digits}" : Digits;

    /// <summary>Digits of other scripts, letters, control characters and extensions refuse the text.</summary>
    public static bool TryRead(string text, out PhoneText read)
    {
        read = default;
        if (text.Length > LongestInput) return false;

        var written = text.AsSpan().Trim();
        if (written.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) written = written[Scheme.Length..];

        var digits = new StringBuilder(LongestInput);
        var plus = false;
        foreach (var c in written)
        {
            if (char.IsAsciiDigit(c)) digits.Append(c);
            else if (c == '+' && !plus && digits.Length == 0) plus = true;
            else if (!Punctuation.Contains(c, StringComparison.Ordinal)) return false;
        }

        read = new(digits.ToString(), plus);
        return digits.Length > 0;
    }
}
