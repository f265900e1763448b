using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Browsers that need not show a second factor for a while, and copies of them.</summary>
public sealed class RememberedBrowserStories
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_remembered_browser_gets_in_without_a_code_and_its_token_changes_each_time()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var first = await Remember(server, grace);

        var entered = (await Enter(server, grace, first)).Given!;
        Assert.NotEqual(first.Reveal(), entered.Browser.Reveal());
        Assert.True((await server.CallerOf(entered.Session))!.IsFull);
        Assert.NotNull((await Enter(server, grace, entered.Browser)).Given);
    }

    [Fact]
    public async Task An_old_token_that_comes_back_later_forgets_the_browser_and_tells_its_person()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var copied = await Remember(server, grace);
        var newest = (await Enter(server, grace, copied)).Given!.Browser;
        server.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(Refusal.NotFound, (await Enter(server, grace, copied)).Refused!.Why);
        Assert.Equal(Refusal.NotFound, (await Enter(server, grace, newest)).Refused!.Why);
        await server.NextNotice(grace, "was forgotten");
    }

    [Fact]
    public async Task Two_clicks_are_no_thief()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var token = await Remember(server, grace);
        var newest = (await Enter(server, grace, token)).Given!.Browser;

        Assert.Equal(Refusal.NotFound, (await Enter(server, grace, token)).Refused!.Why);
        Assert.NotNull((await Enter(server, grace, newest)).Given);
    }

    [Fact]
    public async Task A_remembered_browser_lasts_thirty_days_and_no_longer_than_the_credentials()
    {
        await using var server = await TestServer.Start();
        var (grace, barbara) = (server.People.Grace, server.People.Barbara);
        var (hers, other) = (await Remember(server, grace), await Remember(server, barbara));
        await server.Verb<EndOtherSessions>().Run((await server.CallerOf(await server.SessionOf(barbara)))!, Ct);
        Assert.Equal(Refusal.NotFound, (await Enter(server, barbara, other)).Refused!.Why);
        Assert.Equal(Refusal.NotFound, (await Enter(server, barbara, hers)).Refused!.Why);

        server.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(Refusal.NotFound, (await Enter(server, grace, hers)).Refused!.Why);
    }

    [Fact]
    public async Task A_browser_is_remembered_only_right_after_its_code()
    {
        await using var server = await TestServer.Start();
        var session = await server.SessionOf(server.People.Grace);
        server.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(Refusal.NotFound, (await server.Verb<RememberBrowser>().Run(session, PageVerbSteps.Here, Ct)).Refused!.Why);
    }

    private static async Task<Token> Remember(TestServer server, TestPerson person) =>
        (await server.Verb<RememberBrowser>().Run(await server.SessionOf(person), PageVerbSteps.Here, Ct)).Given!.Token;

    private static async Task<Answer<Entered>> Enter(TestServer server, TestPerson person, Token browser) =>
        await server.Verb<EnterRemembered>().Run(await server.WaitingSignIn(person), browser, PageVerbSteps.Here, Ct);
}
