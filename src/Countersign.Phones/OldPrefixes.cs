namespace Countersign.Phones;

/// <summary>
/// What had to be dialled before a number for years and must not be any more. It stands in address books and on cards, so it is read
/// over wherever the rest is a number by itself.
/// </summary>
internal static class OldPrefixes
{
    // Mexico until August 2019: 1 after +52 for mobiles; at home 044 and 045 before mobiles, 01 before all others.
    private static readonly (string Country, string[] Prefixes)[] All = [("+52", ["1", "01", "044", "045", "44", "45"])];

    /// <summary>Whether what is to be left out was once right before numbers of that country.</summary>
    public static bool WereDialled(PhoneCorrection correction) => All.Any(old =>
        correction.Number.E164.StartsWith(old.Country, StringComparison.Ordinal)
        && old.Prefixes.Contains(correction.LeaveOut, StringComparer.Ordinal));
}
