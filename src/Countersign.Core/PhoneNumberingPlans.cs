using System.Text.Json;

namespace Countersign.Core;

/// <summary>The numbering plans of the world, read once from the data inside this assembly.</summary>
internal static class PhoneNumberingPlans
{
    private const string Resource = "Countersign.Core.Data.numbering-plans.json";
    private const int LongestCallingCode = 3;

    private static readonly Lazy<PhoneNumberingPlan[]> All = new(ReadAll);

    private static readonly Lazy<Dictionary<string, PhoneNumberingPlan>> ByRegion = new(() =>
        All.Value.Where(plan => plan.Region is not null).ToDictionary(plan => plan.Region!.Value.Code, StringComparer.Ordinal));

    // Within a calling code the main region comes first, as in the data.
    private static readonly Lazy<ILookup<string, PhoneNumberingPlan>> ByCallingCode = new(() => All.Value.ToLookup(plan => plan.CallingCode));

    private static readonly Lazy<IReadOnlyList<PhoneCountry>> AllCountries = new(() =>
        [.. ByRegion.Value.OrderBy(plan => plan.Key, StringComparer.Ordinal).Select(plan => plan.Value)
            .Select(plan => new PhoneCountry(plan.Region!.Value, plan.CallingCode, plan.Example, plan.Lengths[0], plan.MostTyped))]);

    public static IReadOnlyList<PhoneCountry> Countries => AllCountries.Value;

    public static PhoneNumberingPlan? OfRegion(Region region) => ByRegion.Value.GetValueOrDefault(region.Code);

    /// <summary>The main plan of the calling code that these digits begin with; no calling code is the beginning of another.</summary>
    public static PhoneNumberingPlan? FindByCallingCode(string digits)
    {
        for (var length = 1; length <= LongestCallingCode && length <= digits.Length; length++)
        {
            if (ByCallingCode.Value[digits[..length]].FirstOrDefault() is { } plan) return plan;
        }

        return null;
    }

    /// <summary>The plan that a national number belongs to, among those that share a calling code.</summary>
    public static PhoneNumberingPlan? FindOwner(string callingCode, string number)
    {
        var sharing = ByCallingCode.Value[callingCode].ToList();
        return sharing.Count == 1
            ? sharing[0]
            : sharing.Find(plan => plan.HasLeadingDigits ? plan.LeadsWithOwnDigits(number) : plan.FindKind(number) is not null);
    }

    private static PhoneNumberingPlan[] ReadAll()
    {
        using var json = typeof(PhoneNumberingPlans).Assembly.GetManifestResourceStream(Resource)!;
        return [.. JsonSerializer.Deserialize(json, PhonePlanJson.Default.PhonePlanDataArray)!.Select(data => new PhoneNumberingPlan(data))];
    }
}
