using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Countersign.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Somebody else was in Grace's account, or may have been.</summary>
public sealed class AlarmStories(Chromium chromium) : Story(chromium)
{
    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task What_was_not_her_is_stopped_and_a_new_password_by_mail_lifts_it(Scripts scripts)
    {
        var (grace, stranger) = (await Somebody(scripts), await Somebody(scripts));
        await stranger.SignIn(People.Grace);
        await grace.SignIn(People.Grace);
        await grace.Follow("Activity");
        await grace.Reads("Signed in (authenticator app)", "127.0.0.1");
        await grace.Follow("This wasn't me");
        await grace.Reads(
            "All other sessions end at once, remembered browsers are forgotten, and for seven days nobody can change the password, a " +
            "second factor or an API key.");
        await stranger.IsIn();

        await grace.Follow("Stop it now");
        await grace.IsTold("Done. Your password, second factors and API keys cannot be changed now, and all other sessions are ended.");
        await grace.Finds("What to do now");
        await grace.Reads("Set a new password by e-mail", "Delete API keys you do not know");
        await stranger.IsOut();

        await stranger.SignIn(People.Grace);
        await stranger.Reads("You said that something was not you: your password, second factors and API keys cannot be changed until");
        await stranger.DoesNotRead("Add a method");
        await stranger.DoesNotRead("Make new recovery codes");
        foreach (var path in (string[])[PagePaths.Add, PagePaths.Codes])
        {
            await stranger.Open(path);
            await stranger.IsTold("Your password, second factors and API keys cannot be changed now, because you said that something was not you.");
        }

        await ResetByMail(grace, People.Grace);
        await grace.GivePassword(People.Grace, "quite another sesame");
        await grace.GiveCode(People.Grace.Phone.NextCode());
        await grace.IsIn();
        await grace.DoesNotRead("You said that something was not you");
        await grace.Send(PagePaths.AddStart);
        await grace.GiveCode(People.Grace.Phone.NextCode());
        await grace.Finds("How do you want to get codes?");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Grace_sees_where_she_is_signed_in_and_ends_one_place_or_all(Scripts scripts)
    {
        var (grace, second, third) = (await Somebody(scripts), await Somebody(scripts), await Somebody(scripts));
        foreach (var place in (Visitor[])[second, third, grace]) await place.SignIn(People.Grace);
        await grace.Open(PagePaths.Security);
        await grace.Reads("Chrome on Linux this one");

        await grace.Leave(() =>
            grace.Page.GetByRole(AriaRole.Button, new() { Name = "End Chrome on Linux, 127.0.0.1", Exact = true }).First.ClickAsync());
        await grace.IsTold("The session is ended.");
        Assert.Single(await Inside(second, third));
        await grace.Follow("Sign out everywhere else");
        await grace.IsTold("All other sessions are ended, and every remembered browser is forgotten.");
        Assert.Empty(await Inside(second, third));
        await grace.IsIn();
    }

    private static async Task ResetByMail(Visitor visitor, TestPerson person)
    {
        await visitor.Open(PagePaths.Forgot);
        await visitor.Fill("email", person.Email);
        await visitor.Submit();
        await visitor.OpenLinkTo(person.Email, PagePaths.Reset);
        await visitor.Fill("password", "quite another sesame");
        await visitor.Submit();
    }

    private static async Task<IReadOnlyList<Visitor>> Inside(params Visitor[] visitors)
    {
        var inside = new List<Visitor>();
        foreach (var visitor in visitors)
        {
            await visitor.Open(PagePaths.Security);
            if (visitor.Path == PagePaths.Security) inside.Add(visitor);
        }

        return inside;
    }
}
