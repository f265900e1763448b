using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Somebody types <c>countersign login --browser</c>, and goes on in the browser that opens.</summary>
public sealed class CommandLineStories(Chromium chromium) : Story(chromium)
{
    private const string Refuses = "It was refused in the browser. Nothing was changed.\n";

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Whoever_signs_in_with_an_app_and_allows_it_is_signed_in_at_both(Scripts scripts)
    {
        using var terminal = new CommandLine(Server);
        using var login = terminal.Type("login --browser");
        var address = await login.Address();
        var grace = await Somebody(scripts);

        await grace.Page.GotoAsync(address);
        Assert.Equal(PagePaths.SignIn, grace.Path);
        await grace.GivePassword(People.Grace);
        await grace.GiveCode(People.Grace.Phone.NextCode());
        await grace.Finds("Sign in a command line?");
        await grace.Reads("A command line on this computer asks for a session as grace.", "countersign login --browser");
        await grace.Follow("Allow");

        await grace.Finds("The command line is signed in");
        await grace.Reads("You can close this window and go on there.");
        LeadsOnlyTo(grace, address, "code=prg_");
        var ran = await login.End();
        Assert.True(ran.ExitCode == 0, ran.Errors);
        Assert.StartsWith("You are signed in as grace@example.org until ", ran.Output, StringComparison.Ordinal);
        using var status = terminal.Type("tfa status");
        Assert.StartsWith("Two-factor authentication is on.", (await status.End()).Output, StringComparison.Ordinal);
        await grace.Open(PagePaths.Security);
        await grace.Reads("Command line or program");
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Whoever_is_signed_in_is_asked_at_once_and_may_refuse(Scripts scripts)
    {
        using var terminal = new CommandLine(Server);
        using var login = terminal.Type("login --browser");
        var address = await login.Address();
        var ada = await Somebody(scripts);
        await ada.SignIn(People.Ada);

        await ada.Page.GotoAsync(address);
        await ada.Follow("Refuse");

        await ada.Finds("Refused");
        LeadsOnlyTo(ada, address, "error=access_denied");
        var ran = await login.End();
        Assert.Equal((1, ""), (ran.ExitCode, ran.Output));
        Assert.EndsWith(Refuses, ran.Errors, StringComparison.Ordinal);
    }

    // Away from the server there is one address, that of the command line, and it is all that the browser had to say.
    private static void LeadsOnlyTo(Visitor visitor, string address, string with)
    {
        var port = System.Web.HttpUtility.ParseQueryString(new Uri(address).Query)["port"];
        Assert.All(
            visitor.Complaints.Take(), said =>
                Assert.StartsWith($"Leads away: http://127.0.0.1:{port}/?{with}", said, StringComparison.Ordinal));
    }
}
