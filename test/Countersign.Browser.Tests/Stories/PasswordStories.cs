using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Passwords that are forgotten or known to somebody else.</summary>
public sealed class PasswordStories(Chromium chromium) : Story(chromium)
{
    private const string NewPassword = "quite another sesame";

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Grace_forgets_her_password_and_a_new_one_leaves_2fa_on_and_signs_nobody_in(Scripts scripts)
    {
        var (grace, elsewhere) = (await Somebody(scripts), await Somebody(scripts));
        await elsewhere.SignIn(People.Grace);
        await grace.Open(PagePaths.SignIn);
        await grace.Follow("Forgot your password?");
        await grace.Fill("email", People.Grace.Email);
        await grace.Submit();
        await grace.Reads("If there is an account with that address, an e-mail with a link is on its way.");

        await grace.OpenLinkTo(People.Grace.Email);
        await grace.Page.ReloadAsync();
        await elsewhere.IsIn();
        await grace.Reads("Where two-factor authentication is on, it stays on: you need it to sign in afterwards, as always.");
        var link = grace.Page.Url;
        await ChooseNew(grace, "password");
        await grace.Reads("That is one of the most common passwords");
        await ChooseNew(grace, NewPassword);
        await grace.IsTold("Your new password is set. Sign in with it.");
        await elsewhere.IsOut();
        await grace.IsOut();

        await grace.GivePassword(People.Grace, TestPerson.Password);
        await grace.IsTold("The name or the password is wrong.");
        await grace.GivePassword(People.Grace, NewPassword);
        await grace.Reads("Enter the 6-digit code from your authenticator app.");
        await grace.GiveCode(People.Grace.Phone.NextCode());
        await grace.IsIn();

        await grace.Page.GotoAsync(link);
        await grace.Finds("This link does not work any more");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Nobody_learns_by_asking_whether_an_address_has_an_account(Scripts scripts)
    {
        var stranger = await Somebody(scripts);
        var words = new List<string>();
        foreach (var address in (string[])[People.Grace.Email, "nobody@example.org"])
        {
            await stranger.Open(PagePaths.Forgot);
            await stranger.Fill("email", address);
            await stranger.Submit();
            words.Add(await stranger.Words());
        }

        Assert.Equal(words[0], words[1]);
        await stranger.SignUp(People.Grace.Email, "graceful");
        await stranger.Finds("Check your e-mail");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Grace_changes_her_password_and_every_other_place_is_signed_out(Scripts scripts)
    {
        var (grace, elsewhere) = (await Somebody(scripts), await Somebody(scripts));
        await elsewhere.SignIn(People.Grace);
        await grace.SignIn(People.Grace);
        await grace.Follow("Change password");
        await Change(grace, "not her password");
        await grace.Reads("That is not your current password.");
        await Change(grace, TestPerson.Password);

        await grace.IsTold("Your password is changed. All other sessions were ended.");
        await elsewhere.IsOut();
    }

    private static async Task ChooseNew(Visitor visitor, string password)
    {
        await visitor.Fill("password", password);
        await visitor.Submit();
    }

    private static async Task Change(Visitor visitor, string old)
    {
        await visitor.Fill("old", old);
        await ChooseNew(visitor, NewPassword);
    }
}
