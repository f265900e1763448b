using Xunit;

namespace Countersign.Core.Tests;

/// <summary>The same six thousand numbers, read by us and by libphonenumber-js when its data was taken.</summary>
public sealed class PhoneNumberVectorTests
{
    private const int LongestE164 = 16;

    [Fact]
    public void Every_number_is_read_as_the_library_behind_the_data_reads_it()
    {
        var wrong = VectorFile.Read("phone-numbers.tsv").Select(Disagreement).OfType<string>().ToList();

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Take(50))}");
    }

    [Fact]
    public void No_pattern_of_the_data_repeats_without_bound_so_none_can_be_made_slow()
    {
        using var data = new StreamReader(typeof(PhoneNumber).Assembly.GetManifestResourceStream("Countersign.Core.Data.numbering-plans.json")!);

        Assert.DoesNotMatch(@"[*+]|\{\d+,\}", data.ReadToEnd());
    }

    private static string? Disagreement(string[] vector)
    {
        if (vector is not [var input, var home, var e164, var region, var kind]) return $"not a vector: {string.Join('\t', vector)}";

        var parsed = PhoneNumber.Parse(input, Region.Of(home));
        var expected = Expected(kind, e164, region);
        var same = parsed.Outcome == expected && (parsed.Number is null || (parsed.Number.E164 == e164 && parsed.Number.Region.Code == region));
        return same ? null : $"{input} in {home}: {parsed.Outcome} {parsed.Number?.E164} {parsed.Number?.Region}, but {kind} {e164} {region}";
    }

    private static PhoneOutcome Expected(string kind, string e164, string region) => kind switch
    {
        "NONE" => PhoneOutcome.Impossible,
        _ when e164.Length > LongestE164 => PhoneOutcome.Impossible,
        _ when region == "-" => PhoneOutcome.Premium,
        "MOBILE" or "FIXED_LINE_OR_MOBILE" or "VOIP" => PhoneOutcome.Valid,
        "FIXED_LINE" => PhoneOutcome.FixedLine,
        "PREMIUM_RATE" or "SHARED_COST" or "TOLL_FREE" or "PERSONAL_NUMBER" or "PAGER" or "UAN" or "VOICEMAIL" => PhoneOutcome.Premium,
        _ => throw new InvalidDataException($"No such kind: {kind}."),
    };
}
