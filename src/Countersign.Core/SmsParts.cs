using System.Text;

namespace Countersign.Core;

/// <summary>
/// In how many parts a text message travels, each of which is paid for (3GPP TS 23.038 and 23.040): 160 letters of the small alphabet
/// GSM-7 fit into one; a single letter outside it makes it 70 of any letters. Parts of several hold fewer, since they say their order.
/// Pure.
/// </summary>
public static class SmsParts
{
    private const string Alphabet =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
        "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    // Each takes the place of two.
    private const string Extension = "^{}\\[~]|€\f";

    /// <summary>The number of parts of this text.</summary>
    public static int Of(string text) => Beyond(text).Length > 0
        ? Parts(text.Length, alone: 70, together: 67)
        : Parts(text.Sum(letter => Extension.Contains(letter, StringComparison.Ordinal) ? 2 : 1), alone: 160, together: 153);

    /// <summary>The letters of a text that the small alphabet lacks, each once.</summary>
    public static string Beyond(string text) => string.Concat(
        text.EnumerateRunes().Where(rune => !IsSmall(rune)).Distinct().Select(rune => rune.ToString()));

    private static bool IsSmall(Rune rune) =>
        rune.IsBmp && (Alphabet.Contains((char)rune.Value, StringComparison.Ordinal)
            || Extension.Contains((char)rune.Value, StringComparison.Ordinal));

    private static int Parts(int length, int alone, int together) => length <= alone ? 1 : (length + together - 1) / together;
}
