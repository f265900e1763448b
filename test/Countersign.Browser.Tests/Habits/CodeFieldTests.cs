using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>The field that takes a code: what is pasted into it, and what fills it in by itself.</summary>
public sealed class CodeFieldTests(Chromium chromium) : BrowserTest(chromium)
{
    private static readonly string[] Clipboard = ["clipboard-read", "clipboard-write"];

    [Theory]
    [InlineData("123 456", "123456")]
    [InlineData("012-345", "012345")]
    [InlineData(" Your code: 000 001. ", "000001")]
    public async Task A_pasted_code_loses_its_spaces_and_keeps_its_zeros(string pasted, string expected)
    {
        var grace = await Visit();
        await grace.GivePassword(People.Grace);

        await Paste(grace, pasted);

        Assert.Equal(expected, await grace.Page.Locator("[name=code]").InputValueAsync());
    }

    [Fact]
    public async Task Without_scripts_a_code_with_a_space_in_it_is_good_too()
    {
        var grace = await Visit(Look.WithoutScripts);
        await grace.GivePassword(People.Grace);

        await grace.GiveCode(People.Grace.Phone.NextCode().Insert(3, " "));

        Assert.Equal(PagePaths.Security, grace.Path);
    }

    [Fact]
    public async Task A_recovery_code_may_be_typed_in_any_dress()
    {
        var grace = await Visit();
        await grace.GivePassword(People.Grace);
        await grace.Open($"{PagePaths.Prompt}?way=recovery");

        await Paste(grace, $" {People.Grace.BackupCodes[0].Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant()}\n");
        await grace.Submit();

        Assert.Equal(PagePaths.Recovered, grace.Path);
    }

    [Fact]
    public async Task A_text_message_fills_in_its_code_and_the_person_sends_it()
    {
        var linus = await Visit();
        await linus.Page.AddInitScriptAsync(
            """
            window.OTPCredential = class {};
            navigator.credentials.get = (asked) => new Promise((arrive) => { window.askedFor = asked; window.arrive = (code) => arrive({ code }); });
            """);
        await linus.GivePassword(People.Linus);
        var code = await linus.CodeTo(People.Linus.Number!);

        await linus.Page.EvaluateAsync("(code) => arrive(code)", code);

        Assert.Equal(["sms"], await linus.Page.EvaluateAsync<string[]>("askedFor.otp.transport"));
        await linus.Page.WaitForFunctionAsync("document.querySelector('[name=code]').value !== ''");
        Assert.Equal(code, await linus.Page.Locator("[name=code]").InputValueAsync());
        Assert.Equal(PagePaths.Prompt, linus.Path);
        await linus.Submit();
        Assert.Equal(PagePaths.Security, linus.Path);
    }

    [Fact]
    public async Task What_was_typed_already_is_not_overwritten_by_a_message()
    {
        var linus = await Visit();
        await linus.Page.AddInitScriptAsync(
            "window.OTPCredential = class {}; navigator.credentials.get = () => new Promise((arrive) => { window.arrive = arrive; });");
        await linus.GivePassword(People.Linus);
        await linus.Fill("code", "12");

        await linus.Page.EvaluateAsync("arrive({ code: '654321' })");
        await linus.Page.EvaluateAsync("new Promise((done) => setTimeout(done))");

        Assert.Equal("12", await linus.Page.Locator("[name=code]").InputValueAsync());
    }

    private async Task Paste(Visitor visitor, string text)
    {
        await visitor.Page.Context.GrantPermissionsAsync(Clipboard, new() { Origin = Server.Url });
        await visitor.Page.EvaluateAsync("(text) => navigator.clipboard.writeText(text)", text);
        await visitor.Page.Locator("[name=code]").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Control+V");
    }
}
