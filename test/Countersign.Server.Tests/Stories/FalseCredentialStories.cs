using System.Net;
using Countersign.Core;
using Countersign.Server.Recovery;
using Countersign.Server.Requests;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Keys, sessions and links that nobody was given: each is counted, told once a minute, and costs the database nothing.</summary>
public sealed class FalseCredentialStories
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_are_in_the_audit_log_with_their_number_and_without_what_came()
    {
        await using var server = await TestServer.Start();
        var (key, link) = (Token.New(TokenKind.ApiKey), Token.New(TokenKind.Link));
        for (var n = 0; n < 3; n++) Assert.Equal(401, (await server.With(key.Reveal()).Get("/users/current/")).Status);
        Assert.Equal(401, (await server.With("nothing-of-ours").Get("/users/current/")).Status);
        var elsewhere = PageVerbSteps.Here with { IpAddress = "203.0.113.9", AddressBucket = "203.0.113.9" };
        Assert.Equal(Refusal.InvalidLink, (await server.Verb<NotMeByLink>().Run(link, elsewhere, Ct)).Refused!.Why);
        Assert.Empty(await Told(server));

        await server.Verb<FalseCredentials>().Tell(Ct);
        await server.Verb<FalseCredentials>().Tell(Ct);

        var told = await Told(server);
        Assert.Equal(["127.0.0.1", "203.0.113.9"], told.Select(one => one.IpAddress).Order());
        Assert.Contains("\"tries\":\"4\"", told.Single(one => one.IpAddress == "127.0.0.1").Args, StringComparison.Ordinal);
        Assert.All(told, one => Assert.DoesNotContain(key.Reveal()[^12..], one.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains(link.Reveal()[^12..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_that_has_merely_ended_is_none_of_them()
    {
        await using var server = await TestServer.Start();
        var session = await server.LoggedIn(server.People.Grace);
        (await session.Post("/users/logout/")).Ok();

        await session.IsOut();
        await server.Verb<FalseCredentials>().Tell(Ct);

        Assert.Empty(await Told(server));
    }

    [Fact]
    public async Task However_many_networks_send_them_the_entries_are_not_endless_and_none_is_left_out()
    {
        await using var server = await TestServer.Start();
        const int networks = 1200;

        Parallel.For(0, networks, n => server.Verb<FalseCredentials>().Note(From($"2001:db8:{n:x}::1")));
        await server.Verb<FalseCredentials>().Tell(Ct);

        var told = await Told(server);
        Assert.Equal(101, told.Count);
        Assert.Contains($"\"tries\":\"{networks - 100}\"", told.Single(one => one.IpAddress == "several").Args, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_a_whole_network_has_one_entry()
    {
        await using var server = await TestServer.Start();

        Parallel.For(0, 500, n => server.Verb<FalseCredentials>().Note(From($"2001:db8:7:{n:x}::1")));
        await server.Verb<FalseCredentials>().Tell(Ct);

        Assert.Contains("\"tries\":\"500\"", Assert.Single(await Told(server)).Args, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_even_be_one_is_counted_too_at_every_door()
    {
        await using var server = await TestServer.Start();
        var stranger = server.Stranger();
        await stranger.Post("/tfa/", new { tfa_method = "totp", code = "123456", secret = Token.New(TokenKind.Challenge).Reveal() });
        await stranger.Post("/tfa/sms/", new { secret = Token.New(TokenKind.Challenge).Reveal() });
        await stranger.Post("/users/verify-email/", new { token = "nothing-of-ours" });
        await stranger.Post("/users/login/program/", new { code = "nothing-of-ours", code_verifier = new string('a', 43), port = 4711 });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Http.BaseAddress!, "/v2/user"));
        request.Headers.Authorization = new("Bearer", "eyJhbGciOiJub25lIn0.e30.");
        await server.Http.SendAsync(request, Ct);

        await server.Verb<FalseCredentials>().Tell(Ct);

        Assert.Contains("\"tries\":\"5\"", Assert.Single(await Told(server)).Args, StringComparison.Ordinal);
    }

    private static Source From(string address) => new(address, AddressBucket.Of(IPAddress.Parse(address)), "", "GET /")
    {
        Around = AddressBucket.Around(IPAddress.Parse(address)),
    };

    [Fact]
    public async Task What_could_not_be_written_down_is_told_later()
    {
        await using var server = await TestServer.Start();
        var falses = server.Verb<FalseCredentials>();
        falses.Note(PageVerbSteps.Here);
        await server.Db.Write(tx => TestSql.Break(tx, "INSERT ON audit_log"), Ct);

        await Assert.ThrowsAnyAsync<StoreUnavailableException>(() => falses.Tell(Ct));
        falses.Note(PageVerbSteps.Here);
        await server.Db.Write(tx => TestSql.Mend(tx, "audit_log"), Ct);
        await falses.Tell(Ct);

        Assert.Contains("\"tries\":\"2\"", Assert.Single(await Told(server)).Args, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<StoredAuditEntry>> Told(TestServer server)
    {
        // On PostgreSQL the numbers follow the commits.
        await server.Db.Write(new AuditBinder(server.Verb<KeyRing>()).Run, Ct);
        var all = await server.Db.Read(sql => AuditLog.Page(sql, 0, DateTimeOffset.UnixEpoch, 2000), Ct);
        return [.. all.Where(one => one is { Event: "authn_token_refused", Outcome: "unknown_credential" })];
    }
}
