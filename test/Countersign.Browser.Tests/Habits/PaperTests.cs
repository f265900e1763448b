using Countersign.Browser.Tests.Driving;
using Countersign.Browser.Tests.Scenery;
using Countersign.Server.Pages;
using Microsoft.Playwright;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>Recovery codes and keys on their way off the screen: copied, downloaded, printed.</summary>
public sealed class PaperTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task The_setup_key_is_copied_without_its_spaces()
    {
        var ada = await Visit();
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);
        await ada.ChooseApp();
        await ada.Unfold();

        var copied = await Copy(ada);

        Assert.Equal((await ada.Page.Locator("#key").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal), copied);
        Assert.Equal("Copied", await ada.Page.Locator("button[data-copy]").TextContentAsync());
    }

    [Fact]
    public async Task Recovery_codes_are_copied_a_line_each()
    {
        var grace = await SeeFreshCodes();

        Assert.Equal(await CodesOf(grace), (await Copy(grace)).Split('\n'));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Recovery_codes_are_downloaded_as_a_file_that_says_whose_they_are(bool withScripts)
    {
        var grace = await SeeFreshCodes(new(HasScripts: withScripts));
        var shown = await CodesOf(grace);

        var download = await grace.Page.RunAndWaitForDownloadAsync(
            () => grace.Page.Locator("form[action$='/download'] button").ClickAsync());

        Assert.Equal("recovery-codes.txt", download.SuggestedFilename);
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(shown, text.Split('\n').Where(shown.Contains));
        Assert.Contains(People.Grace.Email, text, StringComparison.Ordinal);
        Assert.Equal(shown, await CodesOf(grace));
    }

    [Fact]
    [Trait("Part", "Scenes")]
    public async Task Paper_gets_the_codes_with_their_owner_and_nothing_to_click_on()
    {
        var grace = await SeeFreshCodes();

        await grace.Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });

        Assert.All(await grace.Page.Locator(".codes li").AllAsync(), code => Assert.True(code.IsVisibleAsync().GetAwaiter().GetResult()));
        Assert.Contains(People.Grace.Email, await grace.Text, StringComparison.Ordinal);
        Assert.Equal(0, await grace.Page.Locator("button:visible, nav:visible, input:visible").CountAsync());
        Assert.Equal("rgb(255, 255, 255)", await grace.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        await Gallery.TakeSheet("codes-on-paper", grace.Page);
    }

    [Fact]
    public async Task The_print_button_opens_the_browsers_own_print()
    {
        var grace = await Visit();
        await grace.Page.AddInitScriptAsync("window.print = () => { window.printed = true; };");
        await MakeCodes(grace);

        await grace.Page.Locator("button[data-print]").ClickAsync();

        Assert.True(await grace.Page.EvaluateAsync<bool>("window.printed"));
    }

    private async Task<Visitor> SeeFreshCodes(Look? look = null)
    {
        var grace = await Visit(look);
        await MakeCodes(grace);
        return grace;
    }

    private async Task MakeCodes(Visitor grace)
    {
        await grace.SignIn(People.Grace);
        await grace.Open(PagePaths.Codes);
        await grace.GiveCode(People.Grace.Phone.NextCode());
    }

    private static async Task<IReadOnlyList<string>> CodesOf(Visitor visitor) =>
        await visitor.Page.Locator(".codes li").AllTextContentsAsync();

    private async Task<string> Copy(Visitor visitor)
    {
        await visitor.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"], new() { Origin = Server.Url });
        await visitor.Page.Locator("button[data-copy]").ClickAsync();
        return await visitor.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
    }
}
