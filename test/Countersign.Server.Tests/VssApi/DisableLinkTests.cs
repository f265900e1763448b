using System.Net;
using System.Text.RegularExpressions;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VssApi;

/// <summary>The mailed link: harmless to open, good once, for a quarter of an hour, with the password.</summary>
public sealed class DisableLinkTests
{
    [Fact]
    public async Task Opening_it_ten_times_changes_nothing_and_then_it_still_works()
    {
        await using var server = await VssSteps.Start();
        var token = await Ask(server, server.People.Grace);
        var scanner = new VssCaller(server.Http);
        for (var visit = 0; visit < 10; visit++)
        {
            Assert.Equal(200, (await scanner.Get($"/tf/disable/{token}")).Status);
            Assert.Equal(200, (await scanner.Send(HttpMethod.Head, $"/tf/disable/{token}")).Status);
        }

        Assert.True((await server.As(server.People.Grace).Get("/tfa/status/")).Ok()["tfa_enabled"].GetBoolean());
        (await server.By(server.People.Grace).Post($"/tf/disable/{token}")).Ok();
    }

    [Fact]
    public async Task The_page_looks_the_same_for_a_token_that_never_was()
    {
        await using var server = await VssSteps.Start();
        var token = await Ask(server, server.People.Grace);
        var scanner = new VssCaller(server.Http);
        var made = new string([.. token.Reverse()]);

        var (real, none) = (await scanner.Get($"/tf/disable/{token}"), await scanner.Get($"/tf/disable/{made}"));
        Assert.Equal(Anonymous(real.Raw.Replace(token, made, StringComparison.Ordinal)), Anonymous(none.Raw));
    }

    [Theory]
    [InlineData("en", "Turn two-factor authentication off?", "password is wrong", "is off")]
    [InlineData("de", "Zwei-Faktor-Anmeldung ausschalten?", "Passwort stimmt nicht", "ist aus")]
    public async Task The_button_of_the_page_takes_password_and_token(string language, string title, string wrongPassword, string off)
    {
        await using var server = await VssSteps.Start();
        var grace = server.People.Grace;
        var token = await Ask(server, grace);
        var person = new PageVisitor(server.Http) { Headers = { ["Accept-Language"] = language } };
        var page = await person.Open($"/tf/disable/{token}");
        Assert.Contains(title, page.Text, StringComparison.Ordinal);

        var wrong = await person.Submit(page, "/disable-2fa", ("name", grace.Name), ("password", "not-this-one"));
        Assert.Equal(422, wrong.Status);
        Assert.Contains(wrongPassword, wrong.Text, StringComparison.Ordinal);
        var done = await person.Submit(wrong, "/disable-2fa", ("password", TestPerson.Password));
        Assert.Contains(off, (await person.Follow(done)).Text, StringComparison.Ordinal);
        Assert.False((await server.As(grace).Get("/tfa/status/")).Ok()["tfa_enabled"].GetBoolean());

        var again = await person.Submit(wrong, "/disable-2fa", ("password", TestPerson.Password));
        Assert.Equal(422, again.Status);
    }

