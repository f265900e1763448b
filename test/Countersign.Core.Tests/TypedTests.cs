using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Core.Tests;

/// <summary>Whatever copying puts into a code, it stays the same code; and what is no code stays none.</summary>
public sealed class TypedTests
{
    [Fact]
    public void A_code_is_the_same_with_anything_put_into_it_that_nobody_sees_or_thinks_of() =>
        Prop.ForAll(Gen.Choose(0, 999_999).ToArbitrary(), Copies.Of().ToArbitrary(), (number, copy) =>
            Code.TryParse(copy(Code.FromNumber(number).Reveal()), out var read) && read == Code.FromNumber(number))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(Copies.HowMany));

    [Fact]
    public void A_recovery_code_is_the_same_with_anything_put_into_it_that_nobody_sees_or_thinks_of() =>
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), Copies.Of().ToArbitrary(), (chance, copy) =>
        {
            var code = BackupCode.FromChance(BitConverter.GetBytes(chance));
            return BackupCode.TryParse(copy(code.Reveal()), out var read) && read == code;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Copies.HowMany));

    [Fact]
    public void A_digit_too_few_or_too_many_is_no_code_whatever_is_put_into_it() =>
        Prop.ForAll(Gen.Elements("12345", "1234567", "", "12345a", "1234567890").ToArbitrary(), Copies.Of().ToArbitrary(), (digits, copy) =>
            !Code.TryParse(copy(digits), out _))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(Copies.HowMany));

    [Theory]
    [InlineData(0x180A, false)]
    [InlineData(0x180B, true)]
    [InlineData(0x180F, true)]
    [InlineData(0x1810, false)]
    [InlineData(0xFDFF, false)]
    [InlineData(0xFE00, true)]
    [InlineData(0xFE0F, true)]
    [InlineData(0xFE10, false)]
    [InlineData(0xDFFFF, false)]
    [InlineData(0xE0000, true)]
    [InlineData(0xE0FFF, true)]
    [InlineData(0xE1000, false)]
    public void What_Unicode_lets_a_program_ignore_is_no_part_of_a_name_and_its_neighbours_are(int point, bool isNothing) =>
        Assert.Equal(
            isNothing ? "ada" : $"a{char.ConvertFromUtf32(point)}da", Typed.Visible($"a{char.ConvertFromUtf32(point)}da"));

    [Theory]
    [InlineData("\uFF01", "!")]
    [InlineData("\uFF5E", "~")]
    [InlineData("\uFF00", "\uFF00")]
    [InlineData("\uFF5F", "\uFF5F")]
    public void What_is_written_in_full_width_is_what_it_is_in_half(string wide, string narrow) =>
        Assert.Equal($"1{narrow}2", Typed.Bare($"1{wide}2"));

    [Theory]
    [InlineData("123456,")]
    [InlineData("123 456;")]
    [InlineData("123456:")]
    [InlineData("123456!")]
    [InlineData("123456\u3001")]
    [InlineData("123456\uFF0C")]
    [InlineData("123456\u2026")]
    [InlineData("*123456*")]
    [InlineData("_123456_")]
    [InlineData("\u00BF123456?")]
    [InlineData("\u061F123456")]
    [InlineData("123\uFFFC456")]
    [InlineData("123\u2800456")]
    [InlineData("123\u2796456")]
    [InlineData("123\u2500456")]
    public void A_code_is_the_same_with_the_punctuation_of_the_text_that_it_was_copied_from(string copied)
    {
        Assert.True(Code.TryParse(copied, out var read));
        Assert.Equal("123456", read.Reveal());
    }

    [Theory]
    [InlineData("123,456")]
    [InlineData("123.456")]
    [InlineData("!")]
    [InlineData("123:456")]
    public void Punctuation_in_the_middle_is_no_part_of_a_code(string typed) => Assert.False(Code.TryParse(typed, out _));

    [Theory]
    [InlineData("  ada\t", "ada")]
    [InlineData("\uFF41\uFF44\uFF41", "ada")]
    [InlineData("\u2800ada\uFFFC", "ada")]
    [InlineData("\u200Bada", "ada")]
    [InlineData("a\u00ADda\u200E", "ada")]
    [InlineData("\u2067ada\u2069\u00A0", "ada")]
    [InlineData("a da", "a da")]
    [InlineData("ada\0", "ada\0")]
    [InlineData("نامه\u200Cای", "نامه\u200Cای")]
    [InlineData("क्\u200Dष", "क्\u200Dष")]
    [InlineData("\u200Cनाम\u200D", "नाम")]
    [InlineData("na\u200Dम", "naम")]
    [InlineData("म\u200Dna", "मna")]
    [InlineData("म\u200D\uFF21", "मA")]
    [InlineData("\uFF41\u200Cम", "aम")]
    [InlineData("म\u200D\u212A", "म\u212A")]
    [InlineData("म\u200D\u00E9", "म\u00E9")]
    [InlineData("क्\u200D\u200Bष", "क्\u200Dष")]
    [InlineData("aम\u200Dम", "aम\u200Dम")]
    public void A_name_is_what_one_sees_of_it(string typed, string seen) => Assert.Equal(seen, Typed.Visible(typed));
}
