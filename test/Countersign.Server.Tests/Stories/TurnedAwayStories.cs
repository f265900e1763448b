using System.Text.Json;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>A try that nobody looked at is in the audit log all the same, and a thousand of them are two entries.</summary>
public sealed class TurnedAwayStories
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Passwords_that_a_brake_turned_away_are_all_in_the_audit_log()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var answers = await Crowd.AtOnce(_ => server.Stranger().Post("/users/login/", new { email = "grace", password = "wrong" }));
        var turnedAway = answers.Count(429);
        Assert.NotEqual(0, turnedAway);

        await Tell(server);

        Assert.Equal(turnedAway, await Told(server, "turned_away"));
        Assert.Equal(1, await server.AuditedOf(server.People.Grace, "authn_login_fail", "turned_away"));
        Assert.Equal(answers.Count - turnedAway, await server.AuditedOf(server.People.Grace, "authn_login_fail", "wrong_password"));
    }

    [Fact]
    public async Task Names_that_are_nobodys_are_counted_by_the_network()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var answers = await Crowd.AtOnce(_ => server.Stranger().Post("/users/login/", new { email = "nobody", password = "wrong" }));

        await Tell(server);

        Assert.Equal(answers.Count(429), await Told(server, "turned_away"));
    }

    [Fact]
    public async Task Codes_at_a_locked_app_are_all_in_the_audit_log()
    {
        await using var server = await TestServer.Start(("OPEN_CHALLENGES", "100"));
        var grace = server.People.Grace;
        var caller = server.As(grace);
        while ((await caller.Post("/tfa/", new { code = grace.Phone.WrongCode() })).Body.GetProperty("fail_count").GetInt32() < 5)
        {
            // One more.
        }

        var answers = await Crowd.AtOnce(_ => caller.Post("/tfa/", new { code = grace.Phone.WrongCode() }));
        await Tell(server);

        Assert.Equal(answers.Count, await Told(server, "locked"));
    }

    [Fact]
    public async Task A_network_that_has_had_its_tries_has_one_entry_whatever_names_it_goes_on_with()
    {
        await using var server = await TestServer.Start([.. Crowd.WithRoom, ("PASSWORD_PER_ADDRESS", "1/5m")]);
        string[] names = ["nobody", "grace", "ada", "linus", "barbara", "someone-else"];

        foreach (var email in names) await server.Stranger().Post("/users/login/", new { email, password = "wrong" });
        await Tell(server);

        Assert.Equal(names.Length - 1, await Told(server, "turned_away"));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM audit_log WHERE outcome = 'turned_away' AND account_id = 0"));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM audit_log WHERE outcome = 'turned_away'"));
    }

    [Fact]
    public async Task Sign_ins_that_a_busy_server_did_not_look_at_are_all_in_the_audit_log()
    {
        await using var server = await TestServer.Start(("HASH_QUEUE", "4"), ("HASH_WAIT", "1s"));
        using var door = new ManualResetEventSlim();
        var flood = new List<Task>();
        foreach (var lane in (HashLane[])[HashLane.SignIns, HashLane.Others])
        {
            for (var i = 0; i < 200; i++)
                flood.Add(Held(server.Verb<HashTurnstile>(), new(lane, $"{i}", $"198.51.100.{i}"), door));
        }

        for (var n = 0; n < 3; n++)
        {
            Assert.Equal(503, (await server.Stranger().Post("/users/login/", new { email = "grace", password = "wrong" })).Status);
            Assert.Equal(
                503, (await server.As(server.People.Grace).Post("/tfa/", new { backup_code = server.People.Grace.BackupCodes[0] })).Status);
        }

        door.Set();
        await Task.WhenAll(flood);
        await Tell(server);

        Assert.Equal(6, await Told(server, "busy"));
    }

    [Theory]
    [InlineData("grace")]
    [InlineData("nobody")]
    public async Task A_password_longer_than_any_is_charged_and_written_down_like_another_wrong_one(string name)
    {
        await using var server = await TestServer.Start();
        var password = new string('x', 2000);

        (await server.Stranger().Post("/users/login/", new { email = name, password })).IsRefused(403, "auth_error");

        Assert.Equal(1, await Told(server, "wrong_password"));
        var answers = await Crowd.AtOnce(_ => server.Stranger().Post("/users/login/", new { email = name, password }));
        Assert.NotEqual(0, answers.Count(429));
    }

    [Fact]
    public async Task Several_who_tell_tell_nothing_twice()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var answers = await Crowd.AtOnce(_ => server.Stranger().Post("/users/login/", new { email = "grace", password = "wrong" }));
        server.Clock.Advance(TimeSpan.FromMinutes(2));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.Db.Write(server.Verb<TurnedAway>().Tell, Ct)));

        Assert.Equal(answers.Count(429), await Told(server, "turned_away"));
    }

    private static async Task Held(HashTurnstile turnstile, HashClaim claim, ManualResetEventSlim door)
    {
        try
        {
            await turnstile.Run(
                claim, () =>
                {
                    door.Wait(Ct);
                    return 0;
                }, Ct);
        }
        catch (HashTurnstileBusyException)
        {
            // There was no place for this one.
        }
    }

    // Not by the list of sweeps: there it gives way to the server's own, which the clock has woken too.
    private static async Task Tell(TestServer server)
    {
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        await server.Db.Write(server.Verb<TurnedAway>().Tell, Ct);
    }

    private static async Task<long> Told(TestServer server, string outcome)
    {
        var args = await server.Db.Read(sql => sql.Query<string>($"SELECT args FROM audit_log WHERE outcome = {outcome}"), Ct);
        return args.Sum(text => JsonDocument.Parse(text).RootElement.TryGetProperty("tries", out var tries)
            ? long.Parse(tries.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            : 1);
    }
}
