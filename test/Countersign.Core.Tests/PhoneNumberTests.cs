using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Core.Tests;

public sealed class PhoneNumberTests
{
    private static readonly Region Canada = Region.Of("CA");

    public static TheoryData<string?> Bad => BadInput.Everywhere;

    [Theory]
    [InlineData("416-555-0123", "CA", "+14165550123", "CA")]
    [InlineData("(416) 555.0123", "US", "+14165550123", "CA")]
    [InlineData("1 416 555 0123", "CA", "+14165550123", "CA")]
    [InlineData("+1 (416) 555-0123", "DE", "+14165550123", "CA")]
    [InlineData("011 49 171 2345678", "CA", "+491712345678", "DE")]
    [InlineData("tel:+1-212-555-0123", "DE", "+12125550123", "US")]
    [InlineData("TEL:+12125550123", "DE", "+12125550123", "US")]
    [InlineData("0171 2345678", "DE", "+491712345678", "DE")]
    [InlineData("0171/2345678", "DE", "+491712345678", "DE")]
    [InlineData("+49 (0)171 2345678", "CA", "+491712345678", "DE")]
    [InlineData("0049 171 2345678", "DE", "+491712345678", "DE")]
    [InlineData("0049 171 2345678", "US", "+491712345678", "DE")]
    [InlineData("33 6 12 34 56 78", "FR", "+33612345678", "FR")]
    [InlineData("+49\u00A0171\u2011234\u20135678", "CA", "+491712345678", "DE")]
    [InlineData("44 7400 123456", "GG", "+447400123456", "GB")]
    [InlineData("8 (912) 345-67-89", "RU", "+79123456789", "RU")]
    [InlineData("07400 123456", "GB", "+447400123456", "GB")]
    [InlineData("06 12 34 56 78", "FR", "+33612345678", "FR")]
    [InlineData("312 345 6789", "IT", "+393123456789", "IT")]
    [InlineData("011 15-2345-6789", "AR", "+5491123456789", "AR")]
    [InlineData("0 15 11 91234-5678", "BR", "+5511912345678", "BR")]
    [InlineData("090-1234-5678", "JP", "+819012345678", "JP")]
    public void A_number_is_read_as_people_write_it(string typed, string home, string e164, string region)
    {
        var parsed = PhoneNumber.Parse(typed, Region.Of(home));

        Assert.Equal((PhoneOutcome.Valid, e164, region), (parsed.Outcome, parsed.Number?.E164, parsed.Number?.Region.Code));
    }

    [Theory]
    [InlineData("+14165550123", "+1 416 555 0123")]
    [InlineData("+491712345678", "+49 171 234 5678")]
    [InlineData("+4915112345678", "+49 151 123 456 78")]
    [InlineData("+33612345678", "+33 612 345 678")]
    [InlineData("+447400123456", "+44 740 012 3456")]
    [InlineData("+2474012", "+247 4012")]
    public void A_number_is_written_in_threes_for_its_owner_to_check(string e164, string spaced) =>
        Assert.Equal(spaced.Replace(' ', '\u00A0'), PhoneNumber.FromE164(e164).Spaced);

    [Theory]
    [InlineData("+1 212 555 0123", "US")]
    [InlineData("+1 416 555 0123", "CA")]
    [InlineData("+1 876 210 1234", "JM")]
    [InlineData("+1 242 359 1234", "BS")]
    [InlineData("+1 787 234 5678", "PR")]
    [InlineData("+44 7400 123456", "GB")]
    [InlineData("+44 7781 123456", "GG")]
    [InlineData("+44 7797 712345", "JE")]
    [InlineData("+44 7624 369230", "IM")]
    [InlineData("+7 912 345 67 89", "RU")]
    [InlineData("+7 771 000 9998", "KZ")]
    public void Within_a_shared_calling_code_the_leading_digits_tell_the_region(string typed, string region) =>
        Assert.Equal(region, PhoneNumber.Parse(typed, Canada).Number?.Region.Code);

