using Countersign.Server.Pages;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Pages;

/// <summary>Coming from elsewhere, and coming to where one wanted to go.</summary>
public sealed class ArrivalTests
{
    [Fact]
    public async Task A_link_on_another_site_leads_to_itself_first_and_touches_no_cookie()
    {
        await using var server = await TestServer.Start();
        var grace = FromElsewhere(await server.Browser(server.People.Grace));

        var answer = await grace.Open("/account/api-keys?a=1&b=%22%3E");

        Assert.Equal(200, answer.Status);
        Assert.Contains("content=\"0; url=/account/api-keys?a=1&amp;b=%22%3E&amp;arrived=yes\"", answer.Html, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain("grace", answer.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_led_around_in_a_circle()
    {
        await using var server = await TestServer.Start();

        var answer = await FromElsewhere(server.Browser()).Open("/sign-in?arrived=yes");

        Assert.Contains("/sign-in", answer.Actions);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Mode", "cors")]
    [InlineData("Sec-Fetch-Dest", "iframe")]
    public async Task What_is_no_link_is_answered_as_it_is(string header, string word)
    {
        await using var server = await TestServer.Start();
        var browser = FromElsewhere(server.Browser());
        browser.Headers[header] = word;

        Assert.Contains("/sign-in", (await browser.Open("/sign-in")).Actions);
    }

    [Fact]
    public async Task An_address_that_would_lead_away_leads_to_the_start()
    {
        await using var server = await TestServer.Start();

        var answer = await FromElsewhere(server.Browser()).Open("/sign-in/../\\evil.example");

        Assert.DoesNotContain("url=/\\", answer.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("url=//", answer.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_in_comes_to_the_page_they_wanted()
    {
        await using var server = await TestServer.Start();
        var grace = server.Browser();

        Assert.Equal("/sign-in", (await grace.Open("/account/activity?page=2")).Location);

        Assert.Equal("/account/activity?page=2", await LedTo(grace, server.People.Grace));
        Assert.False(grace.Cookies.ContainsKey("tfa_wanted"));
    }

    [Fact]
    public async Task Who_asked_for_the_prompt_without_a_password_wanted_their_account()
    {
        await using var server = await TestServer.Start();
        var grace = server.Browser();

        Assert.Equal("/sign-in", (await grace.Open("/sign-in/code")).Location);

        Assert.Equal("/account", await LedTo(grace, server.People.Grace));
    }

    [Fact]
    public async Task After_signing_out_nobody_is_led_to_the_page_of_the_one_before()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(server.People.Grace);
        await browser.Copy().Open("/account/activity");
        await browser.Submit(await browser.Open(PagePaths.Security), PagePaths.SignOut);

        Assert.Equal("/account", await LedTo(browser, server.People.Barbara));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    public async Task A_page_wanted_elsewhere_is_none_of_ours(string planted)
    {
        await using var server = await TestServer.Start();
        var grace = server.Browser();
        var door = await grace.Open("/sign-in");
        grace.Headers["Cookie"] = string.Join(
            "; ", grace.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}").Append($"tfa_wanted={Uri.EscapeDataString(planted)}"));
        var led = await grace.Submit(door, "/sign-in", ("name", server.People.Ada.Email), ("password", TestPerson.Password));

        Assert.Equal("/", led.Location);
    }

    private static PageVisitor FromElsewhere(PageVisitor visitor)
    {
        (visitor.Headers["Sec-Fetch-Site"], visitor.Headers["Sec-Fetch-Mode"], visitor.Headers["Sec-Fetch-Dest"]) =
            ("cross-site", "navigate", "document");
        return visitor;
    }

    private static async Task<string?> LedTo(PageVisitor visitor, TestPerson person)
    {
        var led = await visitor.Submit(
            await visitor.Open("/sign-in"), "/sign-in", ("name", person.Email), ("password", TestPerson.Password));
        if (person.App is null || led.Location is "/account") return led.Location;

        return (await visitor.Submit(await visitor.Follow(led), "/sign-in/code", ("code", person.Phone.NextCode()))).Location;
    }
}
