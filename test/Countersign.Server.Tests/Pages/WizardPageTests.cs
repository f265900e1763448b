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

    [Fact]
    public async Task Turning_it_on_sends_the_code_at_once_and_a_second_time_only_when_that_is_over()
    {
        await using var server = await TestServer.Start();
        var ada = await server.Browser(server.People.Ada);

        var page = await ada.Follow(await ada.Submit(await ada.Open(PagePaths.Security), PagePaths.AddStart));
        await ada.Submit(await ada.Open(PagePaths.Security), PagePaths.AddStart);

        Assert.Contains("The code is on its way.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Enter the 6-digit code that we sent to your confirmed address a•••@example.org.", page.Text, StringComparison.Ordinal);
        Assert.Single(server.Inbox.All);
        server.Clock.Advance(TimeSpan.FromMinutes(11));
        await ada.Submit(await ada.Open(PagePaths.Security), PagePaths.AddStart);
        Assert.Equal(2, server.Inbox.All.Count);
    }

    [Fact]
    public async Task Methods_without_a_name_are_called_by_their_kind_in_the_persons_language_and_told_apart()
    {
        await using var server = await TestServer.Start();
        var ada = server.Browser();
        ada.Headers["Accept-Language"] = "de";
        await ada.SignIn(server.People.Ada);
        await ada.Submit(await ada.Open(PagePaths.Security), PagePaths.AddStart);
        await ada.Submit(await ada.Open($"{PagePaths.AddProve}?way=email"),
            PagePaths.AddProve, ("code", (await server.Inbox.Next(server.People.Ada.Email, TestContext.Current.CancellationToken)).Code));
        var first = await AddApp(server, ada);
        await ada.Submit(await ada.Open(PagePaths.Security), PagePaths.AddStart);
        await ada.Submit(await ada.Open(PagePaths.AddProve), PagePaths.AddProve, ("code", first.NextCode()));
        await AddApp(server, ada);

        var page = await ada.Open(PagePaths.Security);

        Assert.Contains("Authenticator-App zuerst gefragt", page.Text, StringComparison.Ordinal);
        Assert.Contains("Authenticator-App 2", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Authenticator app", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_with_as_many_methods_as_it_may_have_can_replace_one_and_is_offered_no_other()
    {
        await using var server = await TestServer.Start(("METHODS_PER_ACCOUNT", "1"));
        var grace = await server.Browser(server.People.Grace);
        var settings = await grace.Open(PagePaths.Security);

        Assert.DoesNotContain("Add a method", settings.Text, StringComparison.Ordinal);
        Assert.EndsWith("?said=toomanymethods", (await grace.Open(PagePaths.Add)).Location, StringComparison.Ordinal);

        await grace.Submit(settings, PagePaths.AddStart);
        await grace.Submit(await grace.Open(PagePaths.AddProve), PagePaths.AddProve, ("code", server.People.Grace.Phone.NextCode()));
        await AddApp(server, grace);
        Assert.Contains(
            "Method replaced: authenticator app", (await grace.Open(PagePaths.Activity)).Text, StringComparison.Ordinal);
    }

    private static async Task<Phone> AddApp(TestServer server, PageVisitor person)
    {
        await person.Submit(await person.Open(PagePaths.AddChoose), PagePaths.AddApp);
        var page = await person.Open(PagePaths.AddApp);
        var phone = Phone.Scan(page.Links.First(link => link.StartsWith("otpauth:", StringComparison.Ordinal)), server.Clock);
        await person.Submit(page, $"{PagePaths.AddApp}/confirm", ("code", phone.NextCode()));
        return phone;
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
