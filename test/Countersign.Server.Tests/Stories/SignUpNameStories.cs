using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Secrets;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>A user name is had from when the address is proven: asking for one tells nobody which addresses have accounts.</summary>
public sealed partial class SignUpNameStories
{
    private const string Address = "emmy@example.org";
    private const string Password = "another-horse-battery";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ada@example.org")]
    [InlineData("free@example.org")]
    public async Task Whoever_signed_up_with_an_address_learns_nothing_by_asking_for_the_same_name_again(string address)
    {
        await using var server = await TestServer.Start(("SIGN_UP_PER_ADDRESS", "100/1h"));

        foreach (var email in (string[])[address, "other@example.org", address]) await SignUp(server, email, "mine");
    }

    [Fact]
    public async Task A_name_that_somebody_else_confirmed_first_gets_a_number_and_the_page_says_so()
    {
        await using var server = await TestServer.Start();
        var late = await SignUp(server, Address, "emmy");
        await Confirm(server, await SignUp(server, "other@example.org", "Emmy"));
        var browser = server.Browser();

        var led = await browser.Submit(await browser.Open($"/verify-email?token={late}"), "/verify-email", ("token", late));

        Assert.Contains("has got a number", (await browser.Follow(led)).Text, StringComparison.Ordinal);
        Assert.Equal("emmy2", await NameOf(server, Address));
        Assert.Equal("Emmy", await NameOf(server, "emmy"));
    }

    [Fact]
    public async Task Where_nobodys_sign_up_holds_the_name_is_made_of_the_address()
    {
        await using var server = await TestServer.Start();
        await SignUp(server, Address, "stranger");
        Assert.True(EmailAddress.TryParse(Address, out var email));
        await server.AskForReset(email);
        var mail = await server.Next(Address, message => message.Text.Contains("reset-password", StringComparison.Ordinal));
        Assert.True(Token.TryParse(LinkToken().Match(mail.Text).Value, out var link));

        Assert.NotNull((await server.Verb<ResetPassword>().Run(link, Password, PageVerbSteps.Here, Ct)).Given);

        Assert.Equal("emmy", await NameOf(server, "emmy"));
    }

    [Fact]
    public async Task An_account_that_nobody_confirmed_for_a_week_is_forgotten_and_one_that_somebody_asked_for_again_is_not()
    {
        await using var server = await TestServer.Start();
        await SignUp(server, Address, "emmy");
        await Sweep(server, TimeSpan.FromDays(6));
        var link = await SignUp(server, Address, "emmy");

        await Sweep(server, TimeSpan.FromDays(1));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE email_canonical = {Address}"));

        await Sweep(server, TimeSpan.FromDays(7));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE email_canonical = {Address}"));
        (await server.Stranger().Post("/users/verify-email/", new { token = link })).IsRefused(400, "challenge_not_found");
        Assert.NotEqual(0, await server.Number($"SELECT count(*) FROM accounts"));
    }

    // Not by the list of sweeps: there it gives way to the server's own, which the clock has woken too.
    private static async Task Sweep(TestServer server, TimeSpan later)
    {
        server.Clock.Advance(later);
        await server.Db.Write(server.Verb<ForgetSignUps>().Run, Ct);
    }

    private static async Task<string> SignUp(TestServer server, string email, string name)
    {
        (await server.Stranger().Post("/users/", new { email, username = name, password = Password })).Ok();
        if (email == server.People.Ada.Email) return "";

        var mail = await server.Next(email, message => message.Text.Contains("verify-email?", StringComparison.Ordinal));
        return LinkToken().Match(mail.Text).Value;
    }

    private static async Task Confirm(TestServer server, string link) =>
        (await server.Stranger().Post("/users/verify-email/", new { token = link })).Ok();

    private static async Task<string?> NameOf(TestServer server, string name) =>
        (await server.Stranger().Post("/users/login/", new { email = name, password = Password })).Ok().Text("username");

    [GeneratedRegex(@"(?<=(verify-email|reset-password)\?token=)[\w-]+")]
    private static partial Regex LinkToken();
}
