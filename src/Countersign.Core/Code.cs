using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Countersign.Core;

/// <summary>A one-time code: exactly six ASCII digits, leading zeros kept. It prints as <c>•••</c>.</summary>
public readonly record struct Code
{
    /// <summary>Digits in a code.</summary>
    public const int Length = 6;

    private readonly string? digits;

    private Code(string digits) => this.digits = digits;

    /// <summary>
    /// Reads what a person typed or copied (<see cref="Typed.Bare"/>). False: it has not the form of a code, so it is no guess.
    /// </summary>
    public static bool TryParse(string? text, out Code code)
    {
        code = default;
        if (Typed.Bare(text) is not { Length: Length } digits || !digits.All(char.IsAsciiDigit)) return false;

        code = new(digits);
        return true;
    }

    /// <summary>The code of a number from 0 to 999 999.</summary>
    public static Code FromNumber(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 999_999);
        return new(number.ToString("D6", CultureInfo.InvariantCulture));
    }

    /// <summary>The six digits, for the person they are meant for and for nothing else.</summary>
    public string Reveal() => digits ?? throw new InvalidOperationException("This code was never set.");

    /// <summary>Compares without telling by its duration how much was right. A code that was never set equals nothing.</summary>
    public bool EqualsInConstantTime(Code other) =>
        digits is not null && other.digits is not null &&
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(digits.AsSpan()), MemoryMarshal.AsBytes(other.digits.AsSpan()));

    /// <summary>Never the digits.</summary>
    public override string ToString() => "•••";
}
