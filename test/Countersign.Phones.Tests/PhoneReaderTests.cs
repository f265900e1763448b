using System.Globalization;
using Countersign.Core;
using Countersign.Core.Tests;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Countersign.Phones.Tests;

public sealed class PhoneReaderTests
{
    private static readonly Region Canada = Region.Of("CA");

    private static readonly (string Text, string E164)[] Spellings =
    [
        ("+14165550123", "+14165550123"), ("(416) 555.0123", "+14165550123"), ("011 49 171 2345678", "+491712345678"),
        ("+49 (0)171/2345678", "+491712345678"), ("0033 6 12 34 56 78", "+33612345678"),
    ];

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
    [InlineData("\u202A+1 416 555 0123\u202C", "DE", "+14165550123", "CA")]
    [InlineData("\u2066+1\u2009416\u2009555\u20090123\u2069", "DE", "+14165550123", "CA")]
    [InlineData("[416] 555 0123", "CA", "+14165550123", "CA")]
    [InlineData("+1·416·555 0123", "DE", "+14165550123", "CA")]
    [InlineData("＋１（４１６）５５５－０１２３", "DE", "+14165550123", "CA")]
    [InlineData("+١ ٤١٦ ٥٥٥ ٠١٢٣", "DE", "+14165550123", "CA")]
    [InlineData("+1٤١٦5550123", "DE", "+14165550123", "CA")]
    [InlineData("'+1 416 555 0123.", "DE", "+14165550123", "CA")]
    [InlineData("+1416\n5550123\0", "DE", "+14165550123", "CA")]
    [InlineData("０９０ー１２３４ー５６７８", "JP", "+819012345678", "JP")]
    public void A_number_is_read_as_people_write_it(string typed, string home, string e164, string region)
    {
        var parsed = PhoneReader.Read(typed, Region.Of(home));

        Assert.Equal((PhoneOutcome.Valid, e164, region), (parsed.Outcome, parsed.Number?.E164, HomeOf(parsed.Number)?.Region.Code));
    }

    [Theory]
    [InlineData("+52 1 55 1234 5678", "CA")]
    [InlineData("0052 1 55 1234 5678", "DE")]
    [InlineData("011 52 1 55 1234 5678", "US")]
    [InlineData("+52 044 55 1234 5678", "US")]
    [InlineData("+52 01 55 1234 5678", "US")]
    [InlineData("044 55 1234 5678", "MX")]
    [InlineData("045 55 1234 5678", "MX")]
    [InlineData("01 55 1234 5678", "MX")]
    [InlineData("1 55 1234 5678", "MX")]
    [InlineData("55 1234 5678", "MX")]
    public void What_was_dialled_before_a_number_in_Mexico_until_2019_is_read_over(string typed, string home) =>
        Assert.Equal("+525512345678", PhoneReader.Read(typed, Region.Of(home)).Number?.E164);

    [Theory]
    [InlineData("8 050 123 4567", "UA", "80", "+380501234567")]
    [InlineData("+420 0 601 123 456", "DE", "0", "+420601123456")]
    [InlineData("0 601 123 456", "CZ", "0", "+420601123456")]
    public void Digits_that_are_too_much_are_named(string typed, string home, string leaveOut, string e164)
    {
        var parsed = PhoneReader.Read(typed, Region.Of(home));

        Assert.Equal(
            (PhoneOutcome.Impossible, leaveOut, e164), (parsed.Outcome, parsed.Correction?.LeaveOut, parsed.Correction?.Number.E164));
    }

    [Theory]
    [InlineData("+1 436 555 0123", "+1436", "+14365550123")]
    [InlineData("(621) 555-0123", "+1621", "+16215550123")]
    [InlineData("+1 679 555 0123", "+1679555", "+16795550123")]
    public void A_range_that_the_plans_do_not_know_yet_can_be_allowed(string typed, string allowed, string e164)
    {
        Assert.True(PhoneRange.TryParse(allowed, out var range));
        var unknown = PhoneReader.Read(typed, Canada);

        Assert.Equal((PhoneOutcome.Impossible, e164), (unknown.Outcome, unknown.Unassigned?.E164));
        Assert.Equal(e164, PhoneReader.Read(typed, Canada, range).Number?.E164);
    }

    [Theory]
    [InlineData("+1 437 055 0123", "+1436")]
    [InlineData("+1 436 555 012", "+1436")]
    [InlineData("+1 436 555 01234", "+1436")]
    [InlineData("+1 900 555 0123", "+1900")]
    [InlineData("+49 30 123456", "+4930")]
    public void A_range_lets_nothing_in_beside_it_and_no_number_that_the_plans_know(string typed, string allowed)
    {
        Assert.True(PhoneRange.TryParse(allowed, out var range));

        Assert.False(PhoneReader.Read(typed, Canada, range).IsValid);
    }

