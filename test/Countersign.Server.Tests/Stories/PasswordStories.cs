using Countersign.Server.Secrets;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>People who guess passwords, and the owners whom they must not shut out.</summary>
public sealed class PasswordStories
{
    private const string Wrong = "wrong-wrong-wrong";
    private const string Fresh = "correct-horse-battery-staple";

    private static readonly (string Name, string Value) ThroughProxy = ("TRUSTED_PROXIES", "127.0.0.1");

    [Fact]
    public async Task Thirty_guesses_at_the_old_password_from_thirty_addresses_are_five_and_the_owner_hears_of_them()
    {
        await using var server = await TestServer.Start(ThroughProxy);
        var ada = server.People.Ada;
        var thief = await server.SignedIn(ada);

        var statuses = new List<int>();
        for (var n = 0; n < 30; n++)
        {
            thief.Headers["X-Forwarded-For"] = $"203.0.113.{n}";
            statuses.Add((await thief.Put("/users/password/", new { old_password = Wrong, new_password = Fresh })).Status);
        }

        Assert.Equal([.. Enumerable.Repeat(403, 5), .. Enumerable.Repeat(429, 25)], statuses);
        Assert.Equal(5, await server.AuditedOf(ada, "authn_login_fail", "wrong_password"));
        Assert.Equal(5, await server.Number($"SELECT hits FROM limits WHERE bucket LIKE 'password-account:%'"));
        await server.NextNotice(ada, "A wrong password was given inside your account");
        Assert.Single(server.Inbox.All, message => message.Subject.Contains("wrong password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Guesses_at_the_old_password_and_at_the_door_wait_together()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        var browser = await server.Browser(ada);
        for (var n = 0; n < 3; n++)
        {
            var page = await browser.Open("/account/security/password");
            await browser.Submit(page, "/account/security/password", ("old", Wrong), ("password", Fresh));
        }

        for (var n = 0; n < 2; n++) await Guess(server, ada.Name, 403);
        await Guess(server, ada.Name, 429);
        Assert.Equal(5, await server.AuditedOf(ada, "authn_login_fail", "wrong_password"));
    }

    [Fact]
    public async Task A_right_old_password_after_wrong_ones_is_taken_and_forgives_them()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        for (var n = 0; n < 4; n++) await ada.Put("/users/password/", new { old_password = Wrong, new_password = Fresh });

        (await ada.Put("/users/password/", new { old_password = TestPerson.Password, new_password = Fresh })).Ok();

        for (var n = 0; n < 5; n++)
            (await ada.Put("/users/password/", new { old_password = Wrong, new_password = Fresh })).IsRefused(403, "auth_error");
    }

    [Fact]
    public async Task An_address_and_a_user_name_of_one_account_wait_apart_and_share_its_budget()
    {
        await using var server = await TestServer.Start(ThroughProxy, ("PASSWORD_PER_ACCOUNT", "12/1h"));
        var grace = server.People.Grace;

        for (var n = 0; n < 5; n++) await Guess(server, grace.Name, 403);
        await Guess(server, $" {grace.Name.ToUpperInvariant()} ", 429);
        for (var n = 0; n < 5; n++) await Guess(server, grace.Email, 403);
        await Guess(server, grace.Email, 429);

        await Guess(server, grace.Name, 403, "203.0.113.1");
        await Guess(server, grace.Email, 403, "203.0.113.1");
        await Guess(server, grace.Name, 429, "203.0.113.2");
        await Guess(server, grace.Email, 429, "203.0.113.3");
    }

    [Fact]
    public async Task A_spent_budget_of_an_address_does_not_tell_which_user_name_belongs_to_it()
    {
        await using var server = await TestServer.Start(ThroughProxy, ("PASSWORD_PER_ACCOUNT", "12/1h"));
        var grace = server.People.Grace;
        for (var n = 0; n < 6; n++) await Guess(server, grace.Email, 403, $"203.0.113.{n}");
        await Guess(server, grace.Email, 429, "203.0.113.200");

        await Guess(server, grace.Name, 403, "203.0.113.201");
        await Guess(server, "nobody-at-all", 403, "203.0.113.202");
    }

    [Fact]
    public async Task Strangers_who_use_up_the_budget_shut_out_neither_a_remembered_browser_nor_whoever_resets_by_mail()
    {
        await using var server = await TestServer.Start(ThroughProxy);
        var grace = server.People.Grace;
        var known = await Remembered(server, grace);
        for (var n = 0; n < 100; n++) await Guess(server, n % 2 == 0 ? grace.Name : grace.Email, 403, $"203.0.113.{n / 5}");

        await SignsIn(server.Browser(), grace, TestPerson.Password, "198.51.100.1", "data-at");
        await SignsIn(known, grace, TestPerson.Password, "198.51.100.2", "/account");

        var elsewhere = server.Browser();
        elsewhere.Headers["X-Forwarded-For"] = "198.51.100.3";
        await Reset(server, elsewhere, grace);
        for (var n = 0; n < 100; n++) await Guess(server, n % 2 == 0 ? grace.Name : grace.Email, 403, $"192.0.2.{n / 5}");
        await SignsIn(elsewhere, grace, Fresh, "198.51.100.3", "/sign-in/code");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Once_the_budget_is_spent_no_wait_tells_that_somebody_signs_in_from_the_same_address(bool isSomebodys)
    {
        await using var server = await TestServer.Start(ThroughProxy);
        var linus = server.People.Linus;
        (await From(server, "198.51.100.1").Password(linus)).Ok();
        var name = isSomebodys ? linus.Name : "nobody-at-all";
        for (var n = 0; n < 50; n++) await Guess(server, name, 403, $"203.0.113.{n / 5}");

        for (var n = 0; n < 8; n++)
        {
            var answer = await From(server, "198.51.100.1").Post("/users/login/", new { email = name, password = Wrong });
            Assert.Equal((429, "3600"), (answer.Status, answer.Headers.GetValues("Retry-After").Single()));
        }
    }

    [Fact]
    public async Task Nor_does_one_once_the_budget_is_there_again()
    {
        await using var server = await TestServer.Start(ThroughProxy, ("PASSWORD_PER_ACCOUNT", "20/1m"));
        var linus = server.People.Linus;
        (await From(server, "198.51.100.1").Password(linus)).Ok();
        (string Name, string Address)[] tries =
            [(linus.Name, "198.51.100.1"), (linus.Name, "198.51.100.2"), ("nobody-at-all", "198.51.100.3")];
        foreach (var name in (string[])[linus.Name, "nobody-at-all"])
            for (var n = 0; n < 10; n++) await Guess(server, name, 403, $"203.0.113.{n / 5}");

        for (var second = 0; second < 90; second += 3)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(3));
            var answers = new List<(int Status, string? Until)>();
            foreach (var (name, address) in tries)
            {
                var answer = await From(server, address).Post("/users/login/", new { email = name, password = Wrong });
                answers.Add((answer.Status, answer.Headers.TryGetValues("Retry-After", out var until) ? until.Single() : null));
            }

            Assert.Single(answers.Distinct());
        }
    }

