using Countersign.Core.Tests;
using Xunit;

namespace Countersign.Phones.Tests;

public sealed class PhoneCountriesTests
{
    public static TheoryData<string?> Bad => BadInput.Everywhere;

    [Theory]
    [InlineData("CA")]
    [InlineData("ca")]
    [InlineData(" Ca ")]
    public void A_code_is_read_in_either_case(string typed)
    {
        Assert.True(PhoneCountries.TryParse(typed, out var region));
        Assert.Equal("CA", region.Code);
        Assert.Equal("CA", $"{region}");
    }

    [Theory]
    [InlineData("XX")]
    [InlineData("CAN")]
    [InlineData("1")]
    [InlineData("001")]
    [InlineData("ＣＡ")]
    public void A_code_without_a_numbering_plan_is_refused(string typed)
    {
        Assert.False(PhoneCountries.TryParse(typed, out var region));
        Assert.Equal(default, region);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_input_is_refused(string? typed) => Assert.False(PhoneCountries.TryParse(typed, out _));

    [Fact]
    public void Every_country_is_listed_once_with_what_a_page_needs()
    {
        var codes = PhoneCountries.Regions.Select(region => region.Code).ToList();

        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
        Assert.InRange(codes.Count, 240, 250);
        // Tristan da Cunha has no mobile numbers.
        Assert.Equal(["TA"], codes.Except(PhoneCountries.WithMobileNumbers.Select(country => country.Region.Code)));
        Assert.All(PhoneCountries.WithMobileNumbers, country => Assert.InRange(country.FewestDigits, 4, country.MostDigits));
    }

    [Fact]
    public void Every_countrys_example_is_a_number_of_its_calling_code_and_as_long_as_one_types()
    {
        Assert.All(PhoneCountries.WithMobileNumbers, country =>
        {
            Assert.NotEmpty(country.ExampleNational);
            var number = PhoneReader.Read(country.ExampleNational, country.Region).Number!;
            Assert.Equal(country.CallingCode, NumberingPlans.FindOrigin(number)!.CallingCode);
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
        var country = PhoneCountries.WithMobileNumbers.Single(country => country.Region.Code == region);

        Assert.Equal(example, country.ExampleNational);
        Assert.True(PhoneReader.Read(typed, country.Region).IsValid);
        Assert.InRange(typed.Count(char.IsAsciiDigit), country.FewestDigits, country.MostDigits);
    }
}
