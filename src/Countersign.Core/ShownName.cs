using System.Globalization;
using System.Text;

namespace Countersign.Core;

/// <summary>
/// The name that somebody gives to a phone, a key or themselves: one line, whose length is counted in the characters that people see
/// (extended grapheme clusters, UAX #29), so that sixteen pictures of a phone are sixteen.
/// </summary>
public static class ShownName
{
    // The longest pictures that people send, families and flags, have up to 14; more on one character is no name.
    private const int MostUnitsOfACharacter = 16;

    /// <summary>How many UTF-16 units a name of so many characters may have, which is what a field of a page counts.</summary>
    public static int MostUnits(int longest) => longest * MostUnitsOfACharacter;

    /// <summary>The name without what is invisible around it; null when it is empty, too long, or more than a line of text.</summary>
    public static string? Find(string? typed, int longest)
    {
        if (typed is null || typed.Length > 2 * MostUnits(longest)) return null;

        var seen = SeenIn(typed);
        return seen.Count > 0 && seen.Count <= longest && seen.Sum(character => character.Length) <= MostUnits(longest)
            && !seen.Any(BreaksTheLine)
            ? string.Concat(seen)
            : null;
    }

    /// <summary>The beginning of a text, as long as a name may be; null when nothing is left of it.</summary>
    public static string? Cut(string typed, int longest) =>
        Find(string.Concat(
            SeenIn(PlainText.Begin(typed, 2 * MostUnits(longest)))
                .Where(character => !BreaksTheLine(character) && character.Length <= MostUnitsOfACharacter)
                .Take(longest)), longest);

    // Character by character: a picture may end with something that is invisible by itself.
    private static List<string> SeenIn(string text)
    {
        var characters = new List<string>();
        for (var each = StringInfo.GetTextElementEnumerator(text); each.MoveNext();) characters.Add(each.GetTextElement());

        var from = characters.FindIndex(IsSeen);
        return from < 0 ? [] : characters[from..(characters.FindLastIndex(IsSeen) + 1)];
    }

    private static bool IsSeen(string character) =>
        character.EnumerateRunes().Any(rune => !Rune.IsWhiteSpace(rune) && !Typed.IsInvisible(rune));

    private static bool BreaksTheLine(string character) =>
        character.Any(unit => char.IsControl(unit) || unit is '\u2028' or '\u2029');
}
