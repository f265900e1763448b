using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>How sessions begin, change their keys, last and end.</summary>
public sealed class SessionStories
{
    private const string Expired = "Session expired. Please log in again.";
    private const string Unknown = "Invalid user key";

    [Theory]
    [InlineData("totp")]
    [InlineData("sms")]
    [InlineData("email")]
    [InlineData("backup")]
    public async Task An_API_key_and_any_factor_make_a_session(string factor)
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var key = server.As(barbara);

        object proof = factor switch
        {
            "totp" => new { code = barbara.Phone.NextCode() },
            "backup" => new { backup_code = barbara.BackupCodes[0] },
            "sms" => new
            {
                tfa_method =
                "sms",
                secret = (await key.Post("/tfa/sms/")).Ok().Secret,
                code = (await server.NextCode(barbara.Number!)).Code
            },
            _ => new { secret = (await key.Post("/tfa/email/")).Ok().Secret, code = (await server.NextCode(barbara.Email)).Code },
        };
        var login = (await key.Post("/tfa/", proof)).Ok();

        Assert.Null(key.Cookie);
        Assert.Equal(factor == "backup", login.Has("backup_codes_remaining"));
        (await server.With(login.Text("session_key")!).Post("/tfa/totp-setup/")).Ok();
    }

    [Fact]
    public async Task A_session_is_prolonged_under_the_same_key()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var session = await server.LoggedIn(grace);
        server.Clock.Advance(TimeSpan.FromHours(23));

        var again = (await session.Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok();

        Assert.Equal(session.Bearer, again.Text("session_key"));
        server.Clock.Advance(TimeSpan.FromHours(23));
        (await session.Get("/tfa/status/")).Ok();
    }

    [Fact]
    public async Task A_session_key_is_good_for_a_day_and_says_so_afterwards()
    {
        await using var server = await TestServer.Start();
        var session = await server.LoggedIn(server.People.Grace);

        server.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        (await session.Get("/users/current/")).Ok();
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Expired, (await session.Get("/users/current/")).IsRefused(404, "auth_error").Msg);
        Assert.Equal(
            Expired, (await session.Post("/tfa/", new { code = server.People.Grace.Phone.NextCode() })).IsRefused(404, "auth_error").Msg);
    }

    [Fact]
    public async Task A_browser_nobody_uses_is_signed_out_after_an_hour()
    {
        await using var server = await TestServer.Start();
        var browser = await server.SignedIn(server.People.Ada);

        for (var n = 0; n < 3; n++)
        {
            server.Clock.Advance(TimeSpan.FromMinutes(50));
            (await browser.Get("/users/current/")).Ok();
        }

        server.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(404, (await browser.Get("/users/current/")).Status);
        (await browser.Password(server.People.Ada)).Ok();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("key_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA000000")]
    public async Task A_key_that_never_existed_is_an_invalid_user_key(string key)
    {
        await using var server = await TestServer.Start();

        Assert.Equal(Unknown, (await server.With(key).Get("/users/current/")).IsRefused(401, "auth_error").Msg);
    }

    [Fact]
    public async Task A_session_key_is_no_cookie_and_a_cookie_no_key()
    {
        await using var server = await TestServer.Start();
        var browser = await server.SignedIn(server.People.Grace);
        var program = await server.LoggedIn(server.People.Grace);
        var name = browser.Cookie!.Split('=')[0];

        await server.With(browser.Cookie[(name.Length + 1)..]).IsOut();
        var swapped = server.Stranger();
        swapped.Cookie = $"{name}={program.Bearer}";
        await swapped.IsOut();
        swapped.Cookie = $"{name}={server.People.Grace.ApiKey}";
        await swapped.IsOut();
    }

    [Fact]
    public async Task The_cookie_changes_at_every_rise_and_the_old_one_is_dead()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        var browser = server.Stranger();
        browser.Cookie = "tfa_session=planted-by-somebody-else";
        (await browser.Password(ada)).Ok();
        Assert.NotEqual("tfa_session=planted-by-somebody-else", browser.Cookie);

        var old = server.Stranger();
        old.Cookie = browser.Cookie;
        await server.Authorize(browser, ada);
        var (_, phone) = await server.AddApp(browser);
        Assert.NotEqual(old.Cookie, browser.Cookie);
        await old.IsOut();

        old.Cookie = browser.Cookie;
        (await browser.Post("/tfa/", new { code = phone.NextCode() })).Ok();
        Assert.NotEqual(old.Cookie, browser.Cookie);
        await old.IsOut();
        (await browser.Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task Sessions_are_listed_with_the_calling_one_marked_and_one_can_be_ended()
    {
        await using var server = await TestServer.Start();
        var (mine, other) = (await server.LoggedIn(server.People.Grace), await server.SignedIn(server.People.Grace));
        mine.Headers["User-Agent"] = "vastai/1.0";

        var sessions = (await mine.Get("/auth/sessions/")).Ok()["sessions"].EnumerateArray().ToList();
        Assert.Equal([false, true], sessions.Select(session => session.GetProperty("current").GetBoolean()));
        Assert.All(sessions, session => Assert.Equal("127.0.0.1", session.GetProperty("ip_address").GetString()));

        (await mine.Delete("/auth/sessions/", new { id = sessions[0].GetProperty("id").GetInt64() })).Ok();
        await other.IsOut();
        (await mine.Delete("/auth/sessions/", new { id = sessions[0].GetProperty("id").GetInt64() })).IsRefused(404, "not_found");
        Assert.Single((await mine.Get("/auth/sessions/")).Ok()["sessions"].EnumerateArray());
    }

    [Fact]
    public async Task Nobody_ends_somebody_elses_session()
    {
        await using var server = await TestServer.Start();
        var (grace, linus) = (await server.LoggedIn(server.People.Grace), await server.LoggedIn(server.People.Linus));
        var id = (await linus.Get("/auth/sessions/")).Ok()["sessions"][0].GetProperty("id").GetInt64();

        (await grace.Delete("/auth/sessions/", new { id })).IsRefused(404, "not_found");
        (await linus.Get("/users/current/")).Ok();
    }
}
