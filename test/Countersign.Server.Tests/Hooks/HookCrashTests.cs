using Countersign.Core;
using Countersign.Server.Hooks;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Hooks;

/// <summary>Dead servers, several servers, ailing databases: nothing that happened goes untold.</summary>
public sealed class HookCrashTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_happened_right_before_a_server_died_is_told_by_the_next_one()
    {
        await using var world = await HookWorld.Start();
        await world.Settled();
        await world.Server.Change(tx => TestSql.Break(tx, "UPDATE ON hook_mark"));
        await world.Server.LoggedIn(world.Server.People.Grace);
        Assert.DoesNotContain(world.Catcher.All, each => each.Type == "security.authn_login_success");

        await world.Server.Restart();
        await world.Server.Change(tx => TestSql.Mend(tx, "hook_mark"));

        Assert.Single(await world.Came("security.authn_login_success"));
    }

    [Fact]
    public async Task What_a_dead_server_had_taken_is_told_under_the_same_name_when_its_claim_lapses()
    {
        await using var world = await HookWorld.Start("message");
        await world.Settled();
        var told = new HookEvent("evt_dead", null, "message.sent", """{"type":"message.sent","timestamp":"","data":{}}""");
        await world.Server.Change(async tx => await HookDeliveryStore.Add(
            tx, world.Id, await HookEventStore.Add(tx, told, tx.Now), account: null, tx.Now + HookBook.ClaimTime));
        world.Server.Clock.Advance(HookBook.ClaimTime - TimeSpan.FromSeconds(1));
        world.Server.Verb<HookBell>().Ring();
        Assert.Empty(await world.Server.Verb<HookBook>().Take(world.Id, 10));

        world.Server.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("evt_dead", Assert.Single(await world.Came("message.sent")).Id);
        await world.Until(async () => await world.Server.Number(
            $"SELECT count(*) FROM hook_deliveries WHERE state = 'taken' AND attempts = 2") == 1);
    }

    [Fact]
    public async Task What_was_acknowledged_and_could_not_be_marked_is_marked_later_and_not_told_again()
    {
        await using var world = await HookWorld.Start("security.authn_login_success");
        await world.Settled();
        await world.Server.Change(tx => TestSql.Break(tx, "UPDATE OF done_at ON hook_deliveries"));
        await world.Server.LoggedIn(world.Server.People.Grace);
        await world.Came("security.authn_login_success");
        await world.Server.Change(tx => TestSql.Mend(tx, "hook_deliveries"));
        world.Server.Clock.Advance(HookBook.ClaimTime + TimeSpan.FromSeconds(1));

        await world.Until(async () => await world.Server.Number($"SELECT count(*) FROM hook_deliveries WHERE state = 'taken'") == 1);
        Assert.Single(world.Catcher.All);
    }

    [Fact]
    public async Task Two_servers_on_one_database_tell_each_event_once()
    {
        await using var world = await HookWorld.Start("message");
        await using var beside = await world.Server.StartBeside();
        const int Events = 60;
        for (var n = 0; n < Events; n++)
            await world.Server.Change(tx => tx.Execute($"""
                INSERT INTO hook_news (account_id, message_id, channel, kind, news, created_at)
                VALUES ({1 + (n % 20)}, {$"msg_{n}"}, {Channel.Sms}, {MessageKind.LogInCode}, {MessageNews.Sent}, {tx.Now})
                """));

        await world.Until(() =>
        {
            beside.Verb<HookBell>().Ring();
            return world.Catcher.All.Count >= Events;
        });
        await world.Settled();

        Assert.Equal(Events, world.Catcher.All.Count);
        Assert.Equal(Events, world.Catcher.All.Select(each => each.Data.GetProperty("message").GetString()).Distinct().Count());
        foreach (var person in world.Catcher.All.GroupBy(each => each.Account))
        {
            var numbers = person.Select(each => int.Parse(
                each.Data.GetProperty("message").GetString()!["msg_".Length..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(numbers.Order(), numbers);
        }
    }

    [Fact]
    public async Task Of_workers_that_take_at_once_one_gets_each_event_and_of_a_person_only_the_first()
    {
        await using var world = await HookWorld.Start("message");
        await world.Settled();
        await world.Server.Change(tx => tx.Execute($"UPDATE hooks SET disabled_at = {tx.Now}"));
        await world.Server.Change(async tx =>
        {
            for (var n = 0; n < 40; n++)
            {
                var told = new HookEvent($"evt_{n}", new AccountId(1 + (n % 20)), "message.sent", "{}");
                await HookDeliveryStore.Add(tx, world.Id, await HookEventStore.Add(tx, told, tx.Now), told.Account);
            }
        });
        var book = world.Server.Verb<HookBook>();

        var taken = (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => book.Take(world.Id, 40), Ct))))
            .SelectMany(each => each).ToList();

        Assert.Equal(Enumerable.Range(0, 20).Select(n => $"evt_{n}").Order(StringComparer.Ordinal),
            taken.Select(each => each.EventId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_that_hangs_delays_no_other()
    {
        await using var world = await HookWorld.Start("security.authn_login_success");
        await using var slow = await HookCatcher.Start();
        var held = new TaskCompletionSource();
        slow.Before = _ => held.Task;
        await world.Add(slow.Url);
        await world.Server.LoggedIn(world.Server.People.Grace);
        await world.Server.LoggedIn(world.Server.People.Linus);

        Assert.Equal(2, (await world.Came("security.authn_login_success", 2)).Count);
        held.SetResult();
    }
}
