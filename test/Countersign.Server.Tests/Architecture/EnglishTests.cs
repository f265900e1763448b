using System.Text.RegularExpressions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Architecture;

/// <summary>Turns of phrase that give away another mother tongue, in what people and operators read.</summary>
public sealed partial class EnglishTests
{
    [Fact]
    public void Sentences_are_said_as_people_say_them()
    {
        var odd =
            from file in SourceFile.Below(Path.Combine(Repository.Root, "src"))
            from line in file.Code.Split('\n').Index()
            from Match text in Quoted().Matches(line.Item)
            where Odd().IsMatch(text.Value)
            select $"{Path.GetRelativePath(Repository.Root, file.Path)}({line.Index + 1}): {text.Value}";

        var all = odd.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    [Theory]
    [InlineData("That is no e-mail address.", true)]
    [InlineData("it is no text", true)]
    [InlineData("Sign in to the own account.", true)]
    [InlineData("That link is no longer valid.", false)]
    [InlineData("There is no such page.", false)]
    [InlineData("That isn't a code.", false)]
    public void Whether_a_sentence_is_odd(string sentence, bool isOdd) => Assert.Equal(isOdd, Odd().IsMatch(sentence));

    [GeneratedRegex(@"(?<!\b[Tt]here )\bis no (?!longer\b|more\b)|\b[Tt]he own\b|\binformations\b|\bthe both\b")]
    private static partial Regex Odd();

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"
        """)]
    private static partial Regex Quoted();
}
