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
    [InlineData("  ada\t", "ada")]
    [InlineData("\u200Bada", "ada")]
    [InlineData("a\u00ADda\u200E", "ada")]
    [InlineData("\u2067ada\u2069\u00A0", "ada")]
    [InlineData("a da", "a da")]
    [InlineData("ada\0", "ada\0")]
    [InlineData("نامه\u200Cای", "نامه\u200Cای")]
    [InlineData("क्\u200Dष", "क्\u200Dष")]
    [InlineData("\u200Cनाम\u200D", "नाम")]
    public void A_name_is_what_one_sees_of_it(string typed, string seen) => Assert.Equal(seen, Typed.Visible(typed));
}
