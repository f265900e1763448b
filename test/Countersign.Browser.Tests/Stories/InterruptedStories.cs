using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Ada is called away while she turns 2FA on, and comes back: nothing is lost, and she is led to where she was.</summary>
public sealed class InterruptedStories(Chromium chromium) : Story(chromium)
{
    private const string Number = "+12025550123";

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Away_while_the_mail_is_on_its_way(Scripts scripts)
    {
        var ada = await Somebody(scripts);
        await ada.SignIn(People.Ada);
        await ada.BeginAdding();
        var code = await ada.CodeTo(People.Ada.Email);
        var sent = Server.Inbox.All.Count;

        await LeaveAndComeBack(ada, "Turn it on");
        await ada.Finds("First, confirm it is you");
        Assert.Equal(sent, Server.Inbox.All.Count);
        await ada.GiveCode(code);
        await ada.Finds("How do you want to get codes?");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Away_before_she_has_chosen(Scripts scripts)
    {
        var ada = await Somebody(scripts);
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);

        await LeaveAndComeBack(ada);
        await ada.Finds("How do you want to get codes?");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Away_with_the_app_half_set_up(Scripts scripts)
    {
        var ada = await Somebody(scripts);
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);
        var phone = await ada.ChooseApp();

        await LeaveAndComeBack(ada);
        await ada.Finds("Set up your authenticator app");
        Assert.Equal(phone.Code(), (await ada.ReadSetupKey()).Code());
        await ada.Activate(phone.NextCode());
        await ada.Finds("Recovery codes");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Away_while_the_text_is_on_its_way(Scripts scripts)
    {
        var ada = await Somebody(scripts);
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);
        await ada.GiveNumber(Number);

        await LeaveAndComeBack(ada);
        await ada.Reads("Enter the 6-digit code from our text message to +1 202 555 0123.");
        await ada.Activate(await ada.CodeTo(Number));
        await ada.Finds("Recovery codes");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Away_before_she_has_put_the_recovery_codes_anywhere(Scripts scripts)
    {
        var ada = await Somebody(scripts);
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);
        var phone = await ada.ChooseApp();
        await ada.Activate(phone.NextCode());
        await ada.Finds("Recovery codes");

        await ada.Open(PagePaths.Security);
        await ada.Finds("Two-factor authentication is on");
        await ada.Reads("You have 10 recovery codes left.", "Do you have your recovery codes? If not, make new ones now.");
        await ada.Follow("Make new recovery codes");
        await ada.GiveCode(phone.NextCode());
        await ada.KeepCodes();
        await ada.DoesNotRead("Do you have your recovery codes?");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Away_until_the_next_day_with_another_browser(Scripts scripts)
    {
        var ada = await Somebody(scripts);
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);
        await ada.ChooseApp();
        Server.Clock.Advance(TimeSpan.FromDays(1));

        var tomorrow = await Somebody(scripts);
        await tomorrow.SignIn(People.Ada);
        await tomorrow.Finds("Two-factor authentication is off");
        await tomorrow.BeginAddingByMail(People.Ada.Email);
        await tomorrow.Activate((await tomorrow.ChooseApp()).NextCode());
        await tomorrow.KeepCodes();
        await tomorrow.Finds("Two-factor authentication is on");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Another_kind_is_chosen_after_all(Scripts scripts)
    {
        var ada = await Somebody(scripts);
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);
        await ada.GiveNumber(Number);
        await ada.Follow("Use another number");
        await ada.Follow("Choose something else");
        await ada.Follow("Authenticator app");
        await ada.Activate((await ada.ReadSetupKey()).NextCode());
        await ada.Finds("Recovery codes");
    }

    private static async Task LeaveAndComeBack(Visitor visitor, string button = "Go on where you were")
    {
        await visitor.Follow("Do this later");
        await visitor.Finds("Two-factor authentication is off");
        await visitor.Open(PagePaths.Activity);
        await visitor.Open(PagePaths.Security);
        await visitor.Follow(button);
    }
}
