using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>Going back, loading again, and clicking twice: nothing happens twice, and nothing is seen that is over.</summary>
public sealed class BackButtonTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task Back_from_the_account_does_not_ask_for_the_password_again()
    {
        var grace = await Visit();
        await grace.SignIn(People.Grace);

        await grace.Page.GoBackAsync();

        Assert.Equal(PagePaths.Security, grace.Path);
    }

    [Fact]
    public async Task Back_after_signing_out_shows_nothing_of_the_account()
    {
        var grace = await Visit();
        await grace.SignIn(People.Grace);
        await grace.Open(PagePaths.Activity);
        await grace.Send(PagePaths.SignOut);

        await grace.Page.GoBackAsync();

        Assert.Equal(PagePaths.SignIn, grace.Path);
        Assert.DoesNotContain("Signed in", await grace.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Back_after_the_wizard_adds_nothing_twice()
    {
        var ada = await Visit();
        await AddApp(ada);
        await ada.KeepCodes();

        await ada.Leave(() => ada.Page.EvaluateAsync("history.go(-2)"));

        Assert.Equal(PagePaths.AddProve, ada.Path);
        await ada.Open(PagePaths.Security);
        Assert.Equal(1, await ada.Page.Locator("main h3", new() { HasText = "Pixel" }).CountAsync());
        Assert.Contains("You have 10 recovery codes left.", await ada.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recovery_codes_are_not_seen_again_by_going_back_and_the_page_says_why()
    {
        var ada = await Visit();
        await AddApp(ada);
        await ada.KeepCodes();
        var posts = PostsOf(ada);

        await ada.Page.GoBackAsync();

        Assert.Equal(PagePaths.Codes, ada.Path);
        Assert.Contains("Recovery codes are shown only once.", await ada.Text, StringComparison.Ordinal);
        Assert.Equal(0, await ada.Page.Locator(".codes").CountAsync());
        Assert.Empty(posts);
    }

    [Fact]
    public async Task Recovery_codes_that_nobody_kept_are_not_left_without_a_question()
    {
        var ada = await Visit();
        await AddApp(ada);
        await ada.Page.Locator("h1").ClickAsync();
        var asked = new TaskCompletionSource<string>();
        ada.Page.Dialog += async (_, dialog) =>
        {
            await dialog.DismissAsync();
            asked.TrySetResult(dialog.Type);
        };

        await ada.Page.EvaluateAsync("setTimeout(() => location.reload())");

        Assert.Equal("beforeunload", await asked.Task.WaitAsync(Visitor.Patience, TestContext.Current.CancellationToken));
        Assert.Equal(10, await ada.Page.Locator(".codes li").CountAsync());
    }

    [Fact]
    public async Task What_was_done_is_said_once_and_not_again_by_loading_again()
    {
        var grace = await Visit();
        await grace.GivePassword(People.Grace);
        await grace.Open($"{PagePaths.Prompt}?way=recovery");
        await grace.GiveCode("AAAA-BBBB-CCCC");
        Assert.Contains("That recovery code is not valid.", await grace.Text, StringComparison.Ordinal);

        await grace.Page.ReloadAsync();

        Assert.DoesNotContain("not valid", await grace.Text, StringComparison.Ordinal);
        Assert.Contains("Enter one of your recovery codes", await grace.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loading_a_refused_sign_in_again_sends_no_password_again()
    {
        var grace = await Visit();
        await grace.GivePassword(People.Grace, "not-her-password");
        var posts = PostsOf(grace);

        await grace.Page.ReloadAsync();

        Assert.Equal(PagePaths.SignIn, grace.Path);
        Assert.DoesNotContain("is wrong", await grace.Text, StringComparison.Ordinal);
        await grace.SignIn(People.Grace);
        posts.Clear();
        await grace.Page.EvaluateAsync("history.go(-2)");
        await grace.Page.WaitForURLAsync($"**{PagePaths.Security}");
        Assert.Empty(posts);
    }

    [Fact]
    public async Task Loading_a_refused_code_again_sends_no_code_again_and_keeps_the_step()
    {
        var ada = await Visit();
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);
        var phone = await ada.ChooseApp();
        await ada.Activate(phone.WrongCode(), "Pixel");
        var posts = PostsOf(ada);

        await ada.Page.ReloadAsync();

        Assert.Equal(PagePaths.AddApp, ada.Path);
        Assert.Equal(phone.NextCode(), (await ada.ReadSetupKey()).NextCode());
        Assert.Empty(posts);
    }

    [Fact]
    public async Task A_link_whose_form_was_refused_is_still_there_after_loading_again_and_in_the_other_language()
    {
        var grace = await Visit();
        await grace.Open(PagePaths.Forgot);
        await grace.Fill("email", People.Grace.Email);
        await grace.Submit();
        await grace.OpenLinkTo(People.Grace.Email);
        await grace.Fill("password", "password");
        await grace.Submit();

        await grace.Leave(() => grace.Page.Locator("footer button[lang=de]").ClickAsync());
        await grace.Page.ReloadAsync();

        Assert.Contains("Neues Passwort wählen", await grace.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_scripts_sending_the_last_form_again_adds_and_counts_nothing_twice()
    {
        var ada = await Visit(Look.WithoutScripts);
        await AddApp(ada);

        await ada.Page.ReloadAsync();

        Assert.Equal(0, await ada.Page.Locator(".codes").CountAsync());
        await ada.Open(PagePaths.Security);
        Assert.Contains("You have 10 recovery codes left.", await ada.Text, StringComparison.Ordinal);
        await ada.Unfold();
        Assert.Equal(1, await ada.Page.Locator("form[action$='/rename']").CountAsync());
    }

    [Fact]
    public async Task Loading_a_changed_page_again_changes_nothing()
    {
        var grace = await Visit();
        await grace.SignIn(People.Grace);
        await grace.Unfold();
        await grace.Page.Locator("[name=label]").FillAsync("Pixel");
        await grace.Leave(() => grace.Page.Locator("form[action$='/rename'] button").ClickAsync());

        await grace.Page.ReloadAsync();

        Assert.Contains("Pixel", await grace.Text, StringComparison.Ordinal);
        await grace.Open(PagePaths.Activity);
        Assert.Equal(1, await grace.Page.Locator("main h2", new() { HasText = "Method renamed" }).CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_double_click_signs_in_once(bool withScripts)
    {
        var grace = await Visit(new(HasScripts: withScripts));
        await grace.GivePassword(People.Grace);
        await grace.Fill("code", People.Grace.Phone.NextCode());

        await grace.Leave(() => grace.Page.Locator("main button.primary").DblClickAsync());

        await grace.Open(PagePaths.Security);
        Assert.Equal(PagePaths.Security, grace.Path);
        await grace.Open(PagePaths.Activity);
        Assert.Equal(1, await grace.Page.Locator("main h2", new() { HasText = "Signed in (authenticator app)" }).CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_double_click_adds_one_method_and_nobody_is_told_that_there_is_none(bool withScripts)
    {
        var ada = await Visit(new(HasScripts: withScripts));
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);
        await ada.Fill("code", (await ada.ChooseApp()).NextCode());

        await ada.Leave(() => ada.Page.Locator("main button.primary").DblClickAsync());

        Assert.DoesNotContain("nothing was changed", await ada.Text, StringComparison.OrdinalIgnoreCase);
        await ada.Open(PagePaths.Security);
        Assert.Equal(1, await ada.Page.Locator("main form[action$='/rename']").CountAsync());
        Assert.Contains("You have 10 recovery codes left.", await ada.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_double_click_makes_one_key()
    {
        var grace = await Visit();
        await grace.SignIn(People.Grace);
        await grace.Open(PagePaths.ApiKeys);
        await grace.Fill("name", "backup script");

        await grace.Leave(() => grace.Page.Locator("main button.primary").DblClickAsync());

        Assert.Equal(1, await grace.Page.Locator("main h3", new() { HasText = "backup script" }).CountAsync());
    }

    private static List<string> PostsOf(Visitor visitor)
    {
        var posts = new List<string>();
        visitor.Page.Request += (_, request) =>
        {
            if (request.Method == "POST") posts.Add(request.Url);
        };
        return posts;
    }

    private async Task AddApp(Visitor ada)
    {
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);
        await ada.Activate((await ada.ChooseApp()).NextCode(), "Pixel");
    }
}