    [Fact]
    public async Task A_link_that_must_wait_says_how_long()
    {
        await using var server = await VssSteps.Start(("DISABLE_DELAY", "24h"));
        var token = await Ask(server, server.People.Grace);
        var person = new PageVisitor(server.Http);
        var early = await person.Submit(
            await person.Open($"/tf/disable/{token}"), "/disable-2fa", ("name", "grace"), ("password", TestPerson.Password));

        Assert.Contains("does not work yet. Open it again in 24 hours.", early.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_press_it()
    {
        await using var server = await VssSteps.Start();
        var grace = server.People.Grace;
        var token = await Ask(server, grace);
        var person = new PageVisitor(server.Http);
        var page = await person.Open($"/tf/disable/{token}");
        var elsewhere = person.Copy();
        (elsewhere.Headers["Origin"], elsewhere.Headers["Sec-Fetch-Site"]) = ("https://evil.example", "cross-site");

        Assert.Equal(403, (await elsewhere.Submit(page, "/disable-2fa", ("name", grace.Name), ("password", TestPerson.Password))).Status);
        Assert.Equal(403, (await new PageVisitor(server.Http).Post("/disable-2fa", page.FormOf("/disable-2fa"))).Status);
        var caller = server.By(grace);
        foreach (var (name, value) in elsewhere.Headers) caller.Headers[name] = value;
        (await caller.Post($"/tf/disable/{token}")).Refuses(HttpStatusCode.Forbidden, "another site");
        (await caller.Post("/tf/disable")).Refuses(HttpStatusCode.Forbidden, "another site");
        Assert.True((await server.As(grace).Get("/tfa/status/")).Ok()["tfa_enabled"].GetBoolean());
    }

    [Fact]
    public async Task It_lasts_a_quarter_of_an_hour()
    {
        await using var server = await VssSteps.Start();
        var token = await Ask(server, server.People.Grace);
        server.Clock.Advance(TimeSpan.FromMinutes(15));

        (await server.By(server.People.Grace).Post($"/tf/disable/{token}")).Refuses(HttpStatusCode.NotFound, "no longer valid");
    }

    [Fact]
    public async Task It_is_good_for_its_own_account_only()
    {
        await using var server = await VssSteps.Start();
        var token = await Ask(server, server.People.Grace);

        (await server.By(server.People.Linus).Post($"/tf/disable/{token}")).Refuses(HttpStatusCode.NotFound, "no longer valid");
        (await server.By(server.People.Grace).Post($"/tf/disable/{token}")).Ok();
    }

    [Fact]
    public async Task It_dies_with_the_credentials_it_was_asked_under()
    {
        await using var server = await VssSteps.Start();
        var grace = server.People.Grace;
        var token = await Ask(server, grace);
        var session = (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok().Text("session_key")!;
        (await server.With(session).Put("/tfa/regen-backup-codes/", new { code = grace.Phone.NextCode() })).Ok();

        (await server.By(grace).Post($"/tf/disable/{token}")).Refuses(HttpStatusCode.NotFound, "no longer valid");
    }

    [Fact]
    public async Task A_newer_one_leaves_it_good_and_using_either_ends_both()
    {
        await using var server = await VssSteps.Start();
        var old = await Ask(server, server.People.Grace);
        var young = await Ask(server, server.People.Grace);

        (await server.By(server.People.Grace).Post($"/tf/disable/{old}")).Ok();
        Assert.Equal(404, (await server.By(server.People.Grace).Post($"/tf/disable/{young}")).Status);
    }

    [Fact]
    public async Task Of_twenty_at_once_one_turns_it_off()
    {
        await using var server = await VssSteps.Start(("PASSWORD_FREE_FAILURES", "20"));
        var token = await Ask(server, server.People.Grace);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.By(server.People.Grace).Post($"/tf/disable/{token}")));

        Assert.Single(answers, answer => answer.Status == 200);
    }

    [Fact]
    public async Task Mail_and_phone_hear_of_it_and_every_session_ends()
    {
        await using var server = await VssSteps.Start();
        var linus = server.People.Linus;
        var session = server.By(await server.Token(linus, linus.BackupCodes[0]));
        var token = await Ask(server, linus);
        await server.NextText(linus, "asks to turn");

        (await server.By(linus).Post($"/tf/disable/{token}")).Ok();
        await server.NextText(linus, "is off");
        await server.NextNotice(linus, "is off");
        (await session.Get("/v2/user")).Refuses(HttpStatusCode.Unauthorized, "not valid");
    }

    [Fact]
    public async Task The_operator_may_forbid_it()
    {
        await using var server = await VssSteps.Start(("DISABLE_BY_LINK", "off"));

        (await server.By(server.People.Grace).Post("/tf/disable")).Refuses(HttpStatusCode.Forbidden, "cannot be turned off by e-mail");
    }

    [Fact]
    public async Task The_operator_may_let_it_wait()
    {
        await using var server = await VssSteps.Start(("DISABLE_DELAY", "24h"));
        var token = await Ask(server, server.People.Grace);
        var early = (await server.By(server.People.Grace).Post($"/tf/disable/{token}")).Refuses(
            HttpStatusCode.TooManyRequests, "does not work yet");
        Assert.Equal(TimeSpan.FromHours(24), early.Headers.RetryAfter?.Delta);

        await server.TimeGoesBy(TimeSpan.FromHours(24));
        (await server.By(server.People.Grace).Post($"/tf/disable/{token}")).Ok();
    }

    [Fact]
    public async Task Without_2fa_there_is_nothing_to_turn_off()
    {
        await using var server = await VssSteps.Start();

        (await server.By(server.People.Ada).Post("/tf/disable")).Refuses(HttpStatusCode.NotFound, "not on");
    }

    private static async Task<string> Ask(TestServer server, TestPerson person)
    {
        (await server.By(person).Post("/tf/disable")).Ok();
        return await server.NextDisableToken(person.Email);
    }

    // Every answer has a nonce and a form token of its own.
    private static string Anonymous(string page) => Regex.Replace(page, "(nonce|name=\"_form\" value)=\"[^\"]*\"", "$1");
}
