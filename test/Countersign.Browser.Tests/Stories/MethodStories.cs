using Countersign.Browser.Tests.Driving;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>People who have 2FA and change what it consists of.</summary>
public sealed class MethodStories(Chromium chromium) : Story(chromium)
{
    private const string Number = "+12025550123";

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Grace_adds_her_number_as_a_second_way_and_gives_it_a_name(Scripts scripts)
    {
        var grace = await Somebody(scripts);
        await grace.SignIn(People.Grace);
        await grace.Follow("Add a method");
        await grace.Reads("Use any method you have, or a recovery code.");
        await grace.GiveCode(People.Grace.Phone.NextCode());
        await grace.GiveNumber(Number);
        await grace.Activate(await grace.CodeTo(Number), "Mobile");
        await grace.IsTold("Done: the new method is active.");
        await grace.Reads("You have 2 methods and your recovery codes.", "Authenticator app asked first");

        await grace.Press("Change Mobile");
        await grace.Fill("label", "Private number");
        await grace.Follow("Rename");
        await grace.IsTold("The name is changed.");

        await grace.Follow("Sign out");
        Server.Clock.Advance(TimeSpan.FromHours(1));
        await grace.GivePassword(People.Grace);
        await grace.Press("Try another way");
        await grace.Follow("Text message to “Private number”, •••• 0123");
        await grace.GiveCode(await grace.CodeTo(Number));
        await grace.IsIn();
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Barbara_chooses_what_she_is_asked_for_first_whatever_she_used_last(Scripts scripts)
    {
        var barbara = await Somebody(scripts);
        await barbara.SignIn(People.Barbara);
        await barbara.Reads("Authenticator app asked first");
        await barbara.Press("Change Phone");
        await barbara.Follow("Ask for this first");
        await barbara.IsTold("You are asked for this method first from now on.");
        await barbara.Reads("Phone asked first");

        await barbara.Follow("Sign out");
        await barbara.GivePassword(People.Barbara);
        await barbara.Reads("Enter the 6-digit code from the text message to •••• 0199.");
        await barbara.Press("Try another way");
        await barbara.Follow("Code from your authenticator app");
        await barbara.GiveCode(People.Barbara.Phone.NextCode());
        await barbara.IsIn();
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Grace_removes_her_last_method_knowing_what_it_means(Scripts scripts)
    {
        var grace = await Somebody(scripts);
        await grace.SignIn(People.Grace);
        await grace.Press("Change Authenticator app");
        await grace.Follow("Remove …");
        await grace.Finds("Remove your authenticator app");
        await grace.Reads("This is your last method. Removing it turns two-factor authentication off and voids your recovery codes.");
        await grace.GiveCode(People.Grace.Phone.WrongCode());
        await grace.IsTold("That code is not right.");
        await grace.GiveCode(People.Grace.Phone.NextCode());
        await grace.IsTold("Two-factor authentication is off, and your recovery codes are void.");

        await grace.Follow("Sign out");
        await grace.GivePassword(People.Grace);
        await grace.Finds("Two-factor authentication is off");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task A_number_that_is_a_method_already_is_not_added_twice(Scripts scripts)
    {
        var barbara = await Somebody(scripts);
        await barbara.SignIn(People.Barbara);
        await barbara.Follow("Add a method");
        await barbara.GiveCode(People.Barbara.Phone.NextCode());
        await barbara.GiveNumber(People.Barbara.Number!);
        await barbara.Reads("That is one of your methods already.");
    }
}
