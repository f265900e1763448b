using System.Globalization;
using Xunit;

namespace Countersign.Core.Tests;

public sealed class LanguageTests
{
    [Theory]
    [InlineData(Language.English, "en", "English", "")]
    [InlineData(Language.German, "de", "Deutsch", "de")]
    public void A_language_has_a_code_a_name_for_itself_and_the_habits_of_its_country(
        Language language, string code, string name, string culture)
    {
        Assert.Equal((code, name), (language.Code(), language.OwnName()));
        Assert.Equal(CultureInfo.GetCultureInfo(culture), language.Culture());
        Assert.Equal(language, Languages.Find(code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("DE")]
    [InlineData("xx")]
    public void A_code_we_have_no_texts_for_finds_no_language(string? code) => Assert.Null(Languages.Find(code));

    [Fact]
    public void Every_language_has_a_code_of_its_own_and_is_found_by_it() =>
        Assert.All(Languages.All, language => Assert.Equal(language, Languages.Find(language.Code())));
}
