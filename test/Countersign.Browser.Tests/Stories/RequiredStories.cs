using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Where the people who run the service require 2FA of everybody.</summary>
public sealed class RequiredStories(Chromium chromium) : Story(chromium)
{
    protected override (string Name, string Value)[] Settings => [("REQUIRE_2FA", "on")];

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Ada_is_led_into_setting_it_up_and_nowhere_else_until_it_is_on(Scripts scripts)
    {
        var ada = await Somebody(scripts);
        await ada.GivePassword(People.Ada);
        await ada.Finds("First, confirm it is you");
        foreach (var path in (string[])["/",
            PagePaths.Security, PagePaths.ApiKeys, PagePaths.Activity, PagePaths.Codes, PagePaths.PasswordChange])
        {
            await ada.Open(path);
            Assert.Equal(PagePaths.AddProve, ada.Path);
        }

        await ada.Submit();
        await ada.GiveCode(await ada.CodeTo(People.Ada.Email));
        var phone = await ada.ChooseApp();
        await ada.Activate(phone.NextCode());
        await ada.KeepCodes();
        await ada.Follow("Continue to the account");
        await ada.Finds("Your methods");
        await ada.Follow("API keys");
        await ada.Finds("Create a key");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Grace_cannot_remove_her_last_method_and_is_told_what_to_do_first(Scripts scripts)
    {
        var grace = await Somebody(scripts);
        await grace.SignIn(People.Grace);
        await grace.Press("Change Authenticator app");
        await grace.Follow("Remove …");
        await grace.GiveCode(People.Grace.Phone.NextCode());
        await grace.IsTold("Two-factor authentication is required here, and this is your last method. Add another one first.");
    }
}
