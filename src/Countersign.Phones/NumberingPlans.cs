using System.Globalization;
using Countersign.Core;
using Library = PhoneNumbers.PhoneNumberUtil;
using LibraryNumber = PhoneNumbers.PhoneNumber;

namespace Countersign.Phones;

/// <summary>Where a number is at home.</summary>
/// <param name="CallingCode">One to three digits, without the plus sign.</param>
/// <param name="Region">Within a shared calling code it follows from the leading digits, and is the main region where they tell
/// nothing.</param>
public sealed record PhoneOrigin(string CallingCode, Region Region);

/// <summary>
/// What the world's numbering plans say of a number. Plans change and stored numbers stay, so it need not be valid any more.
/// </summary>
public static class NumberingPlans
{
    private const char NoBreakSpace = '\u00A0';

    internal static Library Plans { get; } = Library.GetInstance();

    /// <summary>Where a number is at home; null where that is no country.</summary>
    public static PhoneOrigin? FindOrigin(PhoneNumber phone)
    {
        if (Find(phone.E164, null) is not { } number) return null;

        var region = Plans.GetRegionCodeForNumber(number) ?? Plans.GetRegionCodeForCountryCode(number.CountryCode);
        return Plans.GetSupportedRegions().Contains(region) ? new($"{number.CountryCode}", Region.Of(region)) : null;
    }

    /// <summary>The region of a calling code, the main one where several share it; null where that is no country.</summary>
    public static Region? FindMain(string callingCode)
    {
        if (!int.TryParse(callingCode, NumberStyles.None, CultureInfo.InvariantCulture, out var code)) return null;

        var region = Plans.GetRegionCodeForCountryCode(code);
        return Plans.GetSupportedRegions().Contains(region) ? Region.Of(region) : null;
    }

    /// <summary>
    /// For the owner to check at a glance, in the groups of its country: <c>+49 1512 3456789</c>, with spaces alone (ITU-T E.123 §2), which
    /// no line breaks at.
    /// </summary>
    public static string Spaced(PhoneNumber phone)
    {
        var grouped =
            Find(phone.E164, null) is { } number ? Plans.Format(number, PhoneNumbers.PhoneNumberFormat.INTERNATIONAL) : phone.E164;
        return string.Concat(grouped.Select(letter => letter == '+' || char.IsAsciiDigit(letter) ? letter : NoBreakSpace));
    }

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
