using Countersign.Core;

namespace Countersign.Phones;

/// <summary>The regions that have a numbering plan.</summary>
public static class PhoneCountries
{
    private const int LongestInput = 32;

    /// <summary>Every region, by its code.</summary>
    public static IReadOnlyList<Region> Regions { get; } =
        [.. NumberingPlans.Plans.GetSupportedRegions().Order(StringComparer.Ordinal).Select(Region.Of)];

    private static readonly Lazy<IReadOnlyList<PhoneCountry>> Mobile = new(() => [.. Regions.Select(FindMobile).OfType<PhoneCountry>()]);

    /// <summary>Every region that has mobile numbers, with what a page needs, by its code.</summary>
    public static IReadOnlyList<PhoneCountry> WithMobileNumbers => Mobile.Value;

    /// <summary>Reads a code in either case. Refuses codes without a numbering plan.</summary>
    public static bool TryParse(string? text, out Region region)
    {
        region = default;
        var code = text?.Length <= LongestInput ? text.Trim().ToUpperInvariant() : "";
        if (!NumberingPlans.Plans.GetSupportedRegions().Contains(code)) return false;

        region = Region.Of(code);
        return true;
    }

    private static PhoneCountry? FindMobile(Region region)
    {
        if (NumberingPlans.Plans.GetExampleNumberForType(region.Code, PhoneNumbers.PhoneNumberType.MOBILE) is not { } mobile) return null;

        var lengths = NumberingPlans.Plans.GetMetadataForRegion(region.Code)!.GeneralDesc.PossibleLengthList;
        var example = NumberingPlans.Plans.Format(mobile, PhoneNumbers.PhoneNumberFormat.NATIONAL);
        var dialledBefore = NumberingPlans.Plans.GetNddPrefixForRegion(region.Code, stripNonDigits: true)?.Length ?? 0;
        // Some numbers have more digits at home than their plan knows, such as the mobile 15 of Argentina.
        return new(region, $"{mobile.CountryCode}", example, lengths.Min(), Math.Max(
            lengths.Max() + dialledBefore, example.Count(char.IsAsciiDigit)));
    }
}
