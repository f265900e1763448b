using System.Text.Json;
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
        Assert.InRange(await server.AuditedOf(server.People.Grace, "authn_login_fail", "turned_away"), 1, 2);
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
    public async Task Several_who_tell_tell_nothing_twice()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var answers = await Crowd.AtOnce(_ => server.Stranger().Post("/users/login/", new { email = "grace", password = "wrong" }));
        server.Clock.Advance(TimeSpan.FromMinutes(2));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.Db.Write(server.Verb<TurnedAway>().Tell, Ct)));

        Assert.Equal(answers.Count(429), await Told(server, "turned_away"));
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
