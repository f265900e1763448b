using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Recovery;
using Countersign.Server.Requests;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Architecture;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
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
        await server.Verb<FalseCredentials>().Tell(Ct);
        await server.Verb<FalseCredentials>().Tell(Ct);

        var told = await Told(server);
        Assert.Equal(["127.0.0.1", "203.0.113.9"], told.Select(one => one.IpAddress).Distinct().Order());
        Assert.Equal(4, Tries(told.Where(one => one.IpAddress == "127.0.0.1")));
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

        var falses = NobodyElses(server);
        Parallel.For(0, networks, n => falses.Note(From($"2001:db8:{n:x}::1")));
        await falses.Tell(Ct);

        var told = await Told(server);
        Assert.Equal(101, told.Count);
        Assert.Contains($"\"tries\":\"{networks - 100}\"", told.Single(one => one.IpAddress == "several").Args, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_a_whole_network_has_one_entry()
    {
        await using var server = await TestServer.Start();

        var falses = NobodyElses(server);
        Parallel.For(0, 50_000, n => falses.Note(From($"2001:db8:7:{n:x}::1")));
        await falses.Tell(Ct);

        Assert.Contains("\"tries\":\"50000\"", Assert.Single(await Told(server)).Args, StringComparison.Ordinal);
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

        Assert.Equal(5, await Counted(server));
    }

    [Theory]
    [InlineData("/gateways/1/reports")]
    [InlineData("/gateways/7/reports")]
    [InlineData("/mail/bounces")]
    public async Task A_report_that_nobody_of_ours_has_sent_is_counted_too(string path)
    {
        await using var server = await TestServer.Start();
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");

        var answer = await server.Http.PostAsync(new Uri(server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path), content, Ct);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(1, await Counted(server));
    }

    /// <summary>Every door that takes a handle or a link, by who knocks.</summary>
    public static TheoryData<string, string, string, string> Doors { get; } = new()
    {
        { "nobody", "POST", "/tfa/", """{"tfa_method":"totp","code":"123456","secret":"nothing-of-ours"}""" },
        { "nobody", "POST", "/tfa/email/", """{"secret":"nothing-of-ours"}""" },
        { "nobody", "POST", "/tfa/sms/", """{"secret":"nothing-of-ours"}""" },
        { "nobody", "POST", "/tfa/sms/resend/", """{"secret":"nothing-of-ours"}""" },
        { "nobody", "POST", "/tfa/test/", """{"secret":"nothing-of-ours"}""" },
        { "nobody", "POST", "/tfa/resend/", """{"secret":"nothing-of-ours"}""" },
        { "nobody", "POST", "/users/verify-email/", """{"token":"nothing-of-ours"}""" },
        { "owner", "POST", "/tfa/", """{"tfa_method":"email","code":"123456","secret":"nothing-of-ours"}""" },
        { "owner", "DELETE", "/tfa/", """{"tfa_method":"email","code":"123456","secret":"nothing-of-ours"}""" },
        { "owner", "POST", "/tfa/email/", """{"secret":"nothing-of-ours"}""" },
        { "owner", "POST", "/tfa/sms/", """{"secret":"nothing-of-ours"}""" },
        { "owner", "POST", "/tfa/sms/resend/", """{"secret":"nothing-of-ours"}""" },
        { "owner", "PUT", "/tfa/authorize-new-method/", """{"code":"123456","secret":"nothing-of-ours"}""" },
        { "owner", "POST", "/tfa/confirm-new/", """{"tfa_method":"sms","code":"123456","secret":"nothing-of-ours"}""" },
        { "owner", "POST", "/tfa/test-submit/", """{"tfa_method":"sms","code":"123456","secret":"nothing-of-ours"}""" },
        { "owner", "PUT", "/tfa/regen-backup-codes/", """{"tfa_method":"email","code":"123456","secret":"nothing-of-ours"}""" },
        { "owner", "POST", "/users/current/export/", """{"tfa_method":"email","code":"123456","secret":"nothing-of-ours"}""" },
        { "owner", "POST", "/users/current/deletion/", """{"name":"grace","tfa_method":"email","code":"123456","secret":"nothing-of-ours"}""" },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Every_door_of_the_interface_counts_what_cannot_be_a_token(string who, string method, string path, string body)
    {
        await using var server = await TestServer.Start();
        var caller = who is "owner" ? await server.LoggedIn(server.People.Grace) : server.Stranger();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        await caller.Send(new(method), path, content);

        Assert.Equal(1, await Counted(server));
    }

    [Theory]
    [InlineData("/verify-email")]
    [InlineData("/reset-password")]
    [InlineData("/not-me")]
    [InlineData("/confirm-2fa")]
    public async Task So_does_every_page_with_a_button_and_no_page_that_is_only_looked_at(string path)
    {
        await using var server = await TestServer.Start();
        var visitor = server.Browser();
        await visitor.Open($"{path}?token=nothing-of-ours");
        Assert.Equal(0, await Counted(server));

        var form = (await visitor.Open("/sign-in")).FormOf("/sign-in");
        (form["token"], form["password"]) = ("nothing-of-ours", "another-horse-battery");
        await visitor.Post(path, form);

        Assert.Equal(1, await Counted(server));
    }

    /// <summary>Where a text is read as a token without counting, and why: only looking, a cookie of ours, or counted by itself.</summary>
    [Fact]
    public void Nobody_else_reads_a_token()
    {
        string[] may =
        [
            "SignIn/FalseCredentials.cs", // it counts
            "SignIn/Callers.cs", "SignIn/LogIn.cs", // count what they do not find
            "Verification/Verifier.cs", "VastApi/ConfirmRoute.cs", // read or told apart once more
            "Pages/Entry/ResetRoutes.cs", "Pages/Entry/ConfirmFactorRoutes.cs", "Pages/Entry/NotMeRoutes.cs", "Pages/Entry/VerifyRoutes.cs",
            "Pages/Prompt/SentStep.cs", "Pages/PageCookies.cs", "Pages/Wizard/PhoneRoutes.cs", // sealed by us
        ];
        var read = SourceFile.Of("Countersign.Server").Where(file => file.Code.Contains("Token.TryParse(", StringComparison.Ordinal));

        Assert.Empty(read.Where(file => !may.Any(one => file.Path.EndsWith(one, StringComparison.Ordinal))).Select(file => file.Path));
    }

    private static async Task<long> Counted(TestServer server)
    {
        await server.Verb<FalseCredentials>().Tell(Ct);
        return Tries(await Told(server));
    }

    private static long Tries(IEnumerable<StoredAuditEntry> told) => told.Sum(one => long.Parse(
        JsonDocument.Parse(one.Args).RootElement.GetProperty("tries").GetString()!, CultureInfo.InvariantCulture));

    private static Source From(string address) => new(address, AddressBucket.Of(IPAddress.Parse(address)), "", "GET /")
    {
        Around = AddressBucket.Around(IPAddress.Parse(address)),
    };

    [Fact]
    public async Task What_could_not_be_written_down_is_told_later()
    {
        await using var server = await TestServer.Start();
        var falses = NobodyElses(server);
        falses.Note(PageVerbSteps.Here);
        Assert.Empty(await Told(server));
        await server.Db.Write(tx => TestSql.Break(tx, "INSERT ON audit_log"), Ct);

        await Assert.ThrowsAnyAsync<StoreUnavailableException>(() => falses.Tell(Ct));
        falses.Note(PageVerbSteps.Here);
        await server.Db.Write(tx => TestSql.Mend(tx, "audit_log"), Ct);
        await falses.Tell(Ct);

        Assert.Contains("\"tries\":\"2\"", Assert.Single(await Told(server)).Args, StringComparison.Ordinal);
    }

    // The server's own are told once when it starts, whenever that is done.
    private static FalseCredentials NobodyElses(TestServer server) => ActivatorUtilities.CreateInstance<FalseCredentials>(server.Services);

    private static async Task<IReadOnlyList<StoredAuditEntry>> Told(TestServer server)
    {
        // On PostgreSQL the numbers follow the commits.
        await server.Db.Write(server.Verb<AuditLog>().Binder.Run, Ct);
        var all = await server.Db.Read(sql => AuditLog.Page(sql, 0, DateTimeOffset.UnixEpoch, 2000), Ct);
        return [.. all.Where(one => one is { Event: "authn_token_refused", Outcome: "unknown_credential" })];
    }
}
