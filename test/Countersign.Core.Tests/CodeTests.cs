using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Core.Tests;

public sealed class CodeTests
{
    public static TheoryData<string?> Bad => BadInput.Everywhere;

    [Theory]
    [InlineData("012345")]
    [InlineData("  012345\r\n")]
    [InlineData("012 345")]
    [InlineData("012-345")]
    [InlineData("0 1 2 3 4 5")]
    [InlineData("\u00A0012345\u00A0")]
    [InlineData("012\u202F345")]
    [InlineData("012\u2009345")]
    [InlineData("012\t345")]
    [InlineData("012\n345")]
    [InlineData("012\u2011345")]
    [InlineData("012\u2212345")]
    [InlineData("\u200B012345")]
    [InlineData("\u200E012345\u200F")]
    [InlineData("\u2066012345\u2069")]
    [InlineData("012345\0")]
    [InlineData("012345.")]
    [InlineData("012345\u3002")]
    [InlineData("'012345")]
    [InlineData("(012345).")]
    [InlineData("\u201E012345\u201C")]
    [InlineData("٠١٢٣٤٥")]
    [InlineData("०१२३४५")]
    [InlineData("０１２３４５")]
    [InlineData("01234٥")]
    [InlineData("𝟎𝟏𝟐𝟑𝟒𝟓")]
    public void What_stands_around_and_between_the_digits_does_not_matter_and_leading_zeros_stay(string typed)
    {
        Assert.True(Code.TryParse(typed, out var code));
        Assert.Equal("012345", code.Reveal());
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12345a")]
    [InlineData("+12345")]
    [InlineData("12.345")]
    [InlineData("1e5000")]
    [InlineData("123.456")]
    [InlineData("123456#")]
    [InlineData("#123456")]
    [InlineData("12345²")]
    [InlineData("12345六")]
    [InlineData("12345\uFFFD")]
    [InlineData("12345\uD800")]
    [InlineData("Your code: 123456")]
    public void Anything_but_six_digits_has_not_the_form_of_a_code(string typed)
    {
        Assert.False(Code.TryParse(typed, out var code));
        Assert.Equal(default, code);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_text_of_more_than_two_hundred_and_fifty_six_characters_is_not_read(int length, bool isRead) =>
        Assert.Equal(isRead, Code.TryParse("123456".PadRight(length), out _));

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_input_is_refused(string? typed) => Assert.False(Code.TryParse(typed, out _));

    [Fact]
    public void Every_number_has_a_code_that_reads_back() =>
        Prop.ForAll(Gen.Choose(0, 999_999).ToArbitrary(), number =>
            Code.TryParse(Code.FromNumber(number).Reveal(), out var code) && code == Code.FromNumber(number))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Two_spellings_of_one_code_are_one_code() =>
        Prop.ForAll(Gen.Choose(0, 999_999).ToArbitrary(), Gen.Choose(0, 6).ToArbitrary(), (number, at) =>
        {
            var plain = Code.FromNumber(number);
            return Code.TryParse($"  {plain.Reveal().Insert(at, " - ")}", out var typed)
                && typed == plain && typed.EqualsInConstantTime(plain);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Different_numbers_have_different_codes() =>
        Prop.ForAll(Gen.Choose(0, 999_999).ToArbitrary(), Gen.Choose(0, 999_999).ToArbitrary(), (one, other) =>
            (one == other) == Code.FromNumber(one).EqualsInConstantTime(Code.FromNumber(other)))
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-1)]
    [InlineData(-1_000_000)]
    [InlineData(1_000_000)]
    public void A_number_out_of_range_has_no_code(int number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Code.FromNumber(number));

    [Fact]
    public void A_code_that_was_never_set_equals_nothing_and_reveals_nothing()
    {
        Assert.False(default(Code).EqualsInConstantTime(default));
        Assert.False(default(Code).EqualsInConstantTime(Code.FromNumber(0)));
        Assert.False(Code.FromNumber(0).EqualsInConstantTime(default));
        Assert.Throws<InvalidOperationException>(() => default(Code).Reveal());
    }

    [Fact]
    public void A_code_does_not_print() => Assert.Equal("•••", $"{Code.FromNumber(123_456)}");
}
