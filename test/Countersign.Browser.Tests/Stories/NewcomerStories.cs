using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Mary has never seen this service.</summary>
public sealed class NewcomerStories(Chromium chromium) : Story(chromium)
{
    private const string Address = "mary@example.org";

    // "Under two minutes" as a machine can keep it: so many pages lie between "off" and "on".
    private const int FewPages = 5;

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Mary_signs_up_turns_2fa_on_by_scanning_a_code_and_signs_in_with_her_app(Scripts scripts)
    {
        var mary = await Somebody(scripts);
        await Join(mary);
        await mary.Finds("Two-factor authentication is off");
        await mary.Reads("Whoever knows your password can sign in as you.", "Turning it on takes about two minutes.");

        await mary.Follow("Turn it on");
        await mary.Finds("First, confirm it is you");
        await mary.Reads("Enter the 6-digit code that we sent to your confirmed address m•••@example.org.");
        await mary.GiveCode(await mary.CodeTo(Address));
        await mary.Finds("How do you want to get codes?");
        await mary.Follow("Authenticator app");
        var phone = await mary.Scan();
        await mary.Press("Cannot scan?");
        Assert.Equal(phone.Code(), (await mary.ReadSetupKey()).Code());
        await mary.Activate(phone.WrongCode(), "Pixel");
        await mary.Reads("That is not the code the app should show now.");
        await mary.Activate(phone.NextCode(), "Pixel");
        await mary.Finds("Recovery codes");
        Assert.Equal(10, await mary.Page.Locator("ol.codes li").CountAsync());
        Assert.Equal(scripts is Scripts.On, await mary.Page.GetByText("Print", new() { Exact = true }).IsVisibleAsync());
        await mary.KeepCodes();
        await mary.Finds("Two-factor authentication is on");
        await mary.Reads("Add a second method, so that a lost phone does not lock you out.");

        await mary.Follow("Sign out");
        await mary.IsTold("You are signed out.");
        await mary.SignInAs("mary");
        await mary.Reads("Enter the 6-digit code from “Pixel”.");
        await mary.IsOut();
        await mary.Open(PagePaths.Prompt);
        await mary.GiveCode($" {phone.NextCode().Insert(3, " ")} ");
        await mary.Finds("Your methods");
        await mary.Reads("Pixel asked first", "You have 10 recovery codes left.");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Only_the_button_behind_the_link_confirms_the_address_and_opening_it_twice_harms_nothing(Scripts scripts)
    {
        var mary = await Somebody(scripts);
        await mary.SignUp(Address, "mary");
        await mary.Finds("Check your e-mail");
        await mary.OpenLinkTo(Address);
        var link = mary.Page.Url;

        await mary.SignInAs("mary");
        await mary.Reads("The name or the password is wrong.", "If you have just signed up, first open the link in our e-mail.");
        await mary.Page.GotoAsync(link);
        await mary.Page.GotoAsync(link);
        await mary.Reads(Address);
        await mary.Submit();
        await mary.IsTold("Your e-mail address is confirmed. Sign in to go on.");
        await mary.SignInAs("mary");
        await mary.Reads("Turn it on");

        await mary.Page.GotoAsync(link);
        await mary.IsTold("Your e-mail address is confirmed.");
        await mary.Reads("Turn it on");
        await mary.Follow("Sign out");
        await mary.Page.GotoAsync(link);
        await mary.DoesNotRead("Confirm address");
        await mary.IsTold(
            "That link does not work any more. If you opened it before, your address may be confirmed already: just sign in.");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Few_pages_lie_between_off_and_on(Scripts scripts)
    {
        var mary = await Somebody(scripts);
        await Join(mary);
        var pages = new List<string>();
        mary.Page.Response += (_, answer) =>
        {
            if (answer.Request.IsNavigationRequest && answer.Ok) pages.Add(answer.Url);
        };

        await mary.Submit();
        await mary.GiveCode(await mary.CodeTo(Address));
        await mary.Send(PagePaths.AddApp);
        await mary.Activate((await mary.ReadSetupKey()).NextCode());
        await mary.KeepCodes();

        await mary.Finds("Two-factor authentication is on");
        Assert.InRange(pages.Count, 1, FewPages);
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Whoever_takes_a_name_or_password_that_cannot_be_is_told_why_and_loses_nothing_typed(Scripts scripts)
    {
        var mary = await Somebody(scripts);
        await mary.SignUp(Address, "ada");
        await mary.Reads("That user name is taken. Choose another one.");
        Assert.Equal(Address, await mary.Page.Locator("[name=email]").InputValueAsync());

        await mary.Fill("username", "mary");
        await mary.Fill("password", "password");
        await mary.Submit();
        await mary.Reads("That is one of the most common passwords");
        await mary.Fill("password", "a few words that do not rhyme");
        await mary.Submit();
        await mary.Finds("Check your e-mail");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Whoever_fills_in_everything_wrong_is_told_all_of_it_at_once(Scripts scripts)
    {
        var mary = await Somebody(scripts);
        await mary.SignUp("mary at example.org", "ada", "password");
        await mary.Reads(
            "That isn't a valid e-mail address.", "That user name is taken. Choose another one.", "That is one of the most common passwords");
    }

    [Fact]
    public async Task A_password_can_be_looked_at_and_is_sent_as_a_password()
    {
        var mary = await Somebody(Scripts.On);
        await mary.Open(PagePaths.SignIn);
        await mary.Fill("password", "quite a sesame");
        await mary.Press("Show password");
        Assert.Equal("text", await TypeOfPassword(mary));
        await mary.Press("Hide password");
        Assert.Equal("password", await TypeOfPassword(mary));
        Assert.Equal("quite a sesame", await mary.Page.Locator("[name=password]").InputValueAsync());

        var without = await Somebody(Scripts.Off);
        await without.Open(PagePaths.SignIn);
        Assert.False(await without.Page.GetByText("Show password").IsVisibleAsync());
    }

    private static Task<string?> TypeOfPassword(Visitor mary) => mary.Page.Locator("[name=password]").GetAttributeAsync("type");

    private static async Task Join(Visitor mary)
    {
        await mary.Open("/");
        await mary.Follow("Create one");
        await mary.SignUp(Address, "mary");
        await mary.ConfirmAddress(Address);
        await mary.IsTold("Your e-mail address is confirmed. Sign in to go on.");
        await mary.SignInAs("mary");
        await mary.Finds("Security");
    }
}
