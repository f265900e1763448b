using Countersign.Server.SignIn;
using Countersign.Server.Tests.VssApi;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Of what an account may have sent, whoever knows the password and nothing more takes a share. The rest is its owner's.</summary>
public sealed class OwnerShareStories
{
    private const string Home = "198.51.100.7";
    private const string Elsewhere = "203.0.113.9";
    private static readonly (string Name, string Value) ThroughProxy = ("TRUSTED_PROXIES", "127.0.0.1");
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    public enum Door
    {
        Tfa,
        Tf,
    }

    [Theory]
    [InlineData(Door.Tfa)]
    [InlineData(Door.Tf)]
    public async Task The_password_alone_does_not_use_up_the_texts_of_a_day(Door door)
    {
        await using var server = await Start();
        await ComesIn(server, door);

        var went = 0;
        for (var n = 0; n < 32; n++)
        {
            server.Clock.Advance(TimeSpan.FromMinutes(15));
            went += await AskForText(server, door, Elsewhere) == 200 ? 1 : 0;
        }

        Assert.Equal(5, went);
        for (var n = 0; n < 3; n++)
        {
            server.Clock.Advance(Steps.Cooldown);
            Assert.Equal(200, await AskForText(server, door, Home));
        }
    }

    [Theory]
    [InlineData(Door.Tfa)]
    [InlineData(Door.Tf)]
    public async Task Nor_those_of_a_few_minutes(Door door)
    {
        await using var server = await Start();
        await ComesIn(server, door);
        for (var n = 0; n < 2; n++)
        {
            server.Clock.Advance(Steps.Cooldown);
            Assert.Equal(200, await AskForText(server, door, Elsewhere));
        }

        server.Clock.Advance(Steps.Cooldown);
        Assert.Equal(429, await AskForText(server, door, Elsewhere));
        Assert.Equal(200, await AskForText(server, door, Home));
    }

    [Fact]
    public async Task What_strangers_ask_for_still_counts_against_what_a_number_may_cost()
    {
        await using var server = await Start(("SMS_PER_ACCOUNT_SHORT", "100/10m"));
        await ComesIn(server, Door.Tfa);
        var answers = new List<int>();
        foreach (var from in (string[])[Elsewhere, Elsewhere, Elsewhere, Home, Home, Home])
        {
            server.Clock.Advance(Steps.Cooldown);
            answers.Add(await AskForText(server, Door.Tfa, from));
        }

        Assert.Equal([200, 200, 429, 200, 200, 429], answers);
    }

    [Theory]
    [InlineData(Door.Tfa)]
    [InlineData(Door.Tf)]
    public async Task Whoever_has_signed_in_from_somewhere_is_the_owner_there_at_either_door(Door door)
    {
        await using var server = await Start(("SMS_PER_ACCOUNT_SHORT", "100/10m"));
        await ComesIn(server, door);

        var other = door is Door.Tfa ? Door.Tf : Door.Tfa;
        for (var n = 0; n < 4; n++)
        {
            server.Clock.Advance(Steps.Cooldown);
            Assert.Equal(200, await AskForText(server, other, Home));
        }
    }

    [Fact]
    public async Task A_first_code_that_turns_2FA_on_makes_its_place_known()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_ACCOUNT", "5/1h"));
        var nina = await server.Add("nina");
        await server.TurnOnEmail(nina);

        var answers = new List<int>();
        for (var n = 0; n < 5; n++)
        {
            server.Clock.Advance(Steps.Cooldown);
            answers.Add((await server.By(nina).Post("/tf/request-token")).Status);
        }

