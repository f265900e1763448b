using System.Reflection;
using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Server.Tests.Pages;

public sealed partial class LanguageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<Language> All => [.. Languages.All];

    [Theory]
    [MemberData(nameof(All))]
    public void A_language_is_answered_in_that_language(Language language) => Assert.Equal(language, In(language).Language);

    [Theory]
    [MemberData(nameof(All))]
    public void A_language_says_every_sentence_with_the_same_names_and_numbers_in_it_as_English(Language language)
    {
        var (here, english) = (In(language), In(Language.English));
        var said = 0;
        foreach (var group in typeof(Texts).GetProperties().Where(property => property.GetMethod!.IsAbstract))
        {
            foreach (var sentence in group.PropertyType.GetMethods().Where(IsSentence))
            {
                foreach (var given in Samples(sentence))
                {
                    var (ours, theirs) = (Say(sentence, group.GetValue(here), given), Say(sentence, group.GetValue(english), given));
                    var name = $"{group.Name}.{sentence.Name}({string.Join(", ", given)})";
                    Assert.True(theirs is null ? ours is null : !string.IsNullOrWhiteSpace(ours), $"{name} is empty.");
                    Assert.True(HolesIn(theirs).SequenceEqual(HolesIn(ours)), $"{name} says {ours}, but English says {theirs}.");
                    said++;
                }
            }
        }

        Assert.InRange(said, 500, int.MaxValue);
    }

    private static Texts In(Language language) => Texts.In(language.Culture(), Noon);

    private static bool IsSentence(MethodInfo method) =>
        method is { IsAbstract: true, IsPublic: true }
            && method.ReturnType == typeof(string) && method.GetParameters().All(parameter => Values(parameter.ParameterType).Length > 0);

    private static string? Say(MethodInfo sentence, object? group, object[] given) => (string?)sentence.Invoke(group, given);

    // Each combination of what a sentence may be given: names that are found again, few and many, soon and late.
    private static IEnumerable<object[]> Samples(MethodInfo sentence) => sentence.GetParameters().Aggregate(
        (IEnumerable<object[]>)[[]],
        (before, parameter) => before.SelectMany(given => Values(parameter.ParameterType).Select(value => (object[])[.. given, value])));

    private static object[] Values(Type type) =>
        type == typeof(string) ? ["<name>"]
        : type == typeof(int) ? [0, 1, 7]
        : type == typeof(long) ? [0L, 1L, 7L]
        : type == typeof(DateTimeOffset) ? [Noon.AddMinutes(7), Noon.AddYears(7)]
        : type == typeof(TimeSpan) ? [TimeSpan.Zero, TimeSpan.FromDays(7)]
        : type.IsEnum ? [.. Enum.GetValues(type).Cast<object>()]
        : [];

    private static IEnumerable<string> HolesIn(string? text) =>
        Hole().Matches(text ?? "").Select(match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("<name>|\\{[0-9]+\\}")]
    private static partial Regex Hole();
}
