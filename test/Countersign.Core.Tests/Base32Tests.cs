using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Countersign.Core.Tests;

public sealed class Base32Tests
{
    [Fact]
    public void The_published_vectors_hold_in_both_directions()
    {
        foreach (var vector in VectorFile.Read("rfc4648-base32.tsv"))
        {
            Assert.Equal(vector[1].TrimEnd('='), Base32.Encode(Encoding.ASCII.GetBytes(vector[0])));
            Assert.True(Base32.TryDecode(vector[1], out var bytes));
            Assert.Equal(vector[0], Encoding.ASCII.GetString(bytes));
        }
    }

    [Property]
    public bool Any_bytes_come_back(byte[] bytes) => Base32.TryDecode(Base32.Encode(bytes), out var back) && back.SequenceEqual(bytes);

    [Fact]
    public void Two_texts_of_the_same_bytes_differ_only_in_what_is_forgiven() =>
        Prop.ForAll(Typed(), text => !Base32.TryDecode(text, out var bytes) || Base32.Encode(bytes) == Plain(text))
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("mzxw6ytb")]
    [InlineData("MZXW 6YTB")]
    [InlineData("MZXW-6YTB")]
    [InlineData("  mzXw 6yTb\n")]
    [InlineData("mzxw\u00A06ytb==== ")]
    [InlineData("\u200BMZXW\u20116YTB\0")]
    [InlineData("ＭＺＸＷ６ＹＴＢ")]
    public void Case_and_what_stands_between_do_not_matter(string typed)
    {
        Assert.True(Base32.TryDecode(typed, out var bytes));
        Assert.Equal("fooba", Encoding.ASCII.GetString(bytes));
    }

    [Theory]
    [InlineData("MZXW6YT1")]
    [InlineData("MZXW6YT0")]
    [InlineData("MZXW6YT8")]
    [InlineData("MZ=XW6YTB")]
    [InlineData("MZXW6YTı")]
    public void Other_characters_are_refused(string typed) => Assert.False(Base32.TryDecode(typed, out _));

    [Theory]
    [InlineData("M")]
    [InlineData("A")]
    [InlineData("AAA")]
    [InlineData("AAAAAA")]
    [InlineData("MZX")]
    [InlineData("MZXW6Y")]
    public void A_length_that_no_bytes_have_is_refused(string typed) => Assert.False(Base32.TryDecode(typed, out _));

    [Theory]
    [InlineData("MZ")]
    [InlineData("MZXR")]
    [InlineData("MZXW7")]
    [InlineData("MZXW6YR")]
    public void Left_over_bits_must_be_zero(string typed) => Assert.False(Base32.TryDecode(typed, out _));

    [Fact]
    public void Nothing_at_all_is_refused_and_an_empty_text_is_no_bytes()
    {
        Assert.False(Base32.TryDecode(null, out _));
        Assert.True(Base32.TryDecode("", out var bytes));
        Assert.Empty(bytes);
    }

    private static Arbitrary<string> Typed() =>
        Gen.Elements("AAAAQZaqz2467=- 01".ToCharArray()).ArrayOf().Select(symbols => new string(symbols)).ToArbitrary();

    private static string Plain(string text) =>
        text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).TrimEnd('=').ToUpperInvariant();
}
