using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Core.Tests;

public sealed class TextBytesTests
{
    private static readonly Encoding[] Encodings =
    [
        new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32,
        new UTF32Encoding(bigEndian: true, byteOrderMark: true),
    ];

    [Fact]
    public void A_text_is_the_same_whatever_an_editor_saves_it_as() =>
        Prop.ForAll(Texts(), text => Encodings.All(encoding =>
            TextBytes.Read([.. encoding.Preamble, .. encoding.GetBytes(text)]) == text))
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void UTF_16_is_known_by_its_zeros_where_the_mark_is_missing(bool bigEndian) =>
        Assert.Equal("email;ümlaut", TextBytes.Read(new UnicodeEncoding(bigEndian, byteOrderMark: false).GetBytes("email;ümlaut")));

    [Theory]
    [InlineData(new byte[] { 0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72 })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x41 })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x00, 0xD8 })]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0xFF })]
    public void What_is_no_text_is_none(byte[] bytes) => Assert.Null(TextBytes.Read(bytes));

    [Fact]
    public void A_mark_alone_and_nothing_at_all_are_an_empty_text()
    {
        Assert.Equal("", TextBytes.Read([]));
        Assert.Equal("", TextBytes.Read([0xEF, 0xBB, 0xBF]));
    }

    private static Arbitrary<string> Texts() =>
        Gen.Elements("az,;\t\r\n\"{}äß東🔑".EnumerateRunes().Select(rune => rune.ToString()).ToArray())
            .ArrayOf().Select(string.Concat).ToArbitrary();
}
