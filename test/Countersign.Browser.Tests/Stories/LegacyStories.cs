using Countersign.Browser.Tests.Driving;
using Countersign.Core;
using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Kay's account comes from an older system: 2FA is on, and there is a phone number and nothing else.</summary>
public sealed class LegacyStories(Chromium chromium) : Story(chromium)
{
    private static readonly TestPerson Kay = new("kay", "", null, "+14165550177", []);

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Kay_signs_in_by_text_and_recovery_codes_make_the_account_like_any_other(Scripts scripts)
    {
        await Import();
        var kay = await Somebody(scripts);
        await kay.GivePassword(Kay);
        await kay.Reads("Enter the 6-digit code from the text message to •••• 0177.");
        await kay.GiveCode(await kay.CodeTo(Kay.Number!));
        await kay.Reads(
            "Your two-factor authentication comes from an older system.", "A sign-in needs a code by text message besides the password.");

        await kay.Send(PagePaths.AddStart);
        await kay.IsTold("Make recovery codes first: then your phone is a method, and you can add others.");
        Server.Clock.Advance(TimeSpan.FromMinutes(1));
        await kay.Follow("Send a text message to •••• 0177");
        await kay.GiveCode(await kay.CodeTo(Kay.Number!));
        await kay.Finds("Recovery codes");
        await kay.KeepCodes();
        await kay.Reads("Text messages to •••• 0177", "You have 10 recovery codes left.");
        await kay.DoesNotRead("older system");
    }

    private Task Import() => Server.Db.Write(
        async tx =>
        {
            Assert.True(EmailAddress.TryParse(Kay.Email, out var email));
            var (now, password) = (Server.Clock.GetUtcNow(), (await AccountStore.FindByName(tx, People.Ada.Name))!.PasswordHash);
            var kay = new NewAccount(
                email, Kay.Name, "", password, PhoneNumber.FromE164(Kay.Number!), EmailVerifiedAt: now, IsLegacy: true);
            Assert.NotNull(await AccountStore.TryAdd(tx, kay));
        },
        TestContext.Current.CancellationToken);
}
