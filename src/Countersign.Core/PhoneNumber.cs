namespace Countersign.Core;

/// <summary>
/// A phone number that can be called from anywhere. Two numbers are equal when their E.164 forms are. It prints masked.
/// What people type becomes one by <c>PhoneReader</c> in <c>Countersign.Phones</c>, which knows the numbering plans.
/// </summary>
public sealed record PhoneNumber
{
    private const int FewestDigits = 7;
    private const int MostDigits = 15;
    private const int ShownDigits = 4;

    private PhoneNumber(string e164) => E164 = e164;

    /// <summary>
    /// Plus sign, calling code and national number, at most 15 digits (ITU-T E.164 §6): the one spelling that is stored and compared.
    /// </summary>
    public string E164 { get; }

    /// <summary>The last four digits.</summary>
    public string LastFour => E164[^ShownDigits..];

    /// <summary>All but the last four digits: numbers bought in bulk share it.</summary>
    public string Prefix => E164[..^ShownDigits];

    /// <summary>Enough for the owner to recognise it: <c>******1234</c>.</summary>
    public string Masked => $"******{LastFour}";

    /// <summary>
    /// A number that was valid when it was stored. Numbering plans change and stored numbers stay, so only its shape is checked.
    /// </summary>
    /// <exception cref="FormatException">This is not the E.164 form of a number.</exception>
    public static PhoneNumber FromE164(string e164) =>
        IsShaped(e164) ? new(e164) : throw new FormatException("A stored phone number is not in E.164 form.");

    // No calling code begins with zero.
    private static bool IsShaped(string text) =>
        text.Length is > FewestDigits and <= MostDigits + 1 && text[0] == '+' && text[1] != '0' && text.Skip(1).All(char.IsAsciiDigit);

    /// <summary>Equal E.164 forms.</summary>
    public bool Equals(PhoneNumber? other) => other is not null && E164 == other.E164;

    /// <summary>Of the E.164 form.</summary>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(E164);

    /// <summary>The masked form.</summary>
    public override string ToString() => Masked;
}
