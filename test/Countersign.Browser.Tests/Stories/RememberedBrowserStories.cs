using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Countersign.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Browsers that are remembered, so that they need no code for a month.</summary>
public sealed class RememberedBrowserStories(Chromium chromium) : Story(chromium)
{
    private const string Cookie = "tfa_browser";

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task A_remembered_browser_needs_no_code_until_its_thirty_days_are_over(Scripts scripts)
    {
        var grace = await Somebody(scripts);
        await SignInRemembered(grace, People.Grace);
        await grace.Reads("Remembered browsers", "remembered until");

        await grace.Follow("Sign out");
        Server.Clock.Advance(TimeSpan.FromDays(29));
        await grace.GivePassword(People.Grace);
        await grace.Finds("Your methods");

        await grace.Follow("Sign out");
        Server.Clock.Advance(TimeSpan.FromDays(31));
        await grace.GivePassword(People.Grace);
        await grace.Reads("Enter the 6-digit code from your authenticator app.");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task A_browser_that_is_forgotten_needs_a_code_again(Scripts scripts)
    {
        var grace = await Somebody(scripts);
        await SignInRemembered(grace, People.Grace);
        await grace.Follow("Forget");
        await grace.IsTold("The browser is forgotten. It needs a code at the next sign-in.");
        await grace.Reads("None. Every sign-in asks for a code.");

        await grace.Follow("Sign out");
        await grace.GivePassword(People.Grace);
        await grace.Reads("Enter the 6-digit code from your authenticator app.");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task A_copy_of_a_remembered_browser_lets_nobody_in_and_ends_the_original(Scripts scripts)
    {
        var (grace, thief) = (await Somebody(scripts), await Somebody(scripts));
        await SignInRemembered(grace, People.Grace);
        var copy = (await grace.Page.Context.CookiesAsync()).Single(cookie => cookie.Name == Cookie);
        await grace.Follow("Sign out");
        await grace.GivePassword(People.Grace);
        await grace.IsIn();
        Server.Clock.Advance(TimeSpan.FromMinutes(1));

        await thief.Page.Context.AddCookiesAsync([new Cookie { Name = copy.Name, Value = copy.Value, Url = Server.Url }]);
        await thief.GivePassword(People.Grace);
        await thief.Finds("Confirm it is you");
        await thief.IsOut();

        await grace.Open(PagePaths.Activity);
        await grace.Reads("A copy of a remembered browser came; it was refused look at this");
        await grace.Follow("Sign out");
        await grace.GivePassword(People.Grace);
        await grace.Reads("Enter the 6-digit code from your authenticator app.");
    }

    private static async Task SignInRemembered(Visitor visitor, TestPerson person)
    {
        await visitor.GivePassword(person);
        await visitor.Page.GetByLabel("Remember this browser for 30 days").CheckAsync();
        await visitor.GiveCode(person.Phone.NextCode());
    }
}
