using Countersign.Browser.Tests.Driving;
using Countersign.Core;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>People who get their codes by text message.</summary>
public sealed class TextMessageStories(Chromium chromium) : Story(chromium)
{
    private const string Number = "+447400123456";

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Ada_types_her_number_as_she_would_dial_it_and_signs_in_with_the_texts_it_gets(Scripts scripts)
    {
        var ada = await Somebody(scripts);
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);
        await ada.Reads("Anybody who takes over your number gets your codes, so an app is safer.");
        await ada.Follow("Text message");
        await GiveNumber(ada, "07400 12345");
        await ada.Reads("No numbers that begin so are known here. Check the country and the digits.");
        Assert.Equal("07400 12345", await ada.Page.Locator("[name=number]").InputValueAsync());

        await GiveNumber(ada, "07400 123456");
        await ada.Reads("Enter the 6-digit code from our text message to +44 7400 123456.");
        await ada.Activate(await ada.CodeTo(Number), "Mobile");
        await ada.KeepCodes();
        await ada.Follow("Continue to the account");
        await ada.Reads("Mobile asked first", "Text messages to •••• 3456");

        await ada.Follow("Sign out");
        Server.Clock.Advance(TimeSpan.FromHours(1));
        await ada.GivePassword(People.Ada);
        await ada.Reads("Enter the 6-digit code from the text message to •••• 3456.");
        await ada.GiveCode(await ada.CodeTo(Number));
        await ada.IsIn();
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task He_is_told_how_his_text_is_getting_on(Scripts scripts)
    {
        var linus = await Somebody(scripts);
        await linus.GivePassword(People.Linus);
        await linus.CodeTo(People.Linus.Number!);
        if (scripts is Scripts.Off) await linus.Open(PagePaths.Prompt);
        await linus.Reads("Handed to the carrier:", "Still nothing? Check the signal");

        await Server.Db.Write(
            tx => tx.Execute($"UPDATE outbox SET reported = {ReportedState.Delivered}, reported_at = {tx.Now}"),
            TestContext.Current.CancellationToken);

        if (scripts is Scripts.Off) await linus.Open(PagePaths.Prompt);
        else await linus.Page.GetByText("Your phone has it:").WaitForAsync();
        await linus.Reads("Your phone has it:");
        await linus.DoesNotRead("Still nothing?");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task A_text_that_does_not_come_is_sent_again_with_the_same_code(Scripts scripts)
    {
        var linus = await Somebody(scripts);
        await linus.GivePassword(People.Linus);
        var first = await linus.CodeTo(People.Linus.Number!);
        await linus.Reads("You can have it sent again in");

        Server.Clock.Advance(TimeSpan.FromSeconds(31));
        await linus.Open(PagePaths.Prompt);
        await linus.DoesNotRead("You can have it sent again in");
        await linus.Follow("Send the code again");
        await linus.IsTold("The code is on its way.");
        Assert.Equal(first, await linus.CodeTo(People.Linus.Number!));

        Server.Clock.Advance(TimeSpan.FromMinutes(8));
        await linus.GiveCode(first);
        await linus.IsIn();
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task A_mail_goes_only_when_it_is_picked(Scripts scripts)
    {
        var linus = await Somebody(scripts);
        await linus.GivePassword(People.Linus);
        await linus.CodeTo(People.Linus.Number!);
        await linus.Press("Try another way");
        Assert.DoesNotContain(Server.Inbox.All, message => message.Channel is Channel.Email);

        await linus.Follow("E-mail to l•••@example.org");
        await linus.Reads("Enter the 6-digit code from the e-mail to l•••@example.org.");
        await linus.GiveCode(await linus.CodeTo(People.Linus.Email));
        await linus.IsIn();
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Three_wrong_codes_lock_the_phone_and_the_mail_still_lets_Linus_in(Scripts scripts)
    {
        var linus = await Somebody(scripts);
        await linus.GivePassword(People.Linus);
        var code = await linus.CodeTo(People.Linus.Number!);
        for (var guess = 0; guess < 3; guess++) await linus.GiveCode(code == "000000" ? "111111" : "000000");
        await linus.Reads("Text message to •••• 0123", "Try again in 15 minutes.", "These ways still work:");

        await linus.Follow("E-mail to");
        await linus.GiveCode(await linus.CodeTo(People.Linus.Email));
        await linus.Finds("Your methods");
        await linus.Reads("locked for 15 minutes");
    }

    private static async Task GiveNumber(Visitor visitor, string number)
    {
        await visitor.Page.Locator("[name=country]").SelectOptionAsync("GB");
        await visitor.Fill("number", number);
        await visitor.Submit();
    }
}
