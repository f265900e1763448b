using System.Buffers.Binary;
using System.Text.Json.Serialization;

namespace Countersign.Core;

/// <summary>
/// A one-time spare code: twelve Crockford base-32 symbols, 60 bits, shown as <c>XXXX-XXXX-XXXX</c>. It prints as <c>•••</c>.
/// </summary>
public readonly record struct BackupCode
{
    /// <summary>Symbols in a code, hyphens not counted.</summary>
    public const int Length = 12;

    /// <summary>With so many left, or fewer, it is time for new ones.</summary>
    public const int Few = 3;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int BitsPerSymbol = 5;

    private readonly string? symbols;

    private BackupCode(string symbols) => this.symbols = symbols;

    /// <summary>The twelve symbols alone, in the one spelling that is hashed and compared. A secret.</summary>
    [JsonIgnore]
    public string Symbols => symbols ?? throw new InvalidOperationException("This backup code was never set.");

    /// <summary>Makes a code of the first 60 bits of at least eight unpredictable bytes.</summary>
    public static BackupCode FromChance(ReadOnlySpan<byte> chance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chance.Length, sizeof(ulong), nameof(chance));

        var bits = BinaryPrimitives.ReadUInt64BigEndian(chance);
        var symbols = new char[Length];
        for (var i = 0; i < Length; i++) symbols[i] = Alphabet[(int)((bits >> (64 - BitsPerSymbol * (i + 1))) & 31)];
        return new(new string(symbols));
    }

    /// <summary>
    /// Reads what a person typed or copied (<see cref="Typed.Bare"/>), in either case; O counts as 0, I and L count as 1. U is no symbol,
    /// nor is any other character. False: it has not the form of a code, so it is no guess.
    /// </summary>
    public static bool TryParse(string? text, out BackupCode code)
    {
        code = default;
        var symbols = (Typed.Bare(text) ?? "").Select(Canonical).ToArray();
        if (symbols.Length != Length || !symbols.All(Alphabet.Contains)) return false;

        code = new(new string(symbols));
        return true;
    }

    /// <summary>The code as shown to its owner, with hyphens.</summary>
    public string Reveal() => $"{Symbols[..4]}-{Symbols[4..8]}-{Symbols[8..]}";

    /// <summary>Never the symbols.</summary>
    public override string ToString() => "•••";

    private static char Canonical(char typed) => typed switch
    {
        'o' or 'O' => '0',
        'i' or 'I' or 'l' or 'L' => '1',
        >= 'a' and <= 'z' => (char)(typed - 32),
        _ => typed,
    };
}
