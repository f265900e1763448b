using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>Whatever one node gave is good on the other, and whatever one took is gone there.</summary>
public sealed class SharedStateTests
{
    [Fact]
    public async Task A_sign_in_that_began_on_one_node_ends_on_the_other_and_its_session_holds_on_both()
    {
        await using var nodes = await TwoNodes.Start();
        var grace = nodes.People.Grace;
        var browser = nodes.One.Stranger();
        var pending = (await browser.Password(grace)).Ok();

        var (there, here) = (nodes.Other.Stranger(), nodes.One.Stranger());
        there.Cookie = browser.Cookie;
        (await there.Post("/tfa/", new { code = grace.Phone.NextCode(), secret = pending.Secret })).Ok();

        here.Cookie = there.Cookie;
        foreach (var node in (VastCaller[])[here, there]) (await node.Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task What_a_node_writes_before_it_has_the_new_key_waits_for_one_that_has_it()
    {
        await using var nodes = await TwoNodes.Start();
        await nodes.One.Db.WhenClosed();
        await nodes.One.Db.Write(tx => tx.Execute($"UPDATE audit_head SET key_id = 'k9'"), TestContext.Current.CancellationToken);

        await nodes.One.LoggedIn(nodes.People.Grace);
        await nodes.One.Db.WhenClosed();

        Assert.Equal(0, await nodes.One.Number($"SELECT broken_at FROM audit_head"));
        Assert.InRange(await nodes.One.Number($"SELECT count(*) FROM audit_log WHERE entry IS NULL"), 1, long.MaxValue);
    }

    [Fact]
    public async Task Signing_out_on_one_node_ends_the_session_on_the_other_at_once()
    {
        await using var nodes = await TwoNodes.Start();
        var key = (await nodes.One.LoggedIn(nodes.People.Grace)).Bearer!;
        (await nodes.Other.With(key).Get("/users/current/")).Ok();

        (await nodes.One.With(key).Post("/users/logout/")).Ok();

        await nodes.Other.With(key).IsOut();
    }

    [Fact]
    public async Task A_form_of_one_node_is_taken_by_the_other_with_the_same_cookies()
    {
        await using var nodes = await TwoNodes.Start();
        var grace = nodes.People.Grace;
        var here = nodes.One.Browser();

        var door = await here.Open("/sign-in");
        var there = here.At(nodes.Other.Http);
        var asked = await there.Submit(door, "/sign-in", ("name", grace.Email), ("password", TestPerson.Password));
        here = there.At(nodes.One.Http);
        var form = await here.Follow(asked);
        there = here.At(nodes.Other.Http);
        var led = await there.Submit(form, "/sign-in/code", ("code", grace.Phone.NextCode()));

        Assert.Equal(303, led.Status);
        Assert.Equal(200, (await there.At(nodes.One.Http).Open("/account/security")).Status);
    }

    [Fact]
    public async Task A_code_that_one_node_sent_is_good_on_the_other_once()
    {
        await using var nodes = await TwoNodes.Start(Crowd.WithRoom);
        var linus = nodes.People.Linus;
        var secret = (await nodes.One.As(linus).Post("/tfa/sms/")).Ok().Secret;
        var code = (await nodes.One.NextCode(linus.Number!)).Code;

        var answers = await Crowd.AtOnce(n => nodes.Of(n).As(linus).Post("/tfa/", new { tfa_method = "sms", code, secret }));

        Assert.Equal(1, answers.Count(200));
        Assert.Equal(Crowd.Size - 1, answers.Count(answer => answer.Status is 400 or 404));
    }

    [Fact]
    public async Task A_key_that_one_node_made_opens_the_other_and_is_dead_there_when_it_is_deleted()
    {
        await using var nodes = await TwoNodes.Start();
        var ada = await nodes.One.SignedIn(nodes.People.Ada);
        var made = (await ada.Post("/auth/apikeys/", new { name = "nightly" })).Ok();
        var key = made.Text("key")!;
        (await nodes.Other.With(key).Get("/users/current/")).Ok();

        (await ada.Delete($"/auth/apikeys/{made["id"].GetInt64()}/")).Ok();

        await nodes.Other.With(key).IsOut();
    }

    [Fact]
    public async Task Wrong_codes_count_over_both_nodes()
    {
        await using var nodes = await TwoNodes.Start(Crowd.WithRoom);
        var grace = nodes.People.Grace;
        var code = grace.Phone.WrongCode();

        var answers = await Crowd.AtOnce(n => nodes.Of(n).As(grace).Post("/tfa/", new { tfa_method = "totp", code }));

        Assert.Equal(5, answers.Count(400, "2fa_verification_failed"));
        Assert.Equal(Crowd.Size - 5, answers.Count(429, "tfa_locked"));
    }

    [Fact]
    public async Task Wrong_passwords_make_the_other_node_wait_too()
    {
        await using var nodes = await TwoNodes.Start(("PASSWORD_FREE_FAILURES", "2"));
        var wrong = new { email = nodes.People.Ada.Email, password = "not the password of ada" };
        for (var n = 0; n < 3; n++) await nodes.Of(n).Stranger().Post("/users/login/", wrong);

        foreach (var node in (TestServer[])[nodes.One, nodes.Other])
            Assert.Equal(429, (await node.Stranger().Post("/users/login/", wrong)).Status);
    }

    [Fact]
    public async Task Text_messages_are_counted_over_both_nodes()
    {
        await using var nodes = await TwoNodes.Start(("SMS_PER_ACCOUNT_SHORT", "3/10m"), ("OPEN_CHALLENGES", "100"));
        var linus = nodes.People.Linus;

        var sent = 0;
        for (var n = 0; n < 8; n++)
        {
            if ((await nodes.Of(n).As(linus).Post("/tfa/sms/")).Status == 200) sent++;
            nodes.Clock.Advance(TimeSpan.FromSeconds(31));
        }

        Assert.Equal(3, sent);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task A_node_whose_clock_is_off_by_two_seconds_revives_no_code_and_ends_no_session(int seconds)
    {
        TwoNodes.SkipOnFile();
        await using var right = await TestServer.Start(Crowd.WithRoom);
        await using var off = await right.StartBeside(
            new FakeTimeProvider(right.Clock.GetUtcNow().AddSeconds(seconds)));
        TestServer[] both = [right, off];
        var grace = right.People.Grace;

        for (var round = 0; round < 40; round++)
        {
            var code = grace.Phone.Code();
            var answers = new List<VastAnswer>();
            foreach (var node in both) answers.Add(await node.As(grace).Post("/tfa/", new { tfa_method = "totp", code }));
            var login = Assert.Single(answers, answer => answer.Status == 200);
            foreach (var node in both) (await node.With(login.Text("session_key")!).Get("/users/current/")).Ok();

            // Past every lock that the used codes earned, and to another second of the half minute.
            foreach (var node in both) node.Clock.Advance(TimeSpan.FromHours(25) + TimeSpan.FromSeconds(1));
        }

        Assert.Equal(40, await right.SessionsOf(grace));
    }
}
