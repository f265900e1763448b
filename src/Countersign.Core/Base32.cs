namespace Countersign.Core;

/// <summary>Base 32 (RFC 4648 §6), the spelling of keys that authenticator apps know.</summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsPerSymbol = 5;
    private const int BitsPerByte = 8;

    /// <summary>Upper case, without padding.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var symbols = new char[((bytes.Length * BitsPerByte) + BitsPerSymbol - 1) / BitsPerSymbol];
        for (var i = 0; i < symbols.Length; i++) symbols[i] = Alphabet[FiveBitsAt(bytes, i * BitsPerSymbol)];
        return new(symbols);
    }

    /// <summary>
    /// Reads base 32 as people copy it (<see cref="Typed.Bare"/>), in either case; padding does not matter. Refuses other characters,
    /// lengths
    /// that no byte string has, and left-over bits that are not zero (RFC 4648 §3.5), so two texts never mean the same bytes by accident.
    /// </summary>
    public static bool TryDecode(string? text, out byte[] bytes)
    {
        bytes = [];
        if (Typed.Bare(text) is not { } bare || !TryReadSymbols(bare.TrimEnd('='), out var symbols)) return false;

        var decoded = new byte[symbols.Count * BitsPerSymbol / BitsPerByte];
        var (pending, bits, next) = (0, 0, 0);
        foreach (var symbol in symbols)
        {
            pending = (pending << BitsPerSymbol) | symbol;
            bits += BitsPerSymbol;
            if (bits < BitsPerByte) continue;
            bits -= BitsPerByte;
            decoded[next++] = (byte)(pending >> bits);
            pending &= (1 << bits) - 1;
        }

        if (bits >= BitsPerSymbol || pending != 0) return false;
        bytes = decoded;
        return true;
    }

    private static int FiveBitsAt(ReadOnlySpan<byte> bytes, int bit)
    {
        var (index, offset) = (bit / BitsPerByte, bit % BitsPerByte);
        var following = index + 1 < bytes.Length ? bytes[index + 1] : 0;
        var window = (bytes[index] << BitsPerByte) | following;
        return (window >> (2 * BitsPerByte - BitsPerSymbol - offset)) & 31;
    }

    private static bool TryReadSymbols(string text, out List<byte> symbols)
    {
        symbols = new(text.Length);
        foreach (var c in text)
        {
            var value = Alphabet.IndexOf(char.IsAsciiLetterLower(c) ? (char)(c - 32) : c, StringComparison.Ordinal);
            if (value < 0) return false;
            symbols.Add((byte)value);
        }

        return true;
    }
}