    [Fact]
    public async Task An_address_is_known_for_thirty_days_after_the_latest_sign_in_and_not_after_the_first()
    {
        await using var server = await TestServer.Start(ThroughProxy);
        var grace = server.People.Grace;
        for (var n = 0; n < 2; n++)
        {
            await SignsIn(server.Browser(), grace, TestPerson.Password, "198.51.100.1", "/sign-in/code");
            server.Clock.Advance(TimeSpan.FromDays(20));
        }

        for (var n = 0; n < 100; n++) await Guess(server, n % 2 == 0 ? grace.Name : grace.Email, 403, $"203.0.113.{n / 5}");
        await SignsIn(server.Browser(), grace, TestPerson.Password, "198.51.100.1", "/sign-in/code");
    }

    [Fact]
    public async Task Neighbours_at_the_same_address_do_not_make_a_remembered_browser_wait()
    {
        await using var server = await TestServer.Start(("PASSWORD_PER_ADDRESS", "30/5m"));
        var grace = server.People.Grace;
        var known = await Remembered(server, grace);
        for (var n = 0; n < 40; n++) await server.Stranger().Post("/users/login/", new { email = grace.Email, password = Wrong });

        await SignsIn(known, grace, TestPerson.Password, null, "/account");
    }

    [Fact]
    public async Task Sixty_wrong_tries_on_one_name_shut_out_nobody_behind_the_same_address()
    {
        await using var server = await TestServer.Start(ThroughProxy, ("PASSWORD_PER_ADDRESS", "3/5m"));
        const string office = "203.0.113.40";
        for (var n = 0; n < 60; n++)
            await From(server, office).Post("/users/login/", new { email = server.People.Grace.Email, password = Wrong });

        (await From(server, office).Password(server.People.Ada)).Ok();
        await Guess(server, server.People.Linus.Email, 403, office);
        await Guess(server, "nobody", 403, office);

        // Three names were tried wrongly: a fourth is too many, whoever's it is.
        await Guess(server, "somebody", 429, office);
        await Guess(server, server.People.Barbara.Email, 429, office);
        server.Clock.Advance(TimeSpan.FromMinutes(6));
        await Guess(server, "somebody", 403, office);
    }

