using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Phones that are lost, and the codes for that day.</summary>
public sealed class RecoveryStories(Chromium chromium) : Story(chromium)
{
    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Grace_loses_her_phone_gets_in_with_a_recovery_code_and_puts_a_new_one_in_its_place(Scripts scripts)
    {
        var (grace, old) = (await Somebody(scripts), People.Grace.Phone);
        await SignInBySpareCode(grace, People.Grace, People.Grace.BackupCodes[0]);
        await grace.Finds("You used a recovery code");
        await grace.Reads("You have 9 recovery codes left.", "If your phone is lost, put the new one in its place now.");
        await grace.DoesNotRead("Make new recovery codes");

        await grace.Follow("Replace your authenticator app");
        await grace.Reads("Your authenticator app keeps working until the new device has proven itself.");
        var replacement = await grace.ReadSetupKey();

        var elsewhere = await Somebody(scripts);
        await elsewhere.SignIn(People.Grace);
        await grace.Activate(replacement.NextCode(), "New phone");
        await grace.IsTold("Done: the new device is active and the old one is gone. All other sessions were ended.");
        await elsewhere.IsOut();

        await elsewhere.GivePassword(People.Grace);
        await elsewhere.Reads("Enter the 6-digit code from “New phone”.");
        await elsewhere.GiveCode(old.NextCode());
        await elsewhere.IsTold("That code is not right.");
        await elsewhere.GiveCode(replacement.NextCode());
        await elsewhere.IsIn();
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Barbara_is_back_with_one_recovery_code_over_four_pages_and_has_new_codes(Scripts scripts)
    {
        var barbara = await Somebody(scripts);
        await barbara.GivePassword(People.Barbara);
        await barbara.Press("Try another way");
        await barbara.Follow("Recovery code");
        var pages = new List<string>();
        barbara.Page.Response += (_, answer) =>
        {
            if (answer.Request.IsNavigationRequest && answer.Ok) pages.Add(answer.Url);
        };

        await barbara.GiveCode(People.Barbara.BackupCodes[0]);
        await barbara.Follow("Replace your authenticator app");
        await barbara.Activate((await barbara.ReadSetupKey()).NextCode());
        await barbara.Finds("Recovery codes");
        Assert.Equal(10, (await barbara.Page.Locator("ol.codes li").AllInnerTextsAsync()).Distinct().Count());
        await barbara.KeepCodes();

        await barbara.Reads("You have 10 recovery codes left.");
        Assert.InRange(pages.Count, 1, 4);
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task One_recovery_code_is_leave_for_one_method_only(Scripts scripts)
    {
        var grace = await Somebody(scripts);
        await SignInBySpareCode(grace, People.Grace, People.Grace.BackupCodes[0]);
        await grace.Follow("Replace your authenticator app");
        await grace.Activate((await grace.ReadSetupKey()).NextCode(), "New phone");
        await grace.IsTold("Done: the new device is active and the old one is gone. All other sessions were ended.");

        await grace.Follow("Add a method");
        await grace.Finds("First, confirm it is you");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task With_few_codes_left_Barbara_is_offered_new_ones_and_the_old_ones_end(Scripts scripts)
    {
        var barbara = await Somebody(scripts);
        var left = People.Barbara.BackupCodes;
        await SignInBySpareCode(barbara, People.Barbara, left[0]);
        await barbara.Reads("You have 1 recovery code left.");

        await barbara.Follow("Make new recovery codes");
        await barbara.Reads("All earlier codes stop working");
        await barbara.GiveCode(People.Barbara.Phone.WrongCode());
        await barbara.IsTold("That code is not right.");
        await barbara.GiveCode(People.Barbara.Phone.NextCode());
        var fresh = await barbara.Page.Locator("ol.codes li").AllInnerTextsAsync();
        Assert.Equal(10, fresh.Distinct().Count());
        await barbara.Page.Locator("main button.primary").ClickAsync();
        await barbara.Finds("Recovery codes");
        await barbara.KeepCodes();
        await barbara.Reads("You have 10 recovery codes left.");

        await barbara.Follow("Sign out");
        await SignInBySpareCode(barbara, People.Barbara, left[1]);
        await barbara.IsTold("That recovery code is not valid.");
        await barbara.GiveCode(fresh[0].ToLowerInvariant());
        await barbara.Reads("You have 9 recovery codes left.");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task A_recovery_code_is_checked_without_being_spent_and_then_spent_once(Scripts scripts)
    {
        var grace = await Somebody(scripts);
        await grace.SignIn(People.Grace);
        await Check(grace, "AAAA-BBBB-CCCC");
        await grace.IsTold("That recovery code is not valid.");
        await Check(grace, People.Grace.BackupCodes[0]);
        await grace.IsTold("That recovery code is good. It was not used up.");
        await grace.Reads("You have 10 recovery codes left.");

        await grace.Follow("Sign out");
        await SignInBySpareCode(grace, People.Grace, People.Grace.BackupCodes[0]);
        await grace.Reads("You have 9 recovery codes left.");
        await grace.Follow("Continue to the account");
        await Check(grace, People.Grace.BackupCodes[0]);
        await grace.IsTold("That recovery code is not valid.");
    }

    private static async Task SignInBySpareCode(Visitor visitor, TestPerson person, string code)
    {
        await visitor.GivePassword(person);
        await visitor.Press("Try another way");
        await visitor.Follow("Recovery code");
        await visitor.GiveCode(code);
    }

    private static async Task Check(Visitor visitor, string code)
    {
        await visitor.Press("Check a code without using it up");
        await visitor.Fill("code", code);
        await visitor.Send($"{PagePaths.Codes}/check");
    }
}
