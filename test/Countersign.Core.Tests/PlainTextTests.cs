using Xunit;

namespace Countersign.Core.Tests;

/// <summary>What may be a text.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData(0xFDCF, true)]
    [InlineData(0xFDD0, false)]
    [InlineData(0xFDEF, false)]
    [InlineData(0xFDF0, true)]
    [InlineData(0xFFFD, true)]
    [InlineData(0xFFFE, false)]
    [InlineData(0xFFFF, false)]
    [InlineData(0x1FFFD, true)]
    [InlineData(0x1FFFE, false)]
    [InlineData(0x10FFFF, false)]
    [InlineData(0x1FDD0, true)]
    public void The_66_noncharacters_are_no_text_and_their_neighbours_are(int point, bool isText) =>
        Assert.Equal(isText, PlainText.Holds($"a{char.ConvertFromUtf32(point)}b"));

    // No attribute can hold them.
    [Fact]
    public void Half_a_pair_is_no_text() => Assert.All(
        (string[])["\uD83D", "a\uDE00", "\uD83Da", "\uDE00\uD83D"], half => Assert.False(PlainText.Holds(half)));

    [Theory]
    [InlineData("", false)]
    [InlineData("Ünïcödé 😀", false)]
    [InlineData("a\tb", true)]
    [InlineData("a\u0378b", true)]
    public void What_is_a_control_character_or_none_yet_cannot_be_typed_again(string text, bool holdsOne) =>
        Assert.Equal(holdsOne, PlainText.HasUntypable(text));
}
