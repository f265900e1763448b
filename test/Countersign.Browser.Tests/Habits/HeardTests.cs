using System.Globalization;
using Countersign.Browser.Tests.Driving;
using Countersign.Core;
using Countersign.Server.Pages;
using Microsoft.Playwright;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>
/// A person who hears the page. A screen reader says its title, then the field with the cursor and what describes it; what stands above is
/// passed by.
/// </summary>
public sealed class HeardTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task The_prompt_says_which_code_it_wants_where_the_cursor_is()
    {
        var grace = await Visit();
        await grace.GivePassword(People.Grace);

        Assert.Equal("Confirm it is you · Countersign", await grace.Page.TitleAsync());
        await Hears(grace, "Code", "Enter the 6-digit code from your authenticator app.");

        await grace.Open($"{PagePaths.Prompt}?way=recovery");
        await Hears(grace, "Recovery code", "Enter one of your recovery codes, twelve letters and digits. Each works once.");
        Assert.Equal("off", await grace.Page.GetAttributeAsync("[name=code]", "autocomplete"));
    }

    [Fact]
    public async Task A_wrong_code_is_heard_in_the_title_and_with_the_field()
    {
        var grace = await Visit();
        await grace.GivePassword(People.Grace);

        await grace.GiveCode(People.Grace.Phone.WrongCode());

        Assert.Equal("Error: Confirm it is you · Countersign", await grace.Page.TitleAsync());
        await Hears(grace, "Code", "That code is not right. Check it and try again. Enter the 6-digit code from your authenticator app.");
        Assert.Equal("true", await grace.Page.GetAttributeAsync("[name=code]", "aria-invalid"));
    }

    [Fact]
    public async Task A_wrong_password_is_heard_in_the_title_and_with_the_field()
    {
        var grace = await Visit(new(Language: Language.German));

        await grace.GivePassword(People.Grace, "not-her-password");

        Assert.Equal("Fehler: Anmelden · Countersign", await grace.Page.TitleAsync());
        await Hears(
            grace, "Passwort",
            "Name oder Passwort stimmt nicht. Prüfen Sie beides und versuchen Sie es noch einmal. Wenn Sie gerade ein Konto angelegt haben, " +
            "öffnen Sie zuerst den Link in unserer E-Mail.");
    }

    [Fact]
    public async Task A_wrong_code_for_a_change_is_heard_there()
    {
        var grace = await Visit();
        await grace.SignIn(People.Grace);
        await grace.Open(PagePaths.Codes);

        await grace.GiveCode(People.Grace.Phone.WrongCode());

        Assert.StartsWith("Error: ", await grace.Page.TitleAsync(), StringComparison.Ordinal);
        await Hears(grace, "Code", "That code is not right. Check it and try again. Enter the 6-digit code from your authenticator app.");
    }

    [Fact]
    public async Task Good_news_is_no_error()
    {
        var grace = await Visit();
        await grace.SignIn(People.Grace);
        await grace.Send(PagePaths.SignOut);

        Assert.Equal("Sign in · Countersign", await grace.Page.TitleAsync());
    }

    [Fact]
    public async Task A_time_is_written_as_the_language_of_the_page_does_and_not_as_the_browser_would()
    {
        var grace = await Visit(new(Language: Language.German));
        await grace.Open(PagePaths.SignIn);
        await grace.Leave(() => grace.Page.Locator("footer button[lang=en]").ClickAsync());
        await grace.SignIn(People.Grace);
        await grace.Open(PagePaths.Activity);

        var time = grace.Page.Locator("main time").First;
        var at = DateTimeOffset.Parse((await time.GetAttributeAsync("datetime"))!, CultureInfo.InvariantCulture);

        Assert.Equal(at.ToString("d MMM yyyy, HH:mm", CultureInfo.GetCultureInfo("en-GB")), await time.TextContentAsync());
    }

    private static async Task Hears(Visitor visitor, string name, string description)
    {
        var focused = visitor.Page.Locator("input:focus");
        await Assertions.Expect(focused).ToHaveAccessibleNameAsync(name);
        await Assertions.Expect(focused).ToHaveAccessibleDescriptionAsync(description);
    }
}
