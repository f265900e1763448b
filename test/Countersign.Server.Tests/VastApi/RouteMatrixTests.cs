using Countersign.Server.Tests.Stories;
using Countersign.Server.VastApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VastApi;

/// <summary>Every route of the running server against every kind of caller.</summary>
public sealed class RouteMatrixTests
{
    /// <summary>What is answered at the gate; null: the caller is let through, whatever the route says then.</summary>
    private sealed record Expected(string? Anybody, string? CallerOrSecret, string? Reader, string? Caller, string? Changer)
    {
        public string? For(VastAccess access) => access switch
        {
            VastAccess.Anybody => Anybody,
            VastAccess.CallerOrSecret => CallerOrSecret,
            VastAccess.Reader => Reader,
            VastAccess.Caller => Caller,
            VastAccess.Changer => Changer,
        };
    }

    private const string NobodySignedIn = "403 You are not signed in";
    private const string NoAuthValue = "401 Send the secret";
    private const string InvalidKey = "401 Invalid user key";
    private const string SessionExpired = "404 Session expired";
    private const string NeedsSession = "401 This account uses Two Factor Authentication";
    private const string MayNotRead = "403 This API key may not read";
    private const string MayNotChange = "403 This API key may not change";
    private const string OtherSite = "403 This request came from another site";

    private static readonly Dictionary<string, Expected> Callers = new()
    {
        ["nobody"] = new(null, NoAuthValue, NobodySignedIn, NobodySignedIn, NobodySignedIn),
        ["handle of a waiting sign-in as bearer"] = new(InvalidKey, InvalidKey, InvalidKey, InvalidKey, InvalidKey),
        ["handle of a waiting sign-in as cookie"] = new(null, NoAuthValue, InvalidKey, InvalidKey, InvalidKey),
        ["API key of an account with 2FA"] = new(null, null, null, null, NeedsSession),
        ["API key that may only read"] = new(null, MayNotChange, null, null, MayNotChange),
        ["API key that may only change"] = new(null, null, MayNotRead, null, null),
        ["expired session"] = new(SessionExpired, SessionExpired, SessionExpired, SessionExpired, SessionExpired),
        ["expired cookie"] = new(null, NoAuthValue, SessionExpired, SessionExpired, SessionExpired),
        ["deleted key"] = new(InvalidKey, InvalidKey, InvalidKey, InvalidKey, InvalidKey),
        ["revoked session"] = new(InvalidKey, InvalidKey, InvalidKey, InvalidKey, InvalidKey),
        ["session"] = new(null, null, null, null, null),
        ["browser"] = new(null, null, null, null, null),
        ["API key of an account without 2FA"] = new(null, null, null, null, null),
    };

