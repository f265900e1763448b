using System.Net;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Requests;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>
/// Somebody has the password and as many networks as they like, and no second factor. They get in nowhere; nor do they keep the owner out,
/// wherever that one is.
/// </summary>
public sealed class WaitingSignInStories
{
    private static readonly Source Hotel = From("203.0.113.9");
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sign_in_that_waits_at_a_new_place_is_ended_by_nobody_elsewhere()
    {
        await using var server = await Start();
        var waiting = (await SignIn(server, Hotel)).Given!.Pending!;

        await ComeFromEverywhere(server);

        Assert.NotNull((await Finish(server, waiting, Hotel)).Given);
    }

    [Fact]
    public async Task One_that_begins_afterwards_is_told_why_and_until_when_and_the_owner_by_mail_once()
    {
        await using var server = await Start();
        await ComeFromEverywhere(server);

        var refused = (await SignIn(server, Hotel)).Refused!;

        Assert.Equal((Refusal.TooManyWaiting, server.Clock.GetUtcNow() + TimeSpan.FromMinutes(10)), (refused.Why, refused.RetryAt));
        await server.NextNotice(server.People.Grace, "else knows your password");
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM outbox WHERE kind = 'notice'"));

        server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.NotNull((await SignIn(server, Hotel)).Given);
    }

    [Fact]
    public async Task Where_a_factor_was_proven_lately_one_comes_in_and_what_waits_there_goes_on_waiting()
    {
        await using var server = await Start();
        Assert.NotNull((await Finish(server, (await SignIn(server, Hotel)).Given!.Pending!, Hotel)).Given);
        var waiting = (await SignIn(server, Hotel)).Given!.Pending!;

        await ComeFromEverywhere(server);

        Assert.NotNull((await Finish(server, waiting, Hotel)).Given);
        Assert.NotNull((await SignIn(server, Hotel)).Given);
    }

    [Fact]
    public async Task A_remembered_browser_comes_in_at_a_new_place()
    {
        await using var server = await Start();
        var session = await server.SessionOf(server.People.Grace);
        var browser = (await server.Verb<RememberBrowser>().Run(session, PageVerbSteps.Here, Ct)).Given!;
        await ComeFromEverywhere(server);

        var waiting = (await SignIn(server, Hotel, browser.Token)).Given!.Pending!;

        Assert.NotNull((await server.Verb<EnterRemembered>().Run(waiting, browser.Token, Hotel, Ct)).Given);
    }

    [Fact]
    public async Task A_new_password_by_mail_makes_room_at_once()
    {
        const string Fresh = "another-horse-battery";
        await using var server = await Start();
        await ComeFromEverywhere(server);
        await AskedMailStories.AskForReset(server, server.People.Grace.Email);
        var link = await AskedMailStories.NextLink(server, server.People.Grace.Email);
        Assert.NotNull((await server.Verb<ResetPassword>().Run(link, Fresh, Hotel, Ct)).Given);

        var waiting = (await SignIn(server, Hotel, password: Fresh)).Given!.Pending!;

        Assert.NotNull((await Finish(server, waiting, Hotel)).Given);
    }

    [Fact]
    public async Task One_whose_time_is_over_before_its_turn_comes_is_over()
    {
        await using var server = await Start();
        var grace = server.People.Grace;
        var waiting = (await SignIn(server, Hotel)).Given!.Pending!;
        var (isHeld, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        var held = server.Db.Write(new AccountId(await server.IdOf(grace)), async tx =>
        {
            isHeld.SetResult();
            await mayEnd.Task;
        }, Ct);
        await isHeld.Task;

        var proof = new Proof(ProofKind.BackupCode, null, waiting.Reveal(), null, grace.SpareCode(0));
        var finishing = server.Verb<LogIn>().Run(proof, SessionKind.Browser, Hotel, Ct);
        await Task.Delay(TimeSpan.FromMilliseconds(300), Ct);
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        mayEnd.SetResult();
        await held;

        Assert.Equal(Refusal.ChallengeExpired, (await finishing).Refused!.Why);
    }

    [Fact]
    public async Task Whoever_has_one_IPv6_network_with_all_its_parts_is_at_one_place()
    {
        await using var server = await Start();
        for (var n = 0; n < 64; n++) await SignIn(server, From6($"2001:db8:7:1{n:x2}::1"));

        Assert.Equal(1, await server.Number($"SELECT count(DISTINCT opened_from) FROM challenges WHERE ended_at IS NULL"));
        Assert.NotNull((await SignIn(server, From6("2001:db8:7:200::1"))).Given);
        Assert.NotNull((await Finish(server, (await SignIn(server, Hotel)).Given!.Pending!, Hotel)).Given);
    }

    [Fact]
    public async Task Where_a_factor_was_proven_lately_the_whole_customers_network_is_the_owners()
    {
        await using var server = await Start();
        var home = From6("2001:db8:7:101::1");
        Assert.NotNull((await Finish(server, (await SignIn(server, home)).Given!.Pending!, home)).Given);

        await ComeFromEverywhere(server);

        Assert.NotNull((await SignIn(server, From6("2001:db8:7:1fe::1"))).Given);
        Assert.Equal(Refusal.TooManyWaiting, (await SignIn(server, From6("2001:db8:7:201::1"))).Refused!.Why);
    }

    private static Task<TestServer> Start() => TestServer.Start([.. Crowd.WithRoom, ("OPEN_CHALLENGES", "1")]);

    private static async Task ComeFromEverywhere(TestServer server)
    {
        for (var n = 0; n < 30; n++) await SignIn(server, From($"198.51.{n}.1"));
    }

    [Fact]
    public void One_customer_has_one_place_at_the_hash_gate()
    {
        var (one, same, other) = (From6("2001:db8:7:1::1"), From6("2001:db8:7:ff::2"), From6("2001:db8:7:100::1"));
        var claims = new[] { one, same, other }.Select(from => from.Claim(HashLane.SignIns, "ada")).ToList();

        Assert.Equal(claims[0], claims[1]);
        Assert.NotEqual(claims[0].Address, claims[2].Address);
        Assert.Equal(claims[0].Site, claims[2].Site);
        Assert.NotNull(claims[0].Site);
        Assert.Null(From("192.0.2.1").Claim(HashLane.SignIns, "ada").Site);
    }

    private static Source From(string address) => new(address, address, "Browser", "POST /test");

    private static Source From6(string address)
    {
        var ip = IPAddress.Parse(address);
        return new(address, AddressBucket.Of(ip), "Browser", "POST /test") { Around = AddressBucket.Around(ip) };
    }

    private static Task<Answer<PasswordAccepted>> SignIn(
        TestServer server, Source from, Token? browser = null, string password = TestPerson.Password) =>
        server.Verb<CheckPassword>().Run("grace", password, SessionKind.Browser, browser, from, Ct);

    private static async Task<Answer<LoggedIn>> Finish(TestServer server, Token waiting, Source from)
    {
        Assert.True(Code.TryParse(server.People.Grace.Phone.NextCode(), out var code));
        return await server.Verb<LogIn>().Run(
            new(ProofKind.Totp, null, waiting.Reveal(), code, null), SessionKind.Browser, from, Ct);
    }
}
