using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Ada runs the service, and Kurt has locked himself out of it.</summary>
public sealed class OperatorStories(Chromium chromium) : Story(chromium)
{
    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Ada_turns_2fa_on_unlocks_Kurt_then_resets_his_factors_and_he_sets_them_up_again(Scripts scripts)
    {
        var (ada, kurt) = (await Somebody(scripts), await Somebody(scripts));
        var phone = await BecomeOperator(ada);
        await ada.Open(PagePaths.Operate);
        await ada.Fill("q", "kur");
        await ada.Submit();
        await ada.Follow(People.Kurt.Email);
        await ada.Reads("locked for 15 minutes");
        await ada.Follow("Unlock");
        await ada.GiveCode(phone.NextCode());
        await ada.DoesNotRead("locked for");
        await kurt.SignIn(People.Kurt);

        await ada.Follow("Reset second factors");
        await ada.Reads("The authenticator app goes", "The 10 recovery codes that are left become void.");
        await ada.Fill("reason", "came to the desk with his passport");
        await ada.GiveCode(phone.NextCode());
        await ada.Reads("Two-factor authentication is off", "Reason: came to the desk with his passport");

        await kurt.IsOut();
        await kurt.GivePassword(People.Kurt);
        await kurt.Finds("Two-factor authentication is off");
        await kurt.BeginAddingByMail(People.Kurt.Email);
        await kurt.Activate((await kurt.ChooseApp()).NextCode());
        await kurt.KeepCodes();
        await kurt.Finds("Two-factor authentication is on");
        Assert.Contains(
            Server.Inbox.All, mail => mail.To == People.Kurt.Email && mail.Subject.Contains("reset", StringComparison.OrdinalIgnoreCase));
    }

    private async Task<Phone> BecomeOperator(Visitor ada)
    {
        await ada.SignIn(People.Ada);
        await ada.Open(PagePaths.Operate);
        await ada.Finds("First, confirm it is you");
        await ada.Submit();
        await ada.GiveCode(await ada.CodeTo(People.Ada.Email));
        var phone = await ada.ChooseApp();
        await ada.Activate(phone.NextCode());
        await ada.KeepCodes();
        return phone;
    }
}
