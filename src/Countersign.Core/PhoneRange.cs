namespace Countersign.Core;

/// <summary>The numbers that begin alike, such as those of a new area code: <c>+1436</c>.</summary>
public readonly record struct PhoneRange
{
    private const int FewestDigits = 3;
    private const int MostDigits = 14;
    private const int DigitsOfASubscriber = 7;

    private readonly string? beginning;

    private PhoneRange(string beginning) => this.beginning = beginning;

    /// <summary>Plus sign, calling code and the first digits after it.</summary>
    public string Beginning => beginning ?? throw new InvalidOperationException("This range was never set.");

    /// <summary>Reads a beginning in E.164 form, as people copy it (<see cref="Typed.Bare"/>): 3 to 14 digits after a plus sign.</summary>
    public static bool TryParse(string? text, out PhoneRange range)
    {
        range = default;
        if (Typed.Bare(text) is not ['+', >= '1' and <= '9', ..] bare) return false;
        if (bare.Length is < 1 + FewestDigits or > 1 + MostDigits || !bare.Skip(1).All(char.IsAsciiDigit)) return false;

        range = new(bare);
        return true;
    }

    /// <summary>The numbers around this one that are likely to be given out together: those that differ in the last seven digits.</summary>
    public static PhoneRange Around(PhoneNumber phone) =>
        new(phone.E164[..Math.Max(1 + FewestDigits, phone.E164.Length - DigitsOfASubscriber)]);

    /// <summary>Whether a number is one of them.</summary>
    public bool Covers(PhoneNumber phone) => phone.E164.StartsWith(Beginning, StringComparison.Ordinal);

    /// <summary>The beginning; it is nobody's number.</summary>
    public override string ToString() => beginning ?? "";
}
