using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Countersign.Core.Tests;

/// <summary>What apps, mails, spreadsheets and keyboards make of a text that is copied out of them.</summary>
internal static class Copies
{
    /// <summary>How many random copies a test looks at.</summary>
    public const int HowMany = 300;

    // No-break, thin and other spaces, line ends, soft hyphens, direction marks and isolates, joiners, selectors, byte order marks.
    private static readonly string[] Nothing =
    [
        " ",
        "\t", "\r\n", "\u00A0", "\u202F", "\u2009", "\u3000", "\u2028", "\0", "\u00AD", "\u200B", "\u200C", "\u200D", "\u200E", "\u200F",
        "\u202A",
        "\u202C", "\u2060", "\u2066", "\u2069", "\u061C", "\uFEFF", "\uFE0F", "\u034F", "\u3164", "\U000E0020", "-", "\u2010", "\u2011",
        "\u2013", "\u2014", "\u2212", "\uFE63", "\uFF0D", "\u30FC", "\u02D7", "\u05BE",
    ];

    private static readonly int[] Zeros = ['0', 0x0660, 0x06F0, 0x0966, 0xFF10, 0x1D7CE];

    /// <summary>Puts such characters anywhere into a text, and writes its digits in one script or several.</summary>
    public static Gen<Func<string, string>> Of() =>
        from places in Gen.Choose(0, 1_000_000).ArrayOf(12)
        from nothing in Gen.Elements(Nothing).ArrayOf(12)
        from zeros in Gen.Elements(Zeros).ArrayOf(12)
        select (Func<string, string>)(text => Put(Written(text, zeros), places, nothing));

    /// <summary>White space, a control or format character, or a dash, as Unicode says.</summary>
    public static bool MeansNothing(int point) => Rune.IsWhiteSpace(new(point)) || Rune.GetUnicodeCategory(new(point)) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.DashPunctuation or UnicodeCategory.SpaceSeparator;

    /// <summary>A decimal zero of some script; its other digits follow it.</summary>
    public static bool IsZero(int point) =>
        Rune.GetUnicodeCategory(new(point)) is UnicodeCategory.DecimalDigitNumber && Rune.GetNumericValue(new(point)) == 0;

    private static List<string> Written(string text, int[] zeros) =>
        [.. text.Select(
            (letter, i) => char.IsAsciiDigit(letter) ? char.ConvertFromUtf32(zeros[i % zeros.Length] + letter - '0') : $"{letter}")];

    private static string Put(List<string> written, int[] places, string[] nothing)
    {
        foreach (var (place, added) in places.Zip(nothing)) written.Insert(place % (written.Count + 1), added);
        return string.Concat(written);
    }
}
