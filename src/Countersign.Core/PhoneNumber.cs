namespace Countersign.Core;

/// <summary>
/// A phone number that can be called from anywhere and was found valid by its numbering plan. Two numbers are equal when
/// their E.164 forms are. It prints masked.
/// </summary>
public sealed record PhoneNumber
{
    private const int ShownDigits = 4;
    private const char NoBreakSpace = '\u00A0';

    internal PhoneNumber(string callingCode, string nationalNumber, Region region) =>
        (CountryCallingCode, E164, Region) = (callingCode, $"+{callingCode}{nationalNumber}", region);

    /// <summary>Plus sign, calling code and national number, at most 15 digits (ITU-T E.164 §6): the one spelling that is stored and compared.</summary>
    public string E164 { get; }

    /// <summary>One to three digits, without the plus sign.</summary>
    public string CountryCallingCode { get; }

    /// <summary>The region the number belongs to; within a shared calling code it follows from the leading digits.</summary>
    public Region Region { get; }

    /// <summary>The last four digits.</summary>
    public string LastFour => E164[^ShownDigits..];

    /// <summary>All but the last four digits: numbers bought in bulk share it.</summary>
    public string Prefix => E164[..^ShownDigits];

    /// <summary>For the owner to check at a glance (ITU-T E.123 §2): the calling code and the rest in threes, none alone: <c>+1 416 555 0123</c>, with spaces that no line breaks at.</summary>
    public string Spaced => $"+{CountryCallingCode}{string.Concat(National.Select((digit, at) => at % 3 == 0 && at < National.Length - 1 ? $"{NoBreakSpace}{digit}" : $"{digit}"))}";

    /// <summary>Enough for the owner to recognise it: <c>******1234</c>.</summary>
    public string Masked => $"******{LastFour}";

    /// <summary>Every region with a numbering plan, by its code.</summary>
    public static IReadOnlyList<PhoneCountry> Countries => PhoneNumberingPlans.Countries;

    /// <summary>
    /// Reads a number as people write it: international (<c>+</c>, <c>00</c> or the region's own exit prefix, <c>tel:</c>)
    /// or national as in <paramref name="region"/>, with spaces, dots, dashes, slashes and parentheses. At most 32 characters.
    /// </summary>
    public static PhoneParse Parse(string? text, Region region) => PhoneNumberReader.Read(text, region);

    /// <summary>
    /// A number that was valid when it was stored. Numbering plans change and stored numbers stay, so only its shape is checked.
    /// </summary>
    /// <exception cref="FormatException">This is not the E.164 form of a number.</exception>
    public static PhoneNumber FromE164(string e164) =>
        PhoneNumberReader.FindStored(e164) ?? throw new FormatException("A stored phone number is not in E.164 form.");

    private string National => E164[(CountryCallingCode.Length + 1)..];

    /// <summary>Equal E.164 forms.</summary>
    public bool Equals(PhoneNumber? other) => other is not null && E164 == other.E164;

    /// <summary>Of the E.164 form.</summary>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(E164);

    /// <summary>The masked form.</summary>
    public override string ToString() => Masked;
}