        Assert.Equal([200, 200, 200, 200, 429], answers);
    }

    [Fact]
    public async Task A_key_of_an_account_with_2FA_is_no_more_than_the_password()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_ACCOUNT", "5/1h"));
        var grace = server.People.Grace;
        var answers = new List<int>();
        for (var n = 0; n < 4; n++)
        {
            server.Clock.Advance(Steps.Cooldown);
            answers.Add((await server.As(grace).Post("/tfa/email/")).Status);
        }

        Assert.Equal([200, 200, 200, 429], answers);
        await server.SignedIn(grace);
        Assert.Equal([200, 200, 429], await AskForMails(server, grace, 3));
    }

    [Fact]
    public async Task A_place_is_known_for_thirty_days_after_the_latest_proof_and_not_after_the_first()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_ACCOUNT", "5/1h"));
        var grace = server.People.Grace;
        await server.SignedIn(grace);
        server.Clock.Advance(TimeSpan.FromDays(20));
        await server.SignedIn(grace);
        server.Clock.Advance(TimeSpan.FromDays(20));

        Assert.Equal([200, 200, 200, 200, 200, 429], await AskForMails(server, grace, 6));

        server.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal([200, 200, 200, 429], await AskForMails(server, grace, 4));
    }

    [Fact]
    public async Task Where_a_remembered_browser_was_let_in_is_known_too()
    {
        await using var server = await TestServer.Start(ThroughProxy, ("EMAIL_PER_ACCOUNT", "5/1h"));
        var grace = server.People.Grace;
        var browser = (await server.Verb<RememberBrowser>().Run(await server.SessionOf(grace), PageVerbSteps.Here, Ct)).Given!.Token;
        var abroad = new Source(Elsewhere, Elsewhere, "Browser", "POST /test");
        Assert.NotNull((await server.Verb<EnterRemembered>().Run(await server.WaitingSignIn(grace), browser, abroad, Ct)).Given);

        Assert.Equal([200, 200, 200, 200, 200, 429], await AskForMails(server, grace, 6, Elsewhere));
    }

    private static Task<TestServer> Start(params (string Name, string Value)[] more) => TestServer.Start(
    [
        ThroughProxy, ("SMS_PER_ACCOUNT_SHORT", "3/10m"), ("SMS_PER_ACCOUNT_LONG", "10/1d"), ("SMS_PER_NUMBER_SHORT", "5/1h"),
        ("SMS_PER_NUMBER_LONG", "10/1d"), .. more,
    ]);

    // The owner, at home, with their phone in their hand. Nobody knows them there yet, so that this one text is of the strangers' share.
    private static async Task ComesIn(TestServer server, Door door)
    {
        var linus = server.People.Linus;
        Assert.Equal(200, await AskForText(server, door, Home, out var finish));
        await finish((await server.NextCode(linus.Number!)).Code);
    }

    private static Task<int> AskForText(TestServer server, Door door, string from) => AskForText(server, door, from, out _);

    private static Task<int> AskForText(TestServer server, Door door, string from, out Func<string, Task> finish)
    {
        var linus = server.People.Linus;
        if (door is Door.Tf)
        {
            var caller = server.By(linus);
            caller.Headers["X-Forwarded-For"] = from;
            finish = async otp => (await caller.Post("/auth/request-token", new { otp })).Ok();
            return StatusOf(caller.Post("/tf/request-token"));
        }

        var browser = server.Stranger();
        browser.Headers["X-Forwarded-For"] = from;
        var secret = "";
        finish = async code => (await browser.Post("/tfa/", new { tfa_method = "sms", code, secret })).Ok();
        return Ask();

        async Task<int> Ask()
        {
            secret = (await browser.Password(linus)).Ok().Secret;
            return (await browser.Post("/tfa/sms/", new { secret })).Status;
        }
    }

    private static async Task<int> StatusOf(Task<VastAnswer> answer) => (await answer).Status;

    private static async Task<IReadOnlyList<int>> AskForMails(TestServer server, TestPerson person, int times, string? from = null)
    {
        var answers = new List<int>();
        for (var n = 0; n < times; n++)
        {
            var browser = server.Stranger();
            if (from is not null) browser.Headers["X-Forwarded-For"] = from;
            answers.Add((await browser.Post("/tfa/email/", new { secret = (await browser.Password(person)).Ok().Secret })).Status);
            server.Clock.Advance(Steps.Cooldown);
        }

        return answers;
    }
}
