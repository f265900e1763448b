using System.Globalization;
using System.Text;

namespace Countersign.Core;

/// <summary>
/// What may be a text at all. A half of a surrogate pair and the 66 noncharacters (The Unicode Standard, section 23.7) are none: they
/// cannot be
/// normalised, stored and shown like text, and nobody types them. Every reader of a request asks this, so that no rule behind
/// it meets one.
/// </summary>
public static class PlainText
{
    /// <summary>Whether a text is one.</summary>
    public static bool Holds(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var point = (int)text[i];
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
                point = char.ConvertToUtf32(text[i], text[++i]);
            }

            if ((point & 0xFFFE) == 0xFFFE || point is >= 0xFDD0 and <= 0xFDEF) return false;
        }

        return true;
    }

    /// <summary>The beginning of a text, at most so many UTF-16 units of it; never half of a surrogate pair.</summary>
    public static string Begin(string text, int most) => text.Length <= most
        ? text
        : text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>
    /// Whether a text has a control character, or one that Unicode has not assigned yet and may normalise otherwise one day
    /// (RFC 8265 §4.2.1): in a password it would be kept and could not be typed again.
    /// </summary>
    public static bool HasUntypable(string text) => text.EnumerateRunes().Any(
        rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned);
}
