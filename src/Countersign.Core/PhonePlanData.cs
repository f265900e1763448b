using System.Text.Json.Serialization;

namespace Countersign.Core;

/// <summary>One line of <c>Data/numbering-plans.json</c>; a calling code that belongs to no country has no region.</summary>
internal sealed record PhonePlanData(
    string? Region, string CallingCode, string? ExitPrefix, string Pattern, int[] Lengths,
    string? NationalPrefix, string? DialledPrefix, string? NationalPrefixTransform, string? LeadingDigits,
    Dictionary<string, PhoneKindData> Kinds, string? Example);

/// <summary>The numbers of one kind. An empty pattern means "the same as the fixed lines"; no lengths mean "those of the plan".</summary>
internal sealed record PhoneKindData(string Pattern, int[]? Lengths);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PhonePlanData[]))]
internal sealed partial class PhonePlanJson : JsonSerializerContext;
