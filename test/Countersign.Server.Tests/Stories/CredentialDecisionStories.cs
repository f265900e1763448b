using System.Globalization;
using System.Text.Json;
using Countersign.Server.Hosting;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>
/// What keys and sessions that somebody was given opened, or were too little for: each is in the audit log, and however many requests there
/// are, the entries are few.
/// </summary>
public sealed class CredentialDecisionStories
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_opens_requests_is_told_at_once_and_then_twice_a_day_with_their_number()
    {
        await using var server = await TestServer.Start();
        var linus = server.As(server.People.Linus);
        for (var n = 0; n < 3; n++) (await linus.Get("/users/current/")).Ok();
        await Tell(server);
        for (var n = 0; n < 4; n++) (await linus.Get("/users/current/")).Ok();
        await Tell(server);

        var first = Assert.Single(await Told(server, AuditEvent.AuthnTokenUsed));
        Assert.Equal(await server.IdOf(server.People.Linus), first.AccountId);
        Assert.StartsWith("key:", first.Credential, StringComparison.Ordinal);
        Assert.NotNull(first.ApiKeyId);
        Assert.Contains("\"tries\":\"3\"", first.Args, StringComparison.Ordinal);

        server.Clock.Advance(TimeSpan.FromHours(12));
        await Tell(server);
        Assert.Contains("\"tries\":\"4\"", (await Told(server, AuditEvent.AuthnTokenUsed))[^1].Args, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_told_from_where_it_did_not_begin()
    {
        await using var server = await TestServer.Start();
        var session = await server.SessionOf(server.People.Grace);
        await server.CallerOf(session);
        await Tell(server);
        Assert.Empty(await Told(server, AuditEvent.AuthnTokenUsed));

        var elsewhere = PageVerbSteps.Here with { IpAddress = "203.0.113.9", AddressBucket = "203.0.113.9" };
        await server.Verb<Callers>().Identify(session.Reveal(), SessionKind.Browser, elsewhere, Ct);
        await Tell(server);

        var told = Assert.Single(await Told(server, AuditEvent.AuthnTokenUsed));
        Assert.Equal("203.0.113.9", told.IpAddress);
        Assert.StartsWith("ses:", told.Credential, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_has_ended_is_told_with_whose_it_was_and_one_that_ran_out_as_such()
    {
        await using var server = await TestServer.Start();
        var ended = await server.LoggedIn(server.People.Grace);
        (await ended.Post("/users/logout/")).Ok();
        await ended.IsOut();
        var late = await server.LoggedIn(server.People.Grace);
        server.Clock.Advance(TimeSpan.FromHours(25));
        Assert.NotEqual(200, (await late.Get("/users/current/")).Status);
        await Tell(server);

        var told = await Told(server, AuditEvent.AuthnTokenRefused);
        Assert.Equal(["ended_credential", "expired"], told.Select(one => one.Outcome).Order());
        var grace = await server.IdOf(server.People.Grace);
        Assert.All(told, one => Assert.Equal(grace, one.AccountId));
    }

    [Fact]
    public async Task What_a_key_is_too_little_for_is_told_with_why()
    {
        await using var server = await TestServer.Start(("REQUIRE_2FA", "on"));
        var (ada, grace) = (await server.IdOf(server.People.Ada), await server.IdOf(server.People.Grace));
        var key = server.As(server.People.Grace);
        Assert.NotEqual(200, (await key.Post("/auth/apikeys/", new { name = "laptop" })).Status);
        Assert.Equal("auth_error", (await server.As(server.People.Ada).Get("/auth/apikeys/")).Error);
        await Tell(server);

        var told = await Told(server, AuditEvent.AuthzFail);
        Assert.Contains(told, one => one.Outcome is "second_factor_needed" && one.AccountId == grace);
        Assert.Contains(told, one => one.Outcome is "must_turn_on" && one.AccountId == ada);
    }

    [Fact]
    public async Task A_key_without_the_right_and_a_page_for_admins_only_are_told_too()
    {
        await using var server = await TestServer.Start();
        var ada = await server.IdOf(server.People.Ada);
        var made = await server.As(server.People.Ada).Post("/auth/apikeys/", new { permissions = new { api = new { user_read = new { } } } });
        var reader = server.With(made.Ok().Text("key")!);
        Assert.Equal("auth_error", (await reader.Post("/auth/apikeys/", new { })).Error);
        var browser = server.Browser();
        var mary = await server.Add("mary");
        await browser.SignIn(mary);
        Assert.Equal(403, (await browser.Open("/operate")).Status);
        await Tell(server);

        var told = await Told(server, AuditEvent.AuthzFail);
        Assert.Equal(
            new[] { ada, await server.IdOf(mary) }.Order(),
            told.Where(one => one.Outcome is "right_missing").Select(one => one.AccountId).Order());
    }

    [Fact]
    public async Task However_many_ask_the_kinds_are_not_endless_and_none_is_left_out()
    {
        await using var server = await TestServer.Start();
        using var tally = new DecisionTally(server.Db, server.Verb<AuditLog>(), most: 10, TimeSpan.Zero, TimeSpan.FromHours(1));
        Parallel.For(0, 1000, n => tally.Add(new(AuditEvent.AuthzFail, From($"192.0.2.{n % 40}"), null, AuditOutcome.OtherSite)));
        await tally.Tell(Ct);
        Assert.Equal(11, (await Told(server, AuditEvent.AuthzFail)).Count);

        // What was told makes way.
        tally.Add(new(AuditEvent.AuthzFail, From("198.51.100.1"), null, AuditOutcome.RightMissing));
        await tally.Tell(Ct);
        Assert.Contains(await Told(server, AuditEvent.AuthzFail), one => one is { Outcome: "right_missing", IpAddress: "198.51.100.1" });
    }

    [Fact]
    public async Task Of_more_than_can_wait_none_is_told_again_before_its_time()
    {
        await using var server = await TestServer.Start();
        using var tally = new DecisionTally(server.Db, server.Verb<AuditLog>(), most: 4, TimeSpan.Zero, TimeSpan.FromHours(1));
        for (var round = 0; round < 3; round++)
        {
            foreach (var network in Enumerable.Range(1, 12))
            {
                tally.Add(new(AuditEvent.AuthzFail, From($"192.0.2.{network}"), null, AuditOutcome.OtherSite));
                await tally.Tell(Ct);
            }
        }

        // Twelve, and one about those that found no room to wait for the next time.
        var told = await Told(server, AuditEvent.AuthzFail);
        Assert.Equal(13, told.Count);
        Assert.Single(told, one => one.IpAddress == "several");
        await tally.TellAll(Ct);
        Assert.Equal(36, (await Told(server, AuditEvent.AuthzFail)).Sum(TriesOf));
    }

    [Fact]
    public async Task Beyond_all_that_is_remembered_those_told_the_longest_ago_are_forgotten()
    {
        await using var server = await TestServer.Start();
        using var tally = new DecisionTally(server.Db, server.Verb<AuditLog>(), most: 4, TimeSpan.Zero, TimeSpan.FromHours(1));
        foreach (var network in (int[])[.. Enumerable.Range(1, 13), 13, 1])
        {
            tally.Add(new(AuditEvent.AuthzFail, From($"192.0.2.{network}"), null, AuditOutcome.OtherSite));
            await tally.Tell(Ct);
        }

        var told = await Told(server, AuditEvent.AuthzFail);
        Assert.Equal((14, 2), (told.Count, told.Count(one => one.IpAddress == "192.0.2.1")));
    }

    [Fact]
    public async Task What_is_only_counted_when_the_server_ends_is_written_down()
    {
        await using var server = await TestServer.Start();
        (await server.As(server.People.Linus).Get("/users/current/")).Ok();
        Assert.NotEqual(200, (await server.With("nobodys-key").Get("/users/current/")).Status);
        Assert.Empty(await Told(server, AuditEvent.AuthnTokenUsed));

        await server.Services.GetServices<IHostedService>().OfType<LastEntries>().Single().StopAsync(Ct);

        Assert.Single(await Told(server, AuditEvent.AuthnTokenUsed));
        Assert.Single(await Told(server, AuditEvent.AuthnTokenRefused));
    }

    [Fact]
    public async Task Whoever_has_a_credential_and_many_networks_fills_nothing_of_others_and_their_account_is_named()
    {
        await using var server = await TestServer.Start();
        var ada = await server.IdOf(server.People.Ada);
        using var tally = new DecisionTally(server.Db, server.Verb<AuditLog>(), most: 100, TimeSpan.Zero, TimeSpan.FromHours(1));
        for (var n = 0; n < 1000; n++)
            tally.Add(new(AuditEvent.AuthnTokenUsed, From($"203.0.{n / 250}.{n % 250}"), new(ada)) { Credential = new("key:1") });
        tally.Add(new(AuditEvent.AuthnTokenUsed, From("192.0.2.7"), new(await server.IdOf(server.People.Grace))));
        await tally.Tell(Ct);

        var told = await Told(server, AuditEvent.AuthnTokenUsed);
        Assert.Equal(21, told.Count(one => one.AccountId == ada));
        Assert.Contains(told, one => one.AccountId == ada && one.IpAddress == "several" && one.Args.Contains("980", StringComparison.Ordinal));
        Assert.Contains(told, one => one.AccountId != ada && one.IpAddress == "192.0.2.7");
    }

    [Fact]
    public async Task What_anybody_can_write_as_another_sites_request_is_told_by_the_network_and_not_by_the_address()
    {
        await using var server = await TestServer.Start(("TRUSTED_PROXIES", "127.0.0.1"));
        for (var n = 0; n < 300; n++)
        {
            var visitor = server.Browser();
            (visitor.Headers["X-Forwarded-For"], visitor.Headers["Origin"]) = ($"2001:db8:7:{n:x}::1", "https://elsewhere.example");
            Assert.Equal(403, (await visitor.Post("/sign-in", [])).Status);
        }

        await server.Verb<FalseCredentials>().Tell(Ct);
        await Tell(server);

        // The server's own sweep may have told some of them before.
        var told = await Told(server, AuditEvent.AuthzFail);
        Assert.InRange(told.Count, 1, 3);
        Assert.Equal(300, told.Sum(TriesOf));
    }

    [Fact]
    public async Task What_the_owner_sees_of_the_account_is_what_was_done()
    {
        await using var server = await TestServer.Start();
        var ada = await server.IdOf(server.People.Ada);
        (await server.As(server.People.Ada).Get("/users/current/")).Ok();
        await Tell(server);

        Assert.NotEmpty(await Told(server, AuditEvent.AuthnTokenUsed));
        var shown = await server.Db.Read(sql => AuditLog.NewestDeeds(sql, new(ada), 100), Ct);
        Assert.DoesNotContain(shown, one => one.Event == Words.Of(AuditEvent.AuthnTokenUsed));
    }

    private static int TriesOf(StoredAuditEntry one) => int.Parse(
        JsonDocument.Parse(one.Args).RootElement.GetProperty("tries").GetString()!, CultureInfo.InvariantCulture);

    private static Source From(string address) => PageVerbSteps.Here with { IpAddress = address, AddressBucket = address };

    private static Task Tell(TestServer server)
    {
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        return server.Verb<CredentialDecisions>().Tell(Ct);
    }

    private static async Task<IReadOnlyList<StoredAuditEntry>> Told(TestServer server, AuditEvent what)
    {
        // On PostgreSQL the numbers follow the commits.
        await server.Db.Write(server.Verb<AuditLog>().Binder.Run, Ct);
        var all = await server.Db.Read(sql => AuditLog.Page(sql, 0, DateTimeOffset.UnixEpoch, 2000), Ct);
        return [.. all.Where(one => one.Event == Words.Of(what))];
    }
}