    [Theory]
    [InlineData("+14165550123", "+1 416 555 0123")]
    [InlineData("+491712345678", "+49 171 2345678")]
    [InlineData("+4915112345678", "+49 1511 2345678")]
    [InlineData("+33612345678", "+33 6 12 34 56 78")]
    [InlineData("+447400123456", "+44 7400 123456")]
    [InlineData("+819012345678", "+81 90 1234 5678")]
    [InlineData("+5511912345678", "+55 11 91234 5678")]
    [InlineData("+9994165550123", "+9994165550123")]
    public void A_number_is_written_in_the_groups_of_its_country_with_spaces_that_keep_it_on_one_line(string e164, string spaced) =>
        Assert.Equal(spaced.Replace(' ', '\u00A0'), NumberingPlans.Spaced(PhoneNumber.FromE164(e164)));

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
        Assert.Equal(region, HomeOf(PhoneReader.Read(typed, Canada).Number)?.Region.Code);

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
    [InlineData("+1 ④16 555 0123", PhoneOutcome.NotANumber)]
    [InlineData("+1 416 555 012³", PhoneOutcome.NotANumber)]
    [InlineData("+1 416 555 0123 or 0124", PhoneOutcome.NotANumber)]
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
    [InlineData("+290 8999", PhoneOutcome.FixedLine)]
    [InlineData("+44 20 7946 0123", PhoneOutcome.FixedLine)]
    public void A_number_that_gets_no_text_is_refused_with_its_reason(string? typed, PhoneOutcome outcome)
    {
        var parsed = PhoneReader.Read(typed, Canada);

        Assert.Equal(outcome, parsed.Outcome);
        Assert.False(parsed.IsValid);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_input_is_refused(string? typed) => Assert.False(PhoneReader.Read(typed, Canada).IsValid);

    [Theory]
    [InlineData("0055 11 96123-4567", "BR", "+5511961234567")]
    [InlineData("0065 8123 4567", "SG", "+6581234567")]
    [InlineData("00 82 10 2000 0000", "KR", "+821020000000")]
    [InlineData("00800 123 4567", "KR", null)]
    public void The_exit_prefix_00_is_understood_where_another_is_dialled_too(string typed, string home, string? e164) =>
        Assert.Equal(e164, PhoneReader.Read(typed, Region.Of(home)).Number?.E164);

    [Fact]
    public void Every_countrys_example_is_the_same_from_anywhere_and_out_of_the_store()
    {
        foreach (var country in PhoneCountries.WithMobileNumbers)
        {
            var number = PhoneReader.Read(country.ExampleNational, country.Region).Number!;
            Assert.Equal(number, PhoneReader.Read(number.E164, Canada).Number);
            Assert.Equal(number, PhoneReader.Read(NumberingPlans.Spaced(number), Canada).Number);
            Assert.Equal(country.CallingCode, HomeOf(PhoneNumber.FromE164(number.E164))?.CallingCode);
        }
    }

    [Fact]
    public void A_stored_number_outlives_its_numbering_plan()
    {
        Assert.False(PhoneReader.Read("+14160550123", Canada).IsValid);
        Assert.Equal(new("1", Region.Of("US")), HomeOf(PhoneNumber.FromE164("+14160550123")));
    }

    [Theory]
    [InlineData("+80012345678")]
    [InlineData("+881612345678")]
    [InlineData("+9994165550123")]
    public void A_number_of_no_country_is_at_home_nowhere(string e164) => Assert.Null(HomeOf(PhoneNumber.FromE164(e164)));

    [Property]
    public bool No_text_makes_it_fall_over(string? text) =>
        PhoneReader.Read(text, Canada) is var parsed && parsed.IsValid == (parsed.Outcome is PhoneOutcome.Valid);

    [Fact]
    public void A_number_is_the_same_with_anything_put_into_it_that_nobody_sees_or_thinks_of() =>
        Prop.ForAll(Gen.Elements(Spellings).ToArbitrary(), Copies.Of().ToArbitrary(), (number, copy) =>
            PhoneReader.Read(copy(number.Text), Canada).Number?.E164 == number.E164)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Any_digits_are_judged_in_any_region() =>
        Prop.ForAll(Gen.Choose(0, PhoneCountries.Regions.Count - 1).ToArbitrary(), ArbMap.Default.ArbFor<ulong>(), (index, digits) =>
            PhoneReader.Read(digits.ToString(CultureInfo.InvariantCulture),
                PhoneCountries.Regions[index]).Outcome is not (PhoneOutcome.Empty or PhoneOutcome.NotANumber))
        .QuickCheckThrowOnFailure();

    private static PhoneOrigin? HomeOf(PhoneNumber? number) => number is null ? null : NumberingPlans.FindOrigin(number);
}
