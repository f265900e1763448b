using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.SignIn;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>An application that signs its people in says at which address each is, by a key that an operator has made for it.</summary>
public sealed class EndUserStories
{
    private const string Application = "Countersign-Application";
    private const string EndUser = "Countersign-End-User";
    private const string EndUsersOnly = """{"api":{"end_user_address":{}}}""";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_named_address_is_the_one_that_counts_and_that_the_log_knows()
    {
        await using var server = await TestServer.Start(("PASSWORD_PER_ADDRESS", "1/5m"));
        var key = await KeyOf(server, EndUsersOnly);

        foreach (var (at, name) in ((string, string)[])[("198.51.100.1", "ada"), ("198.51.100.2", "grace"), ("2001:db8::7", "linus")])
            Assert.Equal(403, (await Try(server, name, key, at)).Status);

        Assert.Equal(429, (await Try(server, "barbara", key, "198.51.100.1")).Status);
        Assert.Equal(403, (await Try(server, "barbara", null, null)).Status);
        Assert.Equal(1, await server.Number(
            $"SELECT count(*) FROM audit_log WHERE event = 'authn_login_fail' AND ip_address = {"198.51.100.2"}"));
    }

    [Fact]
    public async Task Whoever_has_no_such_key_names_nobody()
    {
        await using var server = await TestServer.Start();
        const string at = "198.51.100.1";
        var (deleted, everything) = (await KeyOf(server, EndUsersOnly), await KeyOf(server, ApiKeyRights.Everything));
        Assert.NotNull((await server.Verb<KeysOfAccount>().Delete(Olga, new(await Service(server)), await IdOf(server), Ct)).Given);

        foreach (var key in (string?[])[null, "nothing", everything, deleted, server.People.Ada.ApiKey])
        {
            var refused = await Try(server, "ada", key, at);
            Assert.Equal((401, "auth_error"), (refused.Status, refused.Error));
            Assert.Contains("--end-users", refused.Msg, StringComparison.Ordinal);
            Assert.Equal(key is not null, refused.Msg!.StartsWith("The key in the header", StringComparison.Ordinal));
        }

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM audit_log WHERE ip_address = {at}"));
    }

    [Theory]
    [InlineData("/users/current/messages/7/", "GET /api/v0/users/current/messages/{id}/")]
    [InlineData("/nothing/of/ours/", "GET (no such address)")]
    public async Task What_is_refused_for_its_key_is_in_the_log_with_its_route_and_not_with_its_address(string path, string route)
    {
        await using var server = await TestServer.Start();
        var caller = server.Stranger();
        caller.Headers[Application] = "key_no";
        caller.Headers[EndUser] = "1.2.3.4";

        Assert.Equal(401, (await caller.Get(path)).Status);

        await server.Verb<FalseCredentials>().Tell(Ct);
        var told = await server.Db.Read(async sql => Assert.Single(await sql.Query<string>(
            $"SELECT api_route FROM audit_log WHERE event = 'authn_token_refused'")), Ct);
        Assert.Equal(route, told);
    }

    [Fact]
    public async Task Whoever_reads_the_log_knows_by_which_key_an_address_was_told_and_from_where()
    {
        await using var server = await TestServer.Start();
        var key = await KeyOf(server, EndUsersOnly);

        await Try(server, "ada", key, "198.51.100.1");
        await Try(server, "ada", null, null);

        Assert.Equal(1, await server.Number($"SELECT count(*) FROM audit_log WHERE args LIKE '%told_by_key%'"));
        var args = await server.Db.Read(async sql => Assert.Single(await sql.Query<string>(
            $"SELECT args FROM audit_log WHERE event = 'authn_login_fail' AND ip_address = {"198.51.100.1"}")), Ct);
        Assert.Equal($$"""{"told_by_key":{{(await IdOf(server)).Value}},"told_from":"127.0.0.1"}""", args);
    }