    [Fact]
    public async Task A_right_password_takes_back_what_its_name_had_used_up()
    {
        await using var server = await TestServer.Start(ThroughProxy, ("PASSWORD_PER_ADDRESS", "1/5m"));
        const string office = "203.0.113.40";
        await Guess(server, server.People.Ada.Email, 403, office);
        await Guess(server, server.People.Grace.Email, 429, office);
        server.Clock.Advance(TimeSpan.FromSeconds(20));

        (await From(server, office).Password(server.People.Ada)).Ok();

        await Guess(server, server.People.Grace.Email, 403, office);
        await Guess(server, server.People.Linus.Email, 429, office);
    }

    [Fact]
    public async Task Of_many_names_at_once_so_many_are_looked_at_as_there_are_places_and_one_name_takes_one_of_them()
    {
        await using var server = await TestServer.Start([.. Crowd.WithRoom, ("PASSWORD_PER_ADDRESS", "8/5m")]);
        await Crowd.AtOnce(_ => server.Stranger().Post("/users/login/", new { email = "grace", password = Wrong }));

        var answers = await Crowd.AtOnce(n => server.Stranger().Post("/users/login/", new { email = $"nobody{n}", password = Wrong }));

        Assert.Equal(7, answers.Count(answer => answer.Status == 403));
        Assert.Equal(answers.Count - 7, answers.Count(answer => answer.Status == 429));
    }

    [Theory]
    [InlineData("2001:db8:1:10{0:x}::1", 8)]
    [InlineData("2001:db8:1:{0:x}00::1", 32)]
    public async Task Whoever_has_many_networks_gets_a_few_times_as_many_tries_as_one_address_and_no_more(string addresses, int tries)
    {
        await using var server = await TestServer.Start(ThroughProxy, ("PASSWORD_PER_ADDRESS", "2/5m"));
        var statuses = new List<int>();
        for (var n = 0; n < 40; n++)
        {
            // Two from each /64, and in the second case two from each /56, with another name each time.
            var address = string.Format(
                System.Globalization.CultureInfo.InvariantCulture, addresses, n % 20 % 16 + (tries > 8 ? n / 16 * 16 : 0));
            statuses.Add((await From(server, address).Post("/users/login/", new { email = $"nobody{n}", password = Wrong })).Status);
        }

        Assert.Equal(tries, statuses.Count(status => status == 403));
        Assert.Equal(403, (await From(server, "2001:db8:2::1").Post("/users/login/", new { email = "nobody", password = Wrong })).Status);
    }

