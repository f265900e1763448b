using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>Everything with a keyboard alone.</summary>
public sealed class KeyboardTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task Two_factor_authentication_is_turned_on_without_a_mouse()
    {
        var ada = await Visit();
        await SignIn(ada);
        await ada.TabAndPress($"form[action='{PagePaths.AddStart}'] button", "Space");
        await ada.TypeAndEnter("code", await ada.CodeTo(People.Ada.Email));
        await ada.TabAndPress("button.choice", "Space");
        await ada.TabTo("main summary");
        await ada.Page.Keyboard.PressAsync("Enter");
        var phone = await ada.ReadSetupKey();
        await ada.TabTo("button[data-copy]");
        await ada.TabTo("[name=code]");
        await ada.TypeInto("code", phone.NextCode());
        await ada.TabTo("[name=label]");
        await ada.TypeAndEnter("label", "Pixel");
        foreach (var button in (string[])["form[action$='/download'] button", "button[data-copy]", "button[data-print]"])
            await ada.TabTo(button);
        await ada.TabTo("[name=kept]");
        await ada.Page.Keyboard.PressAsync("Space");
        await ada.TabAndPress("main button.primary");
        Assert.Equal(PagePaths.AddDone, ada.Path);

        await ada.TabAndPress("main a.button");

        Assert.Contains("Pixel", await ada.Text, StringComparison.Ordinal);
        await Rename(ada);
        await ada.TabAndPress(".signout button");
        Assert.Equal(PagePaths.SignIn, ada.Path);
    }

    [Fact]
    public async Task Another_way_is_chosen_without_a_mouse()
    {
        var barbara = await Visit();
        await barbara.GivePassword(People.Barbara);

        await barbara.TabTo("[name=remember]");
        await barbara.TabTo("main button.primary");
        await barbara.TabTo(".ways summary");
        await barbara.Page.Keyboard.PressAsync("Space");
        await barbara.TabAndPress("a.way[href$=recovery]");
        await barbara.TypeAndEnter("code", People.Barbara.BackupCodes[0]);

        Assert.Equal(PagePaths.Recovered, barbara.Path);
    }

    [Fact]
    public async Task The_first_tab_skips_the_navigation()
    {
        var grace = await Visit();
        await grace.SignIn(People.Grace);

        await grace.TabTo("a.skip");
        await grace.Page.Keyboard.PressAsync("Enter");
        await grace.Page.Keyboard.PressAsync("Tab");

        Assert.True(await grace.Page.EvaluateAsync<bool>("document.querySelector('main').contains(document.activeElement)"));
    }

    [Fact]
    public async Task After_a_mistake_the_focus_is_where_it_was_made()
    {
        var visitor = await Visit();
        await visitor.SignUp("mary@example.org", "ada");
        await visitor.SeeCursorIn("username");

        await visitor.GivePassword(People.Grace, "not-her-password");
        await visitor.SeeCursorIn("password");

        await visitor.GivePassword(People.Grace);
        await visitor.GiveCode(People.Grace.Phone.WrongCode());
        await visitor.SeeCursorIn("code");
    }

    private async Task SignIn(Visitor visitor)
    {
        await visitor.Open(PagePaths.SignIn);
        await visitor.TypeInto("name", People.Ada.Email);
        await visitor.TabTo("[name=password]");
        await visitor.TypeAndEnter("password", TestPerson.Password);
        Assert.Equal(PagePaths.Security, visitor.Path);
    }

    private static async Task Rename(Visitor visitor)
    {
        await visitor.TabTo(".rows summary");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.TabTo("[name=label]");
        await visitor.Page.Keyboard.PressAsync("Control+A");
        await visitor.TypeAndEnter("label", "Old Pixel");
        Assert.Contains("Old Pixel", await visitor.Text, StringComparison.Ordinal);
    }
}
