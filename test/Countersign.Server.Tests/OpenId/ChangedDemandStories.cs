using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Proxies;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.OpenId;

/// <summary>What an application was given under another demand ends when that is changed, whoever comes in at that moment.</summary>
public sealed class ChangedDemandStories
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_given_under_another_demand_is_over_and_people_come_in_by_the_new_one()
    {
        await using var world = await OpenIdWorld.Start();
        var grace = await world.Server.Browser(world.Server.People.Grace);
        var ada = await world.Server.Browser(world.Server.People.Ada);
        var (_, given) = await world.Redeem(await OpenIdWorld.Code(ada, ("scope", "openid offline_access")));
        var waiting = await OpenIdWorld.Code(ada);

        Assert.True(await Change(world.Server, "wiki", new(null, AppLevel.SecondFactor, null, null)));

        Assert.Equal(400, (await world.Redeem(waiting)).Status);
        Assert.Equal(400, (await world.Renew(given.GetProperty("refresh_token").GetString()!)).Status);
        Assert.Equal(401, (await world.UserInfo(given.GetProperty("access_token").GetString()!)).Status);
        Assert.Contains("asks for a second factor", (await ada.Open(OpenIdWorld.Ask())).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await world.Redeem(await OpenIdWorld.Code(grace))).Status);
    }

    [Fact]
    public async Task Another_title_ends_nothing()
    {
        await using var world = await OpenIdWorld.Start();
        var grace = await world.Server.Browser(world.Server.People.Grace);
        var code = await OpenIdWorld.Code(grace);

        Assert.True(await Change(world.Server, "wiki", new("The handbook", null, null, null)));

        Assert.Equal(200, (await world.Redeem(code)).Status);
        Assert.Equal("The handbook", (await world.Server.Db.Read(sql => AppStore.Find(sql, "wiki"), Ct))!.Said.Title);
    }

    [Fact]
    public async Task Behind_a_proxy_it_holds_with_the_next_request()
    {
        await using var world = await ForwardWorld.Start(
            app => app with { Level = AppLevel.Password, Paths = [new("/public", null, null)] });
        var (ada, nobody) = (await world.Guest(world.Server.People.Ada), world.Guest());
        await ada.Enter();
        Assert.Equal(("ada", ""), (await ada.Who("/"), await nobody.Who("/public")));

        Assert.True(await Change(world.Server, "intra", new(null, AppLevel.SecondFactor, null, [])));

        Assert.Null(await ada.Who("/"));
        Assert.Null(await ada.Who("/public"));
        Assert.Null(await nobody.Who("/public"));
        Assert.Contains("asks for a second factor", (await ada.SetOut("/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_comes_in_at_that_moment_comes_in_by_the_new_demand_or_has_nothing()
    {
        await using var world = await OpenIdWorld.Start();
        var ada = await world.Server.Browser(world.Server.People.Ada);
        for (var round = 0; round < 6; round++)
        {
            Assert.True(await Change(world.Server, "wiki", new(null, AppLevel.Password, null, null)));
            var entering = Enumerable.Range(0, 12).Select(_ => Task.Run(() => ada.Copy().Open(OpenIdWorld.Ask()), Ct)).ToList();
            await Task.WhenAny(entering);
            Assert.True(await Change(world.Server, "wiki", new(null, AppLevel.SecondFactor, null, null)));
            var led = await Task.WhenAll(entering);

            foreach (var back in led.Where(each => each.Location?.Contains("code=", StringComparison.Ordinal) is true))
                Assert.Equal(400, (await world.Redeem(OpenIdWorld.PartOf(back, "code"))).Status);
        }
    }

    [Fact]
    public async Task Of_many_who_change_it_at_once_one_does()
    {
        await using var world = await OpenIdWorld.Start();
        var app = (await world.Server.Db.Read(sql => AppStore.Find(sql, "wiki"), Ct))!;
        var verb = world.Server.Verb<ChangeApp>();

        var done = await Task.WhenAll(Enumerable.Range(1, 12).Select(minutes => Task.Run(
            () => verb.Run("olga", app, app.Said with { FreshFor = TimeSpan.FromMinutes(minutes) }, Ct), Ct)));

        Assert.Single(done, each => each);
        Assert.Equal(1, await world.Server.Number($"SELECT count(*) FROM audit_log WHERE event = 'app_changed'"));
        Assert.Equal(1, await world.Server.Number($"SELECT demand_version FROM applications WHERE name = 'wiki'"));
    }

    private static async Task<bool> Change(TestServer server, string name, AppEdit edit)
    {
        var app = (await server.Db.Read(sql => AppStore.Find(sql, name), Ct))!;
        var (after, fault) = edit.Read(app.Said, hasPasskeys: true);
        Assert.Null(fault);
        return await server.Verb<ChangeApp>().Run("olga", app, after!, Ct);
    }
}
