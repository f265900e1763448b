using System.Text;
using Countersign.Server.Operators;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>A reason says something that can be read.</summary>
public sealed class ReasonTests
{
    // Fillers, selectors, joiners that are marks, blanks and the empty Braille pattern, tags, and what is not assigned.
    private static readonly int[] Unseen =
    [
        0x3164, 0xFFA0, 0x115F, 0x1160, 0x2800, 0xFE0F, 0xFE00, 0xE0100, 0x034F, 0x17B4, 0x17B5, 0x180B, 0x2065, 0xFFF0, 0xE01F0,
        0x20, 0xA0, 0x2003, 0x3000, 0x1680, 0x0301,
    ];

    [Fact]
    public void What_nobody_sees_says_nothing_however_much_of_it_there_is()
    {
        var chance = new Random(51);
        for (var n = 0; n < 20_000; n++)
        {
            var blanks = string.Concat(Enumerable.Range(0, chance.Next(60)).Select(_ => Rune(Unseen[chance.Next(Unseen.Length)])));

            Assert.Null(Reason.Find(blanks));
            Assert.Null(Reason.Find($"o{blanks}k"));
            Assert.NotNull(Reason.Find($"r{blanks}a{blanks}n away"));
        }
    }

    [Theory]
    [InlineData("lost it")]
    [InlineData("丢失了手机")]
    [InlineData("نسي الرمز")]
    [InlineData("हानि हुई")]
    [InlineData("❤️ rang us")]
    [InlineData("a-1")]
    public void What_people_write_is_one(string text) => Assert.Equal(text, Reason.Find(text)?.Text);

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("a\u200Bbc")]
    [InlineData("abc\u202E")]
    public void What_is_short_or_hides_something_is_none(string text) => Assert.Null(Reason.Find(text));

    private static string Rune(int value) => new Rune(value).ToString();
}
