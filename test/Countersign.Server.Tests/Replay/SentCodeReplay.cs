using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Replay;

/// <summary>A code we sent is good for what it was sent for, for whom it was sent, once, and for ten minutes.</summary>
public sealed class SentCodeReplay
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Spends
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var channel in new[] { "sms", "email" })
                foreach (var door in new[] { "a session's renewal", "a removal", "an authorization", "new backup codes" })
                    all.Add(channel, door);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Spends))]
    public async Task A_code_spent_once_is_refused_everywhere(string channel, string spentOn)
    {
        await using var server = await TestServer.Start();
        var session = await Doors.Session(server);
        var proof = await Sent(server, session, channel);
        (await (await Doors.Open(server, session)).Single(door => door.Name == spentOn).Offer(proof)).Ok();

        var doors = await Doors.Open(server, session);
        await Doors.AllShut(doors, proof, "At once");
        server.Clock.Advance(TimeSpan.FromMinutes(9));
        await Doors.AllShut(doors, proof, "Later");
        await server.Restart();
        await Doors.AllShut(doors, proof, "After a restart");
    }

    [Theory]
    [InlineData("sms")]
    [InlineData("email")]
    public async Task A_code_is_good_for_its_own_caller_only(string channel)
    {
        await using var server = await TestServer.Start();
        var session = await Doors.Session(server);
        var proof = await Sent(server, session, channel);

        foreach (var stranger in new[] { server.People.Barbara, server.People.Linus, server.People.Grace })
            Assert.Equal("challenge_not_found", (await server.As(stranger).Post("/tfa/", proof)).Error);
        Assert.Equal("challenge_not_found", (await server.Stranger().Post("/tfa/", proof)).Error);

        (await session.Post("/tfa/", proof)).Ok();
    }

    [Theory]
    [InlineData("sms")]
    [InlineData("email")]
    public async Task A_code_to_sign_in_with_changes_nothing(string channel)
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var session = await Doors.Session(server);
        var secret =
            (await server.Stranger().Post("/users/login/", new { email = barbara.Email, password = TestPerson.Password })).Ok().Secret;
        (await server.Stranger().Post($"/tfa/{channel}/", new { secret })).Ok();
        var proof = Proof(channel, await CodeFor(server, channel), secret);

        var doors = await Doors.Open(server, session);
        await Doors.AllShut([.. doors.Where(door => door.Name != "a person's sign-in")], proof, "Sent to sign in");
        (await server.Stranger().Post("/tfa/", proof)).Ok();
        Assert.Equal("challenge_not_found", (await server.Stranger().Post("/tfa/", proof)).Error);
    }

    [Theory]
    [InlineData(599, true)]
    [InlineData(600, false)]
    [InlineData(601, false)]
    public async Task A_code_lives_ten_minutes(int seconds, bool isGood)
    {
        await using var server = await TestServer.Start();
        var session = await Doors.Session(server);
        var proof = await Sent(server, session, "sms");
        server.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var answer = await session.Post("/tfa/", proof);
        Assert.Equal(isGood ? (200, null) : (400, "2fa_expired"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task After_the_guess_that_locks_the_code_is_dead_and_the_sign_in_goes_on_with_the_app()
    {
        await using var server = await TestServer.Start(("FIRST_LOCK", "1m"));
        var barbara = server.People.Barbara;
        var browser = server.Stranger();
        var secret = (await browser.Post("/users/login/", new { email = barbara.Email, password = TestPerson.Password })).Ok().Secret;
        (await browser.Post("/tfa/sms/", new { secret })).Ok();
        var right = (await server.Inbox.Next(barbara.Number!, Ct)).Code;
        for (var n = 0; n < 3; n++) await browser.Post("/tfa/", Proof("sms", right == "000000" ? "000001" : "000000", secret));

        Assert.Equal("tfa_locked", (await browser.Post("/tfa/", Proof("sms", right, secret))).Error);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("2fa_verification_failed", (await browser.Post("/tfa/", Proof("sms", right, secret))).Error);
        Assert.Equal("no_challenge_found", (await browser.Post("/tfa/sms/resend/", new { secret })).Error);

        (await browser.Post("/tfa/", new { tfa_method = "totp", code = barbara.Phone.NextCode(), secret })).Ok();
    }

    private static async Task<Dictionary<string, object>> Sent(TestServer server, VastCaller session, string channel)
    {
        var secret = (await session.Post($"/tfa/{channel}/")).Ok().Secret;
        return Proof(channel, await CodeFor(server, channel), secret);
    }

    // Her first backup code has opened the session, and a mail has told her so.
    private static async Task<string> CodeFor(TestServer server, string channel)
    {
        var barbara = server.People.Barbara;
        var message = await server.Inbox.Next(channel == "sms" ? barbara.Number! : barbara.Email, Ct);
        return char.IsAsciiDigit(message.Text[0]) ? message.Code : (await server.Inbox.Next(barbara.Email, Ct)).Code;
    }

    private static Dictionary<string, object> Proof(string channel, string code, string secret) =>
        new() { ["tfa_method"] = channel, ["code"] = code, ["secret"] = secret };
}