    public static TheoryData<string> Kinds => [.. Callers.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Each_route_takes_whom_it_should(string kind)
    {
        await using var server = await TestServer.Start();

        var caller = await Make(server, kind);

        foreach (var route in LiveRoutes.Of(server).OrderBy(EndsTheCredential))
        {
            if (EndsTheCredential(route) > 0) caller = await Make(server, kind);
            var answer = await caller.Send(new(route.Method), route.Path, route.Changes ? new { } : null);
            var expected = Callers[kind].For(route.Access!.Value);
            var said = answer.Error is null ? "" : $"{answer.Status} {answer.Msg}";

            if (expected is null) Assert.False(IsGateAnswer(said), $"{route}: {said}");
            else Assert.True(said.StartsWith(expected, StringComparison.Ordinal), $"{route}: {said}, and not {expected}");
        }
    }

    [Fact]
    public async Task The_handle_of_a_waiting_sign_in_opens_the_second_step_and_nothing_else()
    {
        await using var server = await TestServer.Start();
        string[] opened = ["/tfa/", "/tfa/email/", "/tfa/sms/", "/tfa/sms/resend/", "/tfa/test/", "/tfa/resend/"];

        foreach (var route in LiveRoutes.Of(server).Where(route => route.Access is not VastAccess.Anybody))
        {
            var secret = (await server.Stranger().Password(server.People.Grace)).Ok().Secret;
            var answer = await server.Stranger().Send(new(route.Method), route.Path, new { secret, code = "12345", tfa_method = "totp" });
            var isOpen = route.Method == "POST" && opened.Contains(route.Path);

            Assert.Equal(isOpen, !$"{answer.Status} {answer.Msg}".StartsWith(NobodySignedIn, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task A_cookie_changes_nothing_for_another_site(string header, string value)
    {
        await using var server = await TestServer.Start();
        var browser = await server.SignedIn(server.People.Ada);
        browser.Headers[header] = value;
        var before = await Belongings.Of(server);

        foreach (var route in LiveRoutes.Of(server).Where(route => route.Changes))
        {
            var answer = await browser.Send(new(route.Method), route.Path, new { id = 1, email = "a@example.org" });
            Assert.StartsWith(OtherSite, $"{answer.Status} {answer.Msg}", StringComparison.Ordinal);
        }

        Assert.Equal(before, await Belongings.Of(server));
        (await browser.Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task Looking_changes_nothing()
    {
        await using var server = await TestServer.Start();
        var browser = await server.SignedIn(server.People.Ada);
        var before = await Belongings.Of(server);

        foreach (var route in LiveRoutes.Of(server))
        {
            var head = await browser.Send(HttpMethod.Head, route.Path);
            var get = await browser.Send(HttpMethod.Get, route.Path);
            Assert.True(head.Status is 200 or 404 or 405 && get.Status is 200 or 404 or 405, $"{route}: {get}");
        }

        Assert.Equal(before, await Belongings.Of(server));
    }

    private static int EndsTheCredential(LiveRoute route) => route.Pattern switch
    {
        "/api/v0/users/logout/" => 1,
        "/api/v0/commands/reset_apikey/" => 2,
        _ => 0,
    };

    private static bool IsGateAnswer(string said) => Callers.Values
        .SelectMany(expected => Enum.GetValues<VastAccess>().Select(expected.For))
        .Any(answer => answer is not null && said.StartsWith(answer, StringComparison.Ordinal));

    private static async Task<VastCaller> Make(TestServer server, string kind)
    {
        var people = server.People;
        var stranger = server.Stranger();
        switch (kind)
        {
            case "nobody": return stranger;
            case "API key of an account with 2FA": return server.As(people.Linus);
            case "session":
                return server.With(
                (await server.As(people.Barbara).Post("/tfa/", new { code = people.Barbara.Phone.NextCode() })).Ok().Text("session_key")!);
            case "browser": return await server.SignedIn(people.Ada);
            case "API key of an account without 2FA": return await Key(server, new { });
            case "API key that may only read": return await Key(server, new { api = new { user_read = new { } } });
            case "API key that may only change": return await Key(server, new { api = new { user_write = new { } } });
            case "handle of a waiting sign-in as bearer": return server.With((await stranger.Password(people.Grace)).Ok().Secret);
            case "handle of a waiting sign-in as cookie":
                stranger.Cookie = $"tfa_session={(await server.Stranger().Password(people.Grace)).Ok().Secret}";
                return stranger;
            case "expired session": return await Later(server, await server.LoggedIn(people.Grace));
            case "expired cookie": return await Later(server, await server.SignedIn(people.Ada));
            case "deleted key":
                var key = await Key(server, new { });
                var id = (await key.Get("/auth/apikeys/")).Ok()["apikeys"].EnumerateArray().Last().GetProperty("id").GetInt64();
                (await key.Delete($"/auth/apikeys/{id}/")).Ok();
                return key;
            case "revoked session":
                var session = await server.LoggedIn(people.Grace);
                (await session.Post("/users/logout/")).Ok();
                return session;
            default: throw new ArgumentException(kind);
        }
    }

    private static async Task<VastCaller> Key(TestServer server, object permissions)
    {
        var friend = await server.Add($"friend{Guid.NewGuid():N}"[..20]);
        return server.With((await server.As(friend).Post("/auth/apikeys/", new { permissions })).Ok().Text("key")!);
    }

    private static Task<VastCaller> Later(TestServer server, VastCaller caller)
    {
        server.Clock.Advance(TimeSpan.FromHours(25));
        return Task.FromResult(caller);
    }
}