    [Fact]
    public async Task What_an_application_has_done_for_all_its_people_together_has_a_limit_too()
    {
        await using var server = await TestServer.Start(("PASSWORD_PER_ADDRESS", "1/5m"), ("APPLICATION_SHARE", "2"));
        var (key, other) = (await KeyOf(server, EndUsersOnly), await KeyOf(server, EndUsersOnly));

        Assert.Equal(403, (await Try(server, "ada", key, "198.51.100.1")).Status);
        Assert.Equal(403, (await Try(server, "grace", key, "198.51.100.2")).Status);
        Assert.Equal(429, (await Try(server, "linus", key, "198.51.100.3")).Status);
        Assert.Equal(403, (await Try(server, "linus", other, "198.51.100.3")).Status);
        Assert.Equal(403, (await Try(server, "linus", null, null)).Status);
    }

    [Fact]
    public async Task A_person_who_resets_their_key_leaves_that_of_the_application_alone()
    {
        await using var server = await TestServer.Start();
        var (grace, of) = (await server.SignedIn(server.People.Grace), new AccountId(await server.IdOf(server.People.Grace)));
        foreach (var own in await server.Verb<KeysOfAccount>().List(of, Ct))
            Assert.NotNull((await server.Verb<KeysOfAccount>().Delete(Olga, new(of), own.Id, Ct)).Given);
        var key = (await server.Verb<KeysOfAccount>().Give(Olga, new(of), "shop", EndUsersOnly, Ct)).Given!.Key.Reveal();

        Assert.Equal(404, (await grace.Put("/commands/reset_apikey/")).Status);
        var mine = (await grace.Post("/auth/apikeys/", new { name = "mine" })).Ok().Text("key")!;
        Assert.Equal(200, (await grace.Put("/commands/reset_apikey/")).Status);

        Assert.Equal(401, (await server.With(mine).Get("/users/current/")).Status);
        Assert.Equal(403, (await Try(server, "ada", key, "198.51.100.1")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("somewhere")]
    [InlineData("198.51.100.1, 198.51.100.2")]
    [InlineData("198.51.100.1:80")]
    [InlineData("198.51.100.0/24")]
    [InlineData("1")]
    [InlineData("0x7f.1")]
    [InlineData("010.0.0.1")]
    [InlineData("[2001:db8::7]:80")]
    [InlineData("fe80::1%1")]
    public async Task What_is_no_address_is_refused(string named)
    {
        await using var server = await TestServer.Start();

        var refused = await Try(server, "ada", await KeyOf(server, EndUsersOnly), named);

        Assert.Equal((400, "bad_request"), (refused.Status, refused.Error));
        Assert.Contains(EndUser, refused.Msg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_holds_at_the_other_interface_too()
    {
        await using var server = await TestServer.Start();
        var caller = VssCaller.With(server.Http, "ada", "wrong");
        caller.Headers[Application] = await KeyOf(server, EndUsersOnly);
        caller.Headers[EndUser] = "198.51.100.9";

        Assert.Equal(401, (int)(await caller.Post("/auth/request-token", new { })).Status);

        Assert.Equal(1, await server.Number($"SELECT count(*) FROM audit_log WHERE ip_address = {"198.51.100.9"}"));
    }

    [Fact]
    public async Task The_key_opens_nothing_and_nobody_makes_one_for_themselves()
    {
        await using var server = await TestServer.Start();
        Assert.Equal(403, (await server.With(await KeyOf(server, EndUsersOnly)).Get("/users/current/")).Status);

        var asked = await server.As(server.People.Ada).Post(
            "/auth/apikeys/", new { name = "mine", permissions = new { api = new { end_user_address = new { } } } });

        Assert.Equal(403, asked.Status);
    }

    private static ShellOperator Olga => new("olga", "account key add");

    private static async Task<VastAnswer> Try(TestServer server, string name, string? key, string? address)
    {
        var caller = server.Stranger();
        if (key is not null) caller.Headers[Application] = key;
        if (address is not null) caller.Headers[EndUser] = address;
        return await caller.Post("/users/login/", new { email = name, password = "wrong-wrong-wrong" });
    }

    private static async Task<string> KeyOf(TestServer server, string permissions) => (await server.Verb<KeysOfAccount>().Give(
        Olga, new(await Service(server)), "shop", permissions, Ct)).Given!.Key.Reveal();

    private static async Task<AccountId> Service(TestServer server) => new(await server.IdOf(server.People.Kurt));

    private static async Task<ApiKeyId> IdOf(TestServer server) => new(await server.Number(
        $"SELECT min(id) FROM api_keys WHERE name = 'shop'"));
}