    [Theory]
    [InlineData(null, PhoneOutcome.Empty)]
    [InlineData("", PhoneOutcome.Empty)]
    [InlineData(" \t ", PhoneOutcome.Empty)]
    [InlineData("ada", PhoneOutcome.NotANumber)]
    [InlineData("1-800-FLOWERS", PhoneOutcome.NotANumber)]
    [InlineData("+", PhoneOutcome.NotANumber)]
    [InlineData("++14165550123", PhoneOutcome.NotANumber)]
    [InlineData("1+4165550123", PhoneOutcome.NotANumber)]
    [InlineData("+1 416 555 0123 ext. 5", PhoneOutcome.NotANumber)]
    [InlineData("+14165550123x5", PhoneOutcome.NotANumber)]
    [InlineData("tel:+14165550123;ext=5", PhoneOutcome.NotANumber)]
    [InlineData("+14165550123,5", PhoneOutcome.NotANumber)]
    [InlineData("+14165550123#", PhoneOutcome.NotANumber)]
    [InlineData("+1416\n5550123", PhoneOutcome.NotANumber)]
    [InlineData("+14165550123\0", PhoneOutcome.NotANumber)]
    [InlineData("+1٤١٦5550123", PhoneOutcome.NotANumber)]
    [InlineData("＋１４１６５５５０１２３", PhoneOutcome.NotANumber)]
    [InlineData("+1 416 555 0123                   ", PhoneOutcome.NotANumber)]
    [InlineData("+1 416 555 012", PhoneOutcome.Impossible)]
    [InlineData("+1 416 555 01234", PhoneOutcome.Impossible)]
    [InlineData("555 0123", PhoneOutcome.Impossible)]
    [InlineData("+1 416 055 0123", PhoneOutcome.Impossible)]
    [InlineData("+0 416 555 0123", PhoneOutcome.Impossible)]
    [InlineData("+999 416 555 0123", PhoneOutcome.Impossible)]
    [InlineData("+99", PhoneOutcome.Impossible)]
    [InlineData("911", PhoneOutcome.Impossible)]
    [InlineData("0", PhoneOutcome.Impossible)]
    [InlineData("00", PhoneOutcome.Impossible)]
    [InlineData("+1 900 555 0123", PhoneOutcome.Premium)]
    [InlineData("+1 800 555 0123", PhoneOutcome.Premium)]
    [InlineData("+44 909 012 3456", PhoneOutcome.Premium)]
    [InlineData("+44 7012 345678", PhoneOutcome.Premium)]
    [InlineData("+44 7640 123456", PhoneOutcome.Premium)]
    [InlineData("+49 180 1234567", PhoneOutcome.Premium)]
    [InlineData("+800 1234 5678", PhoneOutcome.Premium)]
    [InlineData("+881 612 345 678", PhoneOutcome.Premium)]
    [InlineData("+882 342 1234", PhoneOutcome.Premium)]
    [InlineData("+979 123 456 789", PhoneOutcome.Premium)]
    [InlineData("+49 30 123456", PhoneOutcome.FixedLine)]
    [InlineData("+44 20 7946 0123", PhoneOutcome.FixedLine)]
    public void A_number_that_gets_no_text_is_refused_with_its_reason(string? typed, PhoneOutcome outcome)
    {
        var parsed = PhoneNumber.Parse(typed, Canada);

        Assert.Equal(outcome, parsed.Outcome);
        Assert.False(parsed.IsValid);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_input_is_refused(string? typed) => Assert.False(PhoneNumber.Parse(typed, Canada).IsValid);

    [Fact]
    public void A_number_shows_its_last_four_digits_only()
    {
        var number = PhoneNumber.Parse("416-555-0123", Canada).Number!;

        Assert.Equal(("******0123", "******0123", "0123", "+1416555", "1"),
            (number.Masked, $"{number}", number.LastFour, number.Prefix, number.CountryCallingCode));
    }

    [Fact]
    public void Every_valid_number_is_the_same_from_anywhere_and_out_of_the_store()
    {
        foreach (var number in VectorFile.Read("phone-numbers.tsv").Select(v => PhoneNumber.Parse(v[0], Region.Of(v[1])).Number).OfType<PhoneNumber>())
        {
            Assert.Equal(number, PhoneNumber.Parse(number.E164, Canada).Number);
            Assert.Equal((number.E164, number.Region, number.CountryCallingCode), Stored(number.E164));
        }
    }

    [Theory]
    [InlineData("+1 416 555 0123")]
    [InlineData("14165550123")]
    [InlineData("+141655")]
    [InlineData("+1416555012345678")]
    [InlineData("+9994165550123")]
    [InlineData("+1416555012３")]
    [InlineData("+80012345678")]
    [InlineData("")]
    public void A_stored_text_that_is_no_number_is_a_surprise(string stored) =>
        Assert.Throws<FormatException>(() => PhoneNumber.FromE164(stored));

    [Fact]
    public void A_stored_number_outlives_its_numbering_plan()
    {
        Assert.False(PhoneNumber.Parse("+14160550123", Canada).IsValid);
        Assert.Equal(("+14160550123", Region.Of("US"), "1"), Stored("+14160550123"));
    }

    [Fact]
    public void No_text_makes_it_fall_over() =>
        Prop.ForAll<string>(text => PhoneNumber.Parse(text, Canada) is var parsed && parsed.IsValid == (parsed.Outcome is PhoneOutcome.Valid))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_digits_are_judged_in_any_region() =>
        Prop.ForAll(Gen.Choose(0, PhoneNumber.Countries.Count - 1).ToArbitrary(), ArbMap.Default.ArbFor<ulong>(), (index, digits) =>
            PhoneNumber.Parse(digits.ToString(CultureInfo.InvariantCulture), PhoneNumber.Countries[index].Region).Outcome is not (PhoneOutcome.Empty or PhoneOutcome.NotANumber))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Every_country_is_listed_once_with_what_a_page_needs()
    {
        var codes = PhoneNumber.Countries.Select(country => country.Region.Code).ToList();

        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
        Assert.InRange(codes.Count, 240, 250);
        Assert.All(PhoneNumber.Countries, country => Assert.InRange(country.FewestDigits, 4, country.MostDigits));
    }

    [Fact]
    public void Every_countrys_example_is_a_number_of_its_calling_code_and_as_long_as_one_types()
    {
        Assert.All(PhoneNumber.Countries, country =>
        {
            Assert.NotEmpty(country.ExampleNational);
            Assert.Equal(country.CallingCode, PhoneNumber.Parse(country.ExampleNational, country.Region).Number?.CountryCallingCode);
            Assert.InRange(country.ExampleNational.Count(char.IsAsciiDigit), country.FewestDigits, country.MostDigits);
        });
    }

    [Theory]
    [InlineData("US", "(201) 555-0123", "1 201 555 0123")]
    [InlineData("DE", "01512 3456789", "01512 3456789")]
    [InlineData("FR", "06 12 34 56 78", "0612345678")]
    [InlineData("RU", "8 (912) 345-67-89", "8 912 345 67 89")]
    [InlineData("HU", "06 20 123 4567", "06 20 123 4567")]
    [InlineData("AR", "011 15-2345-6789", "011 15 2345 6789")]
    public void An_example_is_written_as_at_home_and_a_prefix_dialled_at_home_is_not_too_long(string region, string example, string typed)
    {
        var country = PhoneNumber.Countries.Single(country => country.Region.Code == region);

        Assert.Equal(example, country.ExampleNational);
        Assert.True(PhoneNumber.Parse(typed, country.Region).IsValid);
        Assert.InRange(typed.Count(char.IsAsciiDigit), country.FewestDigits, country.MostDigits);
    }

    private static (string, Region, string) Stored(string e164)
    {
        var number = PhoneNumber.FromE164(e164);
        return (number.E164, number.Region, number.CountryCallingCode);
    }
}
