using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Codes that are not taken: each reason has its own words, and says what to do.</summary>
public sealed class WrongCodeStories(Chromium chromium) : Story(chromium)
{
    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Wrong_late_and_used_codes_are_told_apart_and_none_of_them_ends_the_sign_in(Scripts scripts)
    {
        var grace = await Somebody(scripts);
        var phone = People.Grace.Phone;
        await grace.GivePassword(People.Grace);

        await grace.GiveCode(phone.WrongCode());
        await grace.IsTold("That code is not right. Check it and try again.");
        await grace.GiveCode(phone.Code(stepsOff: -4));
        await grace.IsTold("The clock of your phone is off, so its codes do not fit. Set date and time to automatic on the phone");
        await grace.GiveCode(phone.NextCode());
        await grace.IsIn();

        await grace.Follow("Sign out");
        await grace.GivePassword(People.Grace);
        await grace.GiveCode(phone.Code());
        await grace.IsTold("That code was already used. Wait for the next one in your app.");
        await grace.GiveCode(phone.NextCode());
        await grace.IsIn();
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Five_wrong_codes_lock_the_app_and_say_for_how_long_and_what_still_works(Scripts scripts)
    {
        var grace = await Somebody(scripts);
        await grace.GivePassword(People.Grace);
        for (var guess = 0; guess < 5; guess++) await grace.GiveCode(People.Grace.Phone.WrongCode());

        await grace.Reads("There were too many wrong codes. Try again in 15 minutes.",
            "These ways still work:", "E-mail to g•••@example.org", "Recovery code (10 left)");
        Server.Clock.Advance(TimeSpan.FromMinutes(7));
        await grace.Open(PagePaths.Prompt);
        await grace.Reads("Try again in 8 minutes.");

        await grace.Follow("E-mail to");
        await grace.GiveCode(await grace.CodeTo(People.Grace.Email));
        await grace.Finds("Your methods");
        await grace.Reads("locked for 8 minutes");

        await grace.Follow("Sign out");
        Server.Clock.Advance(TimeSpan.FromMinutes(8));
        await grace.GivePassword(People.Grace);
        await grace.GiveCode(People.Grace.Phone.NextCode());
        await grace.IsIn();
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task A_sign_in_that_takes_too_long_begins_again_and_says_so(Scripts scripts)
    {
        var grace = await Somebody(scripts);
        await grace.GivePassword(People.Grace);
        Server.Clock.Advance(TimeSpan.FromMinutes(11));
        await grace.GiveCode(People.Grace.Phone.NextCode());

        await grace.IsTold("That sign-in is over: it took longer than 10 minutes");
        await grace.GivePassword(People.Grace);
        await grace.GiveCode(People.Grace.Phone.NextCode());
        await grace.IsIn();
    }
}
