using System.Text.RegularExpressions;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Strangers have used up what may be tried of a password from anywhere; its owner is somewhere new, and knows it.</summary>
public sealed partial class OthersTriedStories
{
    [Fact]
    public async Task By_a_mailed_link_the_owner_signs_in_with_the_old_password_and_their_factor_at_once()
    {
        await using var server = await VssSteps.Start(("TRUSTED_PROXIES", "127.0.0.1"), ("MAIL_WAIT", "72h"));
        var ada = server.People.Ada;
        await server.TurnOnEmail(ada);
        await UseUp(server, ada);
        var owner = From(server, "203.0.113.77");
        var page = await owner.Open("/sign-in");
        var refused = await owner.Submit(page, "/sign-in", ("name", ada.Email), ("password", TestPerson.Password));
        Assert.Contains("Too many tries", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Ask for a link by e-mail", refused.Text, StringComparison.Ordinal);

        await AskedMailStories.AskForReset(server, ada.Email);
        var link = await ResetLink(server, ada);
        var choose = await owner.Open($"/reset-password?token={link}");
        var kept = await owner.Submit(choose, "/reset-password/keep");
        Assert.Equal("/sign-in?said=placeletin", kept.Location);

        var led = await owner.Submit(await owner.Follow(kept), "/sign-in", ("name", ada.Email), ("password", TestPerson.Password));
        Assert.StartsWith("/sign-in/code", led.Location, StringComparison.Ordinal);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE mail_counts_from IS NOT NULL"));

        // The link is good once, and nobody else is let in.
        Assert.Equal(404, (await owner.Submit(choose, "/reset-password/keep")).Status);
        var stranger = From(server, "203.0.113.78");
        var other = await stranger.Submit(
            await stranger.Open("/sign-in"), "/sign-in", ("name", ada.Email), ("password", TestPerson.Password));
        Assert.Contains("Too many tries", other.Text, StringComparison.Ordinal);
        Assert.Equal(Words.Of(AuditEvent.PlaceVouchedFor), await server.Db.Read(
            async sql => (await AuditLog.Newest(sql, new(await server.IdOf(ada)), 50))
                .First(entry => entry.Event == Words.Of(AuditEvent.PlaceVouchedFor)).Event, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_has_the_mailbox_tries_no_more_passwords_by_it()
    {
        await using var server = await TestServer.Start(("TRUSTED_PROXIES", "127.0.0.1"));
        var ada = server.People.Ada;
        var thief = From(server, "203.0.113.9");
        PageAnswer answer = null!;
        for (var n = 0; n < 12; n++)
            answer = await thief.Submit(await thief.Open("/sign-in"), "/sign-in", ("name", ada.Email), ("password", $"wrong-{n}-password"));
        Assert.Contains("Too many tries", answer.Text, StringComparison.Ordinal);

        await AskedMailStories.AskForReset(server, ada.Email);
        var link = await ResetLink(server, ada);
        await thief.Submit(await thief.Open($"/reset-password?token={link}"), "/reset-password/keep");

        answer = await thief.Submit(await thief.Open("/sign-in"), "/sign-in", ("name", ada.Email), ("password", "wrong-again-password"));
        Assert.Contains("Too many tries", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_three_places_are_let_in_by_links_and_then_a_new_password_does_it()
    {
        await using var server = await TestServer.Start(("TRUSTED_PROXIES", "127.0.0.1"));
        var ada = server.People.Ada;
        for (var n = 1; n <= 4; n++)
        {
            var visitor = From(server, $"203.0.113.{n}");
            await AskedMailStories.AskForReset(server, ada.Email);
            var page = await visitor.Open($"/reset-password?token={await ResetLink(server, ada)}");
            var kept = await visitor.Submit(page, "/reset-password/keep");
            if (n < 4) Assert.Equal("/sign-in?said=placeletin", kept.Location);
            else Assert.Contains("Set a new password instead", kept.Text, StringComparison.Ordinal);
            if (n == 4) Assert.Equal(303, (await visitor.Submit(kept, "/reset-password", ("password", "another-horse-battery"))).Status);
        }
    }

    [Fact]
    public async Task A_wrong_password_from_where_the_owner_signed_in_gets_the_answer_that_others_get_elsewhere()
    {
        await using var server = await TestServer.Start(("TRUSTED_PROXIES", "127.0.0.1"));
        var ada = server.People.Ada;
        var office = server.Stranger();
        office.Headers["X-Forwarded-For"] = "203.0.113.150";
        (await office.Post("/users/login/", new { email = ada.Email, password = TestPerson.Password })).Ok();
        await UseUp(server, ada);
        var elsewhere = server.Stranger();
        elsewhere.Headers["X-Forwarded-For"] = "203.0.113.151";

        var known = await office.Post("/users/login/", new { email = ada.Email, password = "not-this-one" });
        var unknown = await elsewhere.Post("/users/login/", new { email = ada.Email, password = "not-this-one" });

        Assert.Equal((429, unknown.Error, unknown.Msg), (known.Status, known.Error, known.Msg));
        Assert.Equal(429, unknown.Status);
        server.Clock.Advance(TimeSpan.FromSeconds(30)); // The wait after a wrong password at that place.
        (await office.Post("/users/login/", new { email = ada.Email, password = TestPerson.Password })).Ok();
    }

    private static async Task<string> ResetLink(TestServer server, TestPerson person)
    {
        var mail = await server.Next(person.Email, message => ResetToken().IsMatch(message.Text));
        return ResetToken().Match(mail.Text).Value;
    }

    private static async Task UseUp(TestServer server, TestPerson person)
    {
        for (var n = 0; n < 60; n++)
        {
            var stranger = server.Stranger();
            stranger.Headers["X-Forwarded-For"] = $"198.51.100.{n / 5}";
            await stranger.Post("/users/login/", new { email = person.Email, password = "not-this-one" });
        }
    }

    private static PageVisitor From(TestServer server, string address)
    {
        var visitor = server.Browser();
        visitor.Headers["X-Forwarded-For"] = address;
        return visitor;
    }

    [GeneratedRegex(@"(?<=/reset-password\?token=)[\w-]+")]
    private static partial Regex ResetToken();
}
