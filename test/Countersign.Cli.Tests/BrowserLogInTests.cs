using System.Net;
using System.Text.RegularExpressions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Cli.Tests;

/// <summary><c>login --browser</c> against the real server, with somebody at a browser beside it.</summary>
public sealed class BrowserLogInTests
{
    private static readonly Regex Address = new(
        @"^  (http://127\.0\.0\.1:\d+(/account/command-line\?port=(\d+)&state=([\w-]+)&\S+))$", RegexOptions.Multiline);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_allows_it_in_the_browser_is_signed_in_here()
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = new Terminal { Url = server.Http.BaseAddress! };
        using var sitting = terminal.Begin("login --browser");
        var said = await sitting.Hears(Address);
        Assert.StartsWith(
            "No browser can be opened from here. Open this address in one on this computer:\n", said, StringComparison.Ordinal);

        var page = await Land(await Press(server, server.People.Grace, said, "allow"));
        var ran = await sitting.End();

        Assert.Contains("You can close this window", page, StringComparison.Ordinal);
        Assert.Equal(0, ran.ExitCode);
        Assert.Matches(@"^You are signed in as grace@example\.org until \d{4}-\d\d-\d\d \d\d:\d\d\.\n$", ran.Output);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(terminal.PathOf("countersign/tfa_key")));
        var status = await terminal.Run("tfa status", []);
        Assert.StartsWith("Two-factor authentication is on.", status.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await terminal.Run("create api-key --name mine", [])).ExitCode);
    }

    [Fact]
    public async Task A_no_in_the_browser_is_said_and_keeps_nothing()
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = new Terminal { Url = server.Http.BaseAddress! };
        using var sitting = terminal.Begin("login --browser");

        var page = await Land(await Press(server, server.People.Ada, await sitting.Hears(Address), "refuse"));
        var ran = await sitting.End();

        Assert.Contains("The command line is not signed in.", page, StringComparison.Ordinal);
        Assert.Equal(1, ran.ExitCode);
        Assert.EndsWith("It was refused in the browser. Nothing was changed.\n", ran.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(terminal.PathOf("countersign/tfa_key")));
    }

    [Fact]
    public async Task Whoever_comes_without_the_mark_ends_nothing()
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = new Terminal { Url = server.Http.BaseAddress! };
        using var sitting = terminal.Begin("login --browser --raw");
        var said = await sitting.Hears(Address);
        var (port, state) = (Address.Match(said).Groups[3].Value, Address.Match(said).Groups[4].Value);
        var place = $"http://127.0.0.1:{port}";

        Assert.Equal(HttpStatusCode.NotFound, await StatusOf($"{place}/favicon.ico"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusOf($"{place}/?code=prg_x&state=another"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusOf($"{place}/?code=prg_x"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusOf($"{place}/?state={state}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOf($"{place}/?code=prg_x&state=another&state={state}"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusOf($"{place}/?error=access_denied&state="));

        await Land(await Press(server, server.People.Ada, said, "allow"));
        var ran = await sitting.End();
        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("\"session_key\":\"ses_", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_comes_back_too_late_is_told_and_so_is_the_person_here()
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = new Terminal { Url = server.Http.BaseAddress! };
        using var sitting = terminal.Begin("login --browser");
        var led = await Press(server, server.People.Ada, await sitting.Hears(Address), "allow");
        server.Clock.Advance(TimeSpan.FromMinutes(2));

        var page = await Land(led);
        var ran = await sitting.End();

        Assert.Contains("That did not work", page, StringComparison.Ordinal);
        Assert.Equal(1, ran.ExitCode);
        Assert.EndsWith(
            "No such code or sign-in is pending. Begin again.\n  Begin again:  countersign login --browser\n", ran.Errors,
            StringComparison.Ordinal);
        Assert.False(File.Exists(terminal.PathOf("countersign/tfa_key")));
    }

    [Fact]
    public async Task The_browser_is_opened_where_there_is_one_and_its_chatter_does_not_come_here()
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = new Terminal { Url = server.Http.BaseAddress! };
        Give(terminal,
            "#!/bin/sh\necho chatter; echo chatter >&2; printf %s \"$1\" > \"$HOME/opened.part\"; mv \"$HOME/opened.part\" " +
            "\"$HOME/opened\"\n");
        using var sitting = terminal.Begin("login --browser");
        var said = await sitting.Hears(Address);

        while (!File.Exists(terminal.PathOf("opened"))) await Task.Delay(20, Ct);
        Assert.Equal(Address.Match(said).Groups[1].Value, await File.ReadAllTextAsync(terminal.PathOf("opened"), Ct));
        await Land(await Press(server, server.People.Ada, said, "allow"));
        var ran = await sitting.End();
        Assert.Equal(0, ran.ExitCode);
        Assert.StartsWith("Your browser opens this address.", ran.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("chatter", ran.Output + ran.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!/bin/sh\nexit 3\n")]
    [InlineData(null)]
    public async Task Where_none_can_be_opened_another_way_is_named_and_the_address_still_works(string? opener)
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = new Terminal { Url = server.Http.BaseAddress! };
        Give(terminal, opener);
        terminal.Environment["SSH_CONNECTION"] = "192.0.2.1 50000 192.0.2.2 22";
        using var sitting = terminal.Begin("login --browser");

        var said = await sitting.Hears(new("ssh -L "));

        Assert.Contains("The browser could not be opened.\n", said, StringComparison.Ordinal);
        Assert.Contains("stop this and sign in here:  countersign login\n", said, StringComparison.Ordinal);
        await Land(await Press(server, server.People.Ada, said, "allow"));
        Assert.Equal(0, (await sitting.End()).ExitCode);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_waiting_and_says_how_to_go_on()
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = new Terminal { Url = server.Http.BaseAddress! };
        using var sitting = terminal.Begin("login --browser");
        await sitting.Hears(new("stop this and sign in here"));

        await sitting.Interrupt();
        var ran = await sitting.End();

        Assert.Equal(130, ran.ExitCode);
        Assert.EndsWith(
            "Stopped before the browser answered. Nothing was changed.\n  countersign login --browser\n  countersign login\n", ran.Errors,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--username ada")]
    [InlineData("--password-file -")]
    [InlineData("--code 123456")]
    [InlineData("123456")]
    [InlineData("--backup-code ABCD-EFGH-JKMN")]
    [InlineData("--method-type sms")]
    public async Task What_the_page_asks_for_is_not_given_here(string more)
    {
        using var terminal = new Terminal();

        var ran = await terminal.Run($"login --browser {more}", []);

        Assert.Equal(2, ran.ExitCode);
        Assert.StartsWith(
            "Name, password and code are asked for in the browser. Give --browser alone.", ran.Errors, StringComparison.Ordinal);
    }

    // A browser of the person that follows no redirect, so that where it is led to is seen.
    private static async Task<string> Press(TestServer server, TestPerson person, string said, string answer)
    {
        var browser = await server.Browser(person);
        var page = await browser.Open(Address.Match(said).Groups[2].Value);
        var led = await browser.Submit(page, "/account/command-line", ("answer", answer));
        return led.Location ?? throw new InvalidOperationException(led.Text);
    }

    private static async Task<string> Land(string address)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(address, Ct);
    }

    private static async Task<HttpStatusCode> StatusOf(string address)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(address, Ct);
        return answer.StatusCode;
    }

    private static void Give(Terminal terminal, string? opener)
    {
        var folder = Directory.CreateDirectory(terminal.PathOf("bin"));
        terminal.Environment["DISPLAY"] = ":77";
        terminal.Environment["PATH"] = opener is null ? folder.FullName : $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        if (opener is null) return;

        var file = Path.Combine(folder.FullName, "xdg-open");
        File.WriteAllText(file, opener);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
