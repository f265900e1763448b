using System.Globalization;
using PhoneNumbers;

namespace Countersign.PhoneComparison;

/// <summary>A text, where it is typed, and what kind of text it is.</summary>
internal sealed record Typed(string Text, string Home, string Style);

/// <summary>Numbers of every region and kind in every style, and digits by chance. The same on every run.</summary>
internal static class Inputs
{
    private const int Seed = 20261128;
    private const int ChancesPerRegion = 300;
    private const string Abroad = "CA";

    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    public static IEnumerable<Typed> All()
    {
        var chance = new Random(Seed);
        var regions = Plans.GetSupportedRegions().Order(StringComparer.Ordinal).ToList();
        return regions.SelectMany(region => Examples(region, chance).Concat(ByChance(region, chance))).Concat(OfNoCountry()).Concat(Odd(regions));
    }

    private static IEnumerable<Typed> Examples(string region, Random chance)
    {
        foreach (var kind in Enum.GetValues<PhoneNumberType>())
        {
            if (Plans.GetExampleNumberForType(region, kind) is not { } number) continue;

            foreach (var (style, text) in Styles(number, chance))
            {
                yield return new(text, region, style);
                yield return new(text, Abroad, $"{style}, from abroad");
            }
        }
    }

    private static IEnumerable<(string Style, string Text)> Styles(PhoneNumber number, Random chance)
    {
        var international = Plans.Format(number, PhoneNumberFormat.INTERNATIONAL);
        var national = Plans.Format(number, PhoneNumberFormat.NATIONAL);
        var (code, digits) = ($"{number.CountryCode}", Plans.GetNationalSignificantNumber(number));
        var at = chance.Next(digits.Length);
        var home = Plans.GetRegionCodeForCountryCode(number.CountryCode);
        return
        [
            ("E.164", $"+{code}{digits}"), ("international", international), ("national", national), ("tel", Plans.Format(number, PhoneNumberFormat.RFC3966)),
            ("00", $"00{code}{digits}"), ("00 spaced", $"00 {international[1..]}"), ("011", $"011 {international[1..]}"), ("plus forgotten", $"{code}{digits}"),
            ("digits", digits), ("dots", international.Replace(' ', '.').Replace('-', '.')), ("slashes", national.Replace(' ', '/')),
            ("prefix after code", $"+{code} ({Plans.GetNddPrefixForRegion(home, true) ?? "0"}){digits}"), ("0 after code", $"+{code} (0){digits}"),
            ("ext.", $"+{code}{digits} ext. 5"), ("x", $"+{code}{digits}x5"), ("tel ext", $"tel:+{code}-{digits};ext=5"), ("#", $"{national}#5"),
            ("a letter", $"+{code}{digits[..at]}A{digits[(at + 1)..]}"), ("a word", $"+{code}{digits[..^4]}TAXI"), ("words around", $"Tel {international}"),
            ("other digits", string.Concat($"+{code}{digits}".Select(c => char.IsAsciiDigit(c) ? (char)('\u0660' + c - '0') : c))),
            ("one short", $"+{code}{digits[..^1]}"), ("one long", $"+{code}{digits}{chance.Next(10)}"), ("national short", national[..^1]), ("national long", $"{national}{chance.Next(10)}"),
            ("one dropped", $"+{code}{digits.Remove(at, 1)}"), ("one doubled", $"+{code}{digits.Insert(at, digits[at].ToString())}"), ("one changed", $"+{code}{digits.Remove(at, 1).Insert(at, $"{chance.Next(10)}")}"),
            ("end by chance", $"+{code}{digits[..^3]}{chance.Next(1000):000}"), ("end by chance, national", $"{national[..^2]}{chance.Next(100):00}"),
        ];
    }

    // The length is one of the region's, or one more or less; the first digits are sometimes those of a real number.
    private static IEnumerable<Typed> ByChance(string region, Random chance)
    {
        var plan = Plans.GetMetadataForRegion(region)!;
        var lengths = plan.GeneralDesc.PossibleLengthList;
        var known = new[] { plan.Mobile, plan.FixedLine, plan.PremiumRate, plan.TollFree }.Select(kind => kind.ExampleNumber ?? "").Append("").ToList();
        for (var i = 0; i < ChancesPerRegion; i++)
        {
            var length = Math.Max(2, lengths[chance.Next(lengths.Count)] + chance.Next(-1, 2) * chance.Next(2));
            var begin = known[chance.Next(known.Count)];
            var digits = begin[..Math.Min(begin.Length, chance.Next(5))];
            while (digits.Length < length) digits += chance.Next(10).ToString(CultureInfo.InvariantCulture);
            var prefix = new[] { $"+{plan.CountryCode}", $"+{plan.CountryCode}", "", plan.NationalPrefix ?? "", $"00{plan.CountryCode}" }[chance.Next(5)];
            yield return new(prefix + digits, region, "by chance");
        }
    }

    private static IEnumerable<Typed> OfNoCountry() =>
        from code in Plans.GetSupportedGlobalNetworkCallingCodes()
        let number = Plans.GetExampleNumberForNonGeoEntity(code)
        from home in (string[])["US", "DE", "KR"]
        from text in (string[])[$"+{code}{number.NationalNumber}", $"00{code}{number.NationalNumber}", $"{code}{number.NationalNumber}"]
        select new Typed(text, home, "of no country");

    private static IEnumerable<Typed> Odd(List<string> regions) =>
        from region in regions
        from text in (string[])["", " ", "+", "0", "00", "000", "112", "911", "110", "999", "*100#", "12345", "+99", "+999123456789", "+0123456789", "123456789012345678", "+12345678901234567890", "1-800-FLOWERS", "ada", "++4917112345678"]
        select new Typed(text, region, "odd or short");
}
