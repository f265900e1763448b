using Countersign.Server.Pages;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Pages;

/// <summary>What the wizard says and offers, step by step.</summary>
public sealed class WizardPageTests
{
    [Fact]
    public async Task Countries_have_their_names_in_the_persons_language_one_after_the_other()
    {
        await using var server = await TestServer.Start(("SMS_COUNTRIES", "AT,DE,GR,JP,MM"));

        var english = (await PhonePage(server, "en-GB")).Text;
        var german = (await PhonePage(server, "de-AT")).Text;

        Assert.Contains("Austria +43 Germany +49 Greece +30 Japan +81 Myanmar (Burma) +95", english, StringComparison.Ordinal);
        Assert.Contains("Deutschland +49 Griechenland +30 Japan +81 Myanmar +95 Österreich +43", german, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DE", "For example 01512 3456789")]
    [InlineData("FR", "For example 06 12 34 56 78")]
    [InlineData("US", "For example (201) 555-0123")]
    public async Task The_example_is_a_number_as_the_chosen_country_writes_it_also_without_scripts(string country, string words)
    {
        await using var server = await TestServer.Start(("DEFAULT_REGION", country), ("SMS_COUNTRIES", $"AT,{country}"));

        Assert.Contains(words, (await PhonePage(server, "en")).Text, StringComparison.Ordinal);
    }

    private static async Task<PageAnswer> PhonePage(TestServer server, string language)
    {
        var grace = server.Browser();
        grace.Headers["Accept-Language"] = language;
        await grace.SignIn(server.People.Grace);
        await BeginWithApp(server, grace);
        return await grace.Open(PagePaths.AddPhone);
    }

    private static async Task BeginWithApp(TestServer server, PageVisitor grace)
    {
        await grace.Submit(await grace.Open(PagePaths.Security), PagePaths.AddStart);
        await grace.Submit(await grace.Open(PagePaths.AddProve), PagePaths.AddProve, ("code", server.People.Grace.Phone.NextCode()));
    }
}
