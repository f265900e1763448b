using Xunit;

namespace Countersign.Core.Tests;

public sealed class SmsPartsTests
{
    [Theory]
    [InlineData("a", 160, 1)]
    [InlineData("a", 161, 2)]
    [InlineData("a", 306, 2)]
    [InlineData("a", 307, 3)]
    [InlineData("ü", 160, 1)]
    [InlineData("€", 80, 1)]
    [InlineData("€", 81, 2)]
    [InlineData("č", 70, 1)]
    [InlineData("č", 71, 2)]
    [InlineData("č", 135, 3)]
    [InlineData("🔑", 35, 1)]
    [InlineData("🔑", 36, 2)]
    public void A_text_travels_in_parts(string letter, int times, int parts) =>
        Assert.Equal(parts, SmsParts.Of(string.Concat(Enumerable.Repeat(letter, times))));

    [Theory]
    [InlineData("Example Ltd", "")]
    [InlineData("Müller & Söhne @ Ærø", "")]
    [InlineData("Čakovec č", "Čč")]
    [InlineData("Chloé – “Login”", "–“”")]
    [InlineData("東京🔑", "東京🔑")]
    public void The_letters_that_the_small_alphabet_lacks_are_named_once(string text, string beyond) =>
        Assert.Equal(beyond, SmsParts.Beyond(text));
}
