using System.Diagnostics.CodeAnalysis;

namespace Countersign.Server.Secrets;

/// <summary>
/// The spelling of age's keys: bytes in 32 letters that are hard to mistake, with a check sum that finds mistakes (Bech32, BIP 173, without
/// its
/// limit of 90 letters).
/// </summary>
internal static class Bech32
{
    private const string Letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int CheckLetters = 6;

    private static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>The bytes of a text, if it is whole and begins with these words.</summary>
    /// <param name="prefix">What stands before the last <c>1</c>, in small letters.</param>
    public static bool TryRead(string text, string prefix, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        // In one size of letters or the other, never in both.
        if (text.Any(char.IsAsciiLetterLower) && text.Any(char.IsAsciiLetterUpper)) return false;

        var small = text.ToLowerInvariant();
        if (!small.StartsWith(prefix + "1", StringComparison.Ordinal)) return false;

        var values = small[(prefix.Length + 1)..].Select(letter => Letters.IndexOf(letter, StringComparison.Ordinal)).ToArray();
        if (values.Length < CheckLetters || values.Contains(-1)) return false;
        if (CheckSum([.. Spread(prefix), .. values]) != 1) return false;

        bytes = Join(values[..^CheckLetters]);
        return bytes is not null;
    }

    // The letters of the prefix are part of what is checked: their high bits, a zero, their low bits.
    private static IEnumerable<int> Spread(string prefix) => [.. prefix.Select(c => c >> 5), 0, .. prefix.Select(c => c & 31)];

    private static uint CheckSum(IEnumerable<int> values)
    {
        var sum = 1u;
        foreach (var value in values)
        {
            var top = sum >> 25;
            sum = ((sum & 0x1ffffff) << 5) ^ (uint)value;
            for (var bit = 0; bit < Generator.Length; bit++)
                if ((top >> bit & 1) == 1) sum ^= Generator[bit];
        }

        return sum;
    }

    // Eight of five bits are five of eight; what is left over must be zeros.
    private static byte[]? Join(IEnumerable<int> values)
    {
        var bytes = new List<byte>();
        var (held, bits) = (0, 0);
        foreach (var value in values)
        {
            (held, bits) = ((held << 5 | value) & 0xfff, bits + 5);
            if (bits < 8) continue;

            bits -= 8;
            bytes.Add((byte)(held >> bits & 0xff));
        }

        return bits < 5 && (held & ((1 << bits) - 1)) == 0 ? [.. bytes] : null;
    }
}
