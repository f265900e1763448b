using System.Globalization;
using System.Text;

namespace Countersign.Core;

/// <summary>
/// What a person copied, as it was meant. Apps, mails, spreadsheets and address books put characters around and into a code or a number
/// that nobody sees or thinks of; every reader of such a text begins here, so that what means the same at one door means it at all.
/// </summary>
public static class Typed
{
    private const int LongestInput = 256;

    // What is a dash to people and no dash punctuation to Unicode: signs for minus, bullets, drawn lines and the long vowel mark of a
    // Japanese keyboard.
    private const string OtherDashes = "\u02D7\u2043\u2053\u207B\u208B\u2212\u2500\u2501\u2796\u30FC\uFF70";

    // Beside punctuation, which Unicode knows: what may stand before or after a copied text.
    private const string Enclosing = "`\u00B4<>_";

    // What is punctuation to Unicode alone: it stands for something, such as a key of the telephone.
    private const string Signs = "#%&@/\\";

    /// <summary>
    /// A code or a number without white space, dashes, control characters and what is invisible, without punctuation around it, and with
    /// the digits of any script and full-width letters and signs as those of ASCII. Null when nothing was given, or more than anybody
    /// types.
    /// </summary>
    public static string? Bare(string? text)
    {
        if (text is null || text.Length > LongestInput) return null;

        var bare = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (!IsNothing(rune)) bare.Append(Folded(rune));
        return WithoutEnds(bare.ToString(), IsEnclosing);
    }

    /// <summary>
    /// A name or an address without what is invisible in it, and without white space around it; its full-width letters and signs are those
    /// of ASCII (RFC 8265 §3.3.1). A joiner between letters that have no place in ASCII stays: in some scripts it is spelling (RFC 5892,
    /// appendix A).
    /// </summary>
    public static string Visible(string text)
    {
        var runes = text.EnumerateRunes().Where(rune => IsJoiner(rune) || !IsInvisible(rune)).ToList();
        var visible = new StringBuilder(text.Length);
        for (var i = 0; i < runes.Count; i++)
            if (!IsJoiner(runes[i]) || IsSpelling(runes, i)) visible.Append(InHalfWidth(runes[i]));
        return WithoutEnds(visible.ToString(), char.IsWhiteSpace);
    }

    /// <summary>
    /// Whether a character is one that nobody sees: a format character, another one that Unicode's <c>Default_Ignorable_Code_Point</c> has,
    /// the empty cell of Braille, or what is copied in place of a picture.
    /// </summary>
    internal static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x2800 or 0x3164
            or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or 0xFFFC or (>= 0xE0000 and <= 0xE0FFF);

    private static bool IsNothing(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || IsInvisible(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DashPunctuation
        || OtherDashes.Contains(rune.ToString(), StringComparison.Ordinal);

    private static string Folded(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber
        ? $"{(int)Rune.GetNumericValue(rune)}"
        : InHalfWidth(rune);

    private static string InHalfWidth(Rune rune) => rune.Value is >= 0xFF01 and <= 0xFF5E ? $"{(char)(rune.Value - 0xFEE0)}" : $"{rune}";

    private static string WithoutEnds(string text, Func<char, bool> goes)
    {
        var (from, to) = (0, text.Length);
        while (from < to && goes(text[from])) from++;
        while (from < to && goes(text[to - 1])) to--;
        return text[from..to];
    }

    private static bool IsEnclosing(char letter) =>
        char.GetUnicodeCategory(letter) is UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
        || (char.GetUnicodeCategory(letter) is UnicodeCategory.OtherPunctuation && !Signs.Contains(letter, StringComparison.Ordinal))
        || Enclosing.Contains(letter, StringComparison.Ordinal);

    private static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;

    private static bool IsSpelling(List<Rune> runes, int at) =>
        at > 0 && at + 1 < runes.Count
        && IsLetter(runes[at - 1]) && IsBeyondAscii(Parts(runes[at - 1])[^1])
        && IsLetter(runes[at + 1]) && IsBeyondAscii(Parts(runes[at + 1])[0]);

    private static bool IsLetter(Rune rune) =>
        Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // What a letter becomes is judged, not how it is spelled: in half width, its accents by themselves, and in lower case.
    private static List<Rune> Parts(Rune letter) =>
        [.. InHalfWidth(letter).Normalize(NormalizationForm.FormD).EnumerateRunes().Select(Rune.ToLowerInvariant)];

    private static bool IsBeyondAscii(Rune rune) => !rune.IsAscii && !IsInvisible(rune);
}
