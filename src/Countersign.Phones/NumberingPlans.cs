using Countersign.Core;
using Library = PhoneNumbers.PhoneNumberUtil;
using LibraryNumber = PhoneNumbers.PhoneNumber;

namespace Countersign.Phones;

/// <summary>What the world's numbering plans say of a number.</summary>
public static class NumberingPlans
{
    private const char NoBreakSpace = '\u00A0';

    internal static Library Plans { get; } = Library.GetInstance();

    /// <summary>One to three digits, without the plus sign.</summary>
    /// <exception cref="FormatException">No calling code begins this number.</exception>
    public static string CallingCodeOf(PhoneNumber phone) => $"{Read(phone).CountryCode}";

    /// <summary>
    /// The region a number belongs to; within a shared calling code it follows from the leading digits, and is the main region
    /// where they tell nothing. Null where the calling code is no country's. Plans change and stored numbers stay, so it need not be valid.
    /// </summary>
    public static Region? FindRegion(PhoneNumber phone)
    {
        var number = Read(phone);
        var code = Plans.GetRegionCodeForNumber(number) ?? Plans.GetRegionCodeForCountryCode(number.CountryCode);
        return code is { } region && Plans.GetSupportedRegions().Contains(region) ? Region.Of(region) : null;
    }

    /// <summary>For the owner to check at a glance, in the groups of its country: <c>+49 1512 3456789</c>, with spaces alone (ITU-T E.123 §2) that no line breaks at.</summary>
    public static string Spaced(PhoneNumber phone)
    {
        var grouped = Plans.Format(Read(phone), PhoneNumbers.PhoneNumberFormat.INTERNATIONAL);
        return string.Concat(grouped.Select(letter => letter == '+' || char.IsAsciiDigit(letter) ? letter : NoBreakSpace));
    }

    private static LibraryNumber Read(PhoneNumber phone) =>
        Find(phone.E164, null) ?? throw new FormatException("A stored phone number has no calling code.");

    /// <summary>The number of a text, or null; that it can be read does not mean that it is valid.</summary>
    internal static LibraryNumber? Find(string text, string? region)
    {
        try
        {
            return Plans.Parse(text, region);
        }
        catch (PhoneNumbers.NumberParseException)
        {
            return null;
        }
    }
}
