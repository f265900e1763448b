using System.Net;
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
        await using var server = await TestServer.Start();
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
        await using var server = await TestServer.Start();
        var token = await Ask(server, server.People.Grace);
        var scanner = new VssCaller(server.Http);
        var made = new string([.. token.Reverse()]);

        var (real, none) = (await scanner.Get($"/tf/disable/{token}"), await scanner.Get($"/tf/disable/{made}"));
        Assert.Equal(real.Raw.Replace(token, made, StringComparison.Ordinal), none.Raw);
    }

    [Fact]
    public async Task The_button_of_the_page_takes_password_and_token()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var token = await Ask(server, grace);
        var page = new VssCaller(server.Http);

        var wrong = await page.Post("/disable-2fa", Form(token, grace.Name, "not-this-one"));
        Assert.Equal(400, wrong.Status);
        Assert.Contains("password is wrong", wrong.Raw, StringComparison.Ordinal);
        Assert.Contains("is off", (await page.Post("/disable-2fa", Form(token, grace.Name, TestPerson.Password))).Raw, StringComparison.Ordinal);
        Assert.False((await server.As(grace).Get("/tfa/status/")).Ok()["tfa_enabled"].GetBoolean());
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_press_it()
    {
        await using var server = await TestServer.Start();
        var token = await Ask(server, server.People.Grace);
        var elsewhere = new VssCaller(server.Http) { Headers = { ["Origin"] = "https://evil.example", ["Sec-Fetch-Site"] = "cross-site" } };

        Assert.Equal(400, (await elsewhere.Post("/disable-2fa", Form(token, "grace", TestPerson.Password))).Status);
        elsewhere.Authorization = server.By(server.People.Grace).Authorization;
        (await elsewhere.Post($"/tf/disable/{token}")).Refuses(HttpStatusCode.Forbidden, "another site");
        (await elsewhere.Post("/tf/disable")).Refuses(HttpStatusCode.Forbidden, "another site");
    }

    [Fact]
    public async Task It_lasts_a_quarter_of_an_hour()
    {
        await using var server = await TestServer.Start();
        var token = await Ask(server, server.People.Grace);
        server.Clock.Advance(TimeSpan.FromMinutes(15));

        (await server.By(server.People.Grace).Post($"/tf/disable/{token}")).Refuses(HttpStatusCode.NotFound, "not valid any more");
    }

    [Fact]
    public async Task It_is_good_for_its_own_account_only()
    {
        await using var server = await TestServer.Start();
        var token = await Ask(server, server.People.Grace);

        (await server.By(server.People.Linus).Post($"/tf/disable/{token}")).Refuses(HttpStatusCode.NotFound, "not valid any more");
        (await server.By(server.People.Grace).Post($"/tf/disable/{token}")).Ok();
    }

    [Fact]
    public async Task It_dies_with_the_credentials_it_was_asked_under()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var token = await Ask(server, grace);
        var session = (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok().Text("session_key")!;
        (await server.With(session).Put("/tfa/regen-backup-codes/", new { code = grace.Phone.NextCode() })).Ok();

        (await server.By(grace).Post($"/tf/disable/{token}")).Refuses(HttpStatusCode.NotFound, "not valid any more");
    }

    [Fact]
    public async Task A_newer_one_takes_its_place()
    {
        await using var server = await TestServer.Start();
        var old = await Ask(server, server.People.Grace);
        var young = await Ask(server, server.People.Grace);

        (await server.By(server.People.Grace).Post($"/tf/disable/{old}")).Refuses(HttpStatusCode.NotFound, "not valid any more");
        (await server.By(server.People.Grace).Post($"/tf/disable/{young}")).Ok();
    }

    [Fact]
    public async Task Of_twenty_at_once_one_turns_it_off()
    {
        await using var server = await TestServer.Start(("PASSWORD_FREE_FAILURES", "20"));
        var token = await Ask(server, server.People.Grace);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.By(server.People.Grace).Post($"/tf/disable/{token}")));

        Assert.Single(answers, answer => answer.Status == 200);
    }

    [Fact]
    public async Task Mail_and_phone_hear_of_it_and_every_session_ends()
    {
        await using var server = await TestServer.Start();
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
        await using var server = await TestServer.Start(("DISABLE_BY_LINK", "off"));

        (await server.By(server.People.Grace).Post("/tf/disable")).Refuses(HttpStatusCode.Forbidden, "not turned off by mail");
    }

    [Fact]
    public async Task The_operator_may_let_it_wait()
    {
        await using var server = await TestServer.Start(("DISABLE_DELAY", "24h"));
        var token = await Ask(server, server.People.Grace);
        var early = (await server.By(server.People.Grace).Post($"/tf/disable/{token}")).Refuses(HttpStatusCode.TooManyRequests, "does not work yet");
        Assert.Equal(TimeSpan.FromHours(24), early.Headers.RetryAfter?.Delta);

        server.Clock.Advance(TimeSpan.FromHours(24));
        (await server.By(server.People.Grace).Post($"/tf/disable/{token}")).Ok();
    }

    [Fact]
    public async Task Without_2fa_there_is_nothing_to_turn_off()
    {
        await using var server = await TestServer.Start();

        (await server.By(server.People.Ada).Post("/tf/disable")).Refuses(HttpStatusCode.NotFound, "not on");
    }

    private static async Task<string> Ask(TestServer server, TestPerson person)
    {
        (await server.By(person).Post("/tf/disable")).Ok();
        return await server.NextDisableToken(person.Email);
    }

    private static FormUrlEncodedContent Form(string token, string username, string password) =>
        new(new Dictionary<string, string> { ["token"] = token, ["username"] = username, ["password"] = password });
}