    [Theory]
    [InlineData("ada@example.org", "a proven address")]
    [InlineData("emmy@example.org", "an address that waits")]
    [InlineData("mary@example.org", "an address that the operator typed")]
    [InlineData("free@example.org", "nobody's address")]
    public async Task Signing_up_and_then_in_tells_nobody_whose_address_it_is(string email, string whose)
    {
        await using var server = await TestServer.Start();
        await server.Add("mary", isProven: false);
        (await server.Stranger().Post("/users/", new { email = "emmy@example.org", username = "emmy", password = Wrong })).Ok();
        var hashes = server.Services.GetRequiredService<PasswordHash>();
        var before = hashes.Count;

        var up = (await server.Stranger().Post("/users/", new { email, username = "someone", password = Fresh })).Ok();
        var byAddress = await server.Stranger().Post("/users/login/", new { email, password = Fresh });
        Assert.Contains("then log in", up.Text("msg"), StringComparison.Ordinal);
        byAddress.IsRefused(403, "auth_error");
        Assert.Equal((before + 2, whose), (hashes.Count, whose));

        // Nor does the user name that was chosen, which by now is somebody's or nobody's.
        var byName = await server.Stranger().Post("/users/login/", new { email = "someone", password = Fresh });
        Assert.Equal((byAddress.Status, byAddress.Raw, before + 3), (byName.Status, byName.Raw, hashes.Count));
        Assert.Equal(401, (int)(await VssCaller.With(server.Http, email, Fresh).Post("/auth/request-token", new { })).Status);
    }

    private static async Task Guess(TestServer server, string name, int status, string address = "203.0.113.250") =>
        Assert.Equal(status, (await From(server, address).Post("/users/login/", new { email = name, password = Wrong })).Status);

    private static VastCaller From(TestServer server, string address)
    {
        var stranger = server.Stranger();
        stranger.Headers["X-Forwarded-For"] = address;
        return stranger;
    }

    internal static async Task<PageVisitor> Remembered(TestServer server, TestPerson person)
    {
        var browser = server.Browser();
        var led = await browser.Submit(
            await browser.Open("/sign-in"), "/sign-in", ("name", person.Email), ("password", TestPerson.Password));
        var entered = await browser.Submit(
            await browser.Follow(led), "/sign-in/code", ("code", person.Phone.NextCode()), ("remember", "yes"));
        await browser.Submit(await browser.Follow(await browser.Follow(entered)), "/sign-out");
        Assert.Contains(browser.Cookies.Keys, name => name.EndsWith("tfa_browser", StringComparison.Ordinal));
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        return browser;
    }

    // Where it led; or, if it led nowhere, the page that was shown instead has this in it.
    internal static async Task SignsIn(PageVisitor browser, TestPerson person, string password, string? address, string where)
    {
        if (address is not null) browser.Headers["X-Forwarded-For"] = address;
        var answer = await browser.Submit(await browser.Open("/sign-in"), "/sign-in", ("name", person.Email), ("password", password));
        Assert.Contains(where, answer.Location ?? answer.Html, StringComparison.Ordinal);
    }

    private static async Task Reset(TestServer server, PageVisitor browser, TestPerson person)
    {
        await browser.Submit(await browser.Open("/forgot-password"), "/forgot-password", ("email", person.Email));
        var mail = await server.Next(person.Email, message => message.Text.Contains("/reset-password?", StringComparison.Ordinal));
        var link = mail.Text.Split('\n', ' ').First(word => word.Contains("/reset-password?", StringComparison.Ordinal)).Trim();
        var done = await browser.Submit(await browser.Open(new Uri(link).PathAndQuery), "/reset-password", ("password", Fresh));
        Assert.Equal(303, done.Status);
    }
}
