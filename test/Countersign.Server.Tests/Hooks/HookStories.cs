using System.Globalization;
using Countersign.Core;
using Countersign.Server.Hooks;
using Countersign.Server.Operators;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Hooks;

/// <summary>Other programs are told what happens, signed, again until they have it, each person's events in their order.</summary>
public sealed class HookStories
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sign_in_is_told_signed_with_what_when_and_whom_and_no_name()
    {
        await using var world = await HookWorld.Start();
        var grace = world.Server.People.Grace;

        await world.Server.LoggedIn(grace);
        var told = Assert.Single(await world.Came("security.authn_login_success"));

        Assert.True(told.IsSignedBy(world.Secret));
        Assert.StartsWith("evt_", told.Id, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, told.AgeAt(world.Server.Clock.GetUtcNow()));
        Assert.StartsWith("application/json", told.ContentType, StringComparison.Ordinal);
        Assert.Equal(["type", "timestamp", "data"], told.Json.EnumerateObject().Select(each => each.Name));
        Assert.Equal(
            world.Server.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            told.Json.GetProperty("timestamp").GetString());
        Assert.Equal(await world.Server.IdOf(grace), told.Account);
        Assert.Equal(("success", "totp", "127.0.0.1"), (
            told.Data.GetProperty("outcome").GetString(), told.Data.GetProperty("factor").GetString(),
            told.Data.GetProperty("ip_address").GetString()));
        Assert.All(world.Catcher.All, each => Assert.DoesNotContain(grace.Name, each.Body, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_message_is_told_when_it_was_sent_without_where_it_went()
    {
        await using var world = await HookWorld.Start("message");
        var linus = world.Server.People.Linus;

        await world.Server.Stranger().Password(linus);
        var secret = (await world.Server.Stranger().Password(linus)).Secret;
        (await world.Server.Stranger().Post("/tfa/sms/", new { secret })).Ok();
        var told = (await world.Came("message.sent"))[0];

        Assert.Equal(await world.Server.IdOf(linus), told.Account);
        Assert.Equal(("sms", "log_in_code"), (
            told.Data.GetProperty("channel").GetString(), told.Data.GetProperty("kind").GetString()));
        Assert.StartsWith("msg_", told.Data.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("0123", told.Body.Replace(told.Data.GetProperty("message").GetString()!, "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.All(world.Catcher.All, each => Assert.StartsWith("message.", each.Type, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_not_taken_comes_again_under_the_same_name_and_signed_anew()
    {
        await using var world = await HookWorld.Start();
        world.Catcher.Answer = _ => 500;
        await world.Server.LoggedIn(world.Server.People.Grace);
        await world.Settled();
        var first = world.Catcher.All[0];
        var waits = (await Records(world))[^1];
        Assert.Equal((HookState.Waiting, (int?)500, "it answered HTTP 500"), (waits.State, waits.Status, waits.Error));
        Assert.DoesNotContain("<", waits.Answer, StringComparison.Ordinal);

        world.Catcher.Answer = _ => 204;
        world.Server.Clock.Advance(TimeSpan.FromSeconds(7));
        await world.Until(() => world.Catcher.All.Count(each => each.Id == first.Id) == 2);
        var second = world.Catcher.All.Last(each => each.Id == first.Id);

        Assert.Equal(first.Body, second.Body);
        Assert.NotEqual(first.Time, second.Time);
        Assert.True(second.IsSignedBy(world.Secret));
        await world.Done();
        Assert.All(await Records(world), record => Assert.Equal(HookState.Taken, record.State));
    }

    [Fact]
    public async Task What_happens_to_a_person_waits_for_what_happened_before_and_others_do_not_wait()
    {
        await using var world = await HookWorld.Start(HookEvents.Security);
        var (grace, linus) = (world.Server.People.Grace, world.Server.People.Linus);
        var (hers, his) = (await world.Server.IdOf(grace), await world.Server.IdOf(linus));
        world.Catcher.Answer = each => each.Account == hers ? 503 : 200;

        await world.Server.LoggedIn(grace);
        await world.Server.LoggedIn(linus);
        await world.Settled();

        var hersCame = Assert.Single(world.Catcher.All, each => each.Account == hers);
        Assert.True(world.Catcher.All.Count(each => each.Account == his) >= 2);

        world.Catcher.Answer = _ => 200;
        world.Server.Clock.Advance(TimeSpan.FromSeconds(7));
        await world.Done();
        var order = world.Catcher.All.Where(each => each.Account == hers).Skip(1).ToList();
        Assert.Equal(hersCame.Id, order[0].Id);
        Assert.Equal(await Stored(world, hers), order.Select(each => each.Id));
        Assert.Equal(await Stored(world, his), world.Catcher.All.Where(each => each.Account == his).Select(each => each.Id));
    }

    [Fact]
    public async Task A_new_secret_signs_along_with_the_old_one_for_a_day()
    {
        await using var world = await HookWorld.Start();
        var fresh = (await world.Server.Verb<RotateHook>().Run("olga", world.Id, Ct))!.Reveal();
        Assert.NotEqual(world.Secret, fresh);

        await world.Server.LoggedIn(world.Server.People.Grace);
        var told = (await world.Came("security.authn_login_success"))[0];
        Assert.Equal(2, told.Signatures.Split(' ').Length);
        Assert.True(told.IsSignedBy(world.Secret) && told.IsSignedBy(fresh));
        await world.Settled();

        world.Server.Clock.Advance(HookRules.Overlap);
        await world.Server.Verb<TestHook>().Run("olga", world.Id, Ct);
        told = Assert.Single(await world.Came("hook.test"));
        Assert.False(told.IsSignedBy(world.Secret));
        Assert.True(told.IsSignedBy(fresh));
        Assert.Single(told.Signatures.Split(' '));
    }

    [Fact]
    public async Task After_three_days_it_is_given_up_and_one_that_took_nothing_is_switched_off_until_an_operator_has_mended_it()
    {
        await using var world = await HookWorld.Start("security.authn_login_success,security.hook_disabled");
        world.Catcher.Answer = _ => 500;
        await world.Server.LoggedIn(world.Server.People.Grace);
        for (var attempt = 1; attempt < 10; attempt++)
        {
            await world.Tried(attempt);
            Assert.Equal(0, await world.Server.Number($"SELECT count(*) FROM hooks WHERE disabled_at IS NOT NULL"));
            world.Server.Clock.Advance(HookRules.Pause(attempt, 0.999)!.Value + TimeSpan.FromSeconds(1));
        }

        Assert.Null(HookRules.Pause(10, 0));
        Assert.InRange(Enumerable.Range(1, 9).Sum(attempt => HookRules.Pause(attempt, 0.5)!.Value.TotalDays), 3, 3.5);
        await world.Until(async () => await world.Server.Number($"SELECT count(*) FROM hooks WHERE disabled_at IS NOT NULL") == 1);
        Assert.Equal(1, await world.Server.Number($"SELECT count(*) FROM audit_log WHERE event = 'hook_disabled'"));
        await world.Until(() => world.Server.Log.Lines.Any(line => line.Contains("hook enable", StringComparison.Ordinal)));
        Assert.Contains(await Records(world), record => record.State is HookState.GivenUp);

        var before = world.Catcher.All.Count;
        await world.Server.LoggedIn(world.Server.People.Grace);
        world.Server.Clock.Advance(TimeSpan.FromDays(1));
        await world.Until(async () => await world.Server.Number(
            $"SELECT count(*) FROM hook_deliveries d JOIN hook_events e ON e.id = d.hook_event_id WHERE done_at IS NULL") >= 2);
        Assert.Equal(before, world.Catcher.All.Count);

        world.Catcher.Answer = _ => 200;
        Assert.NotNull(await world.Server.Verb<EnableHook>().Run("olga", world.Id, Ct));
        await world.Done();
        Assert.True(world.Catcher.All.Count > before);
        await world.Server.BothChainsHold();
    }

    [Fact]
    public async Task One_that_wants_nothing_more_is_switched_off_at_once()
    {
        await using var world = await HookWorld.Start();
        world.Catcher.Answer = _ => 410;
        await world.Server.LoggedIn(world.Server.People.Grace);

        await world.Until(async () => await world.Server.Number($"SELECT count(*) FROM hooks WHERE disabled_at IS NOT NULL") == 1);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var world = await HookWorld.Start();
        world.Catcher.Answer = _ => 302;

        var outcome = await world.Server.Verb<TestHook>().Run("olga", world.Id, Ct);

        Assert.Equal(((int?)302, "it answered HTTP 302, and redirects are not followed"), (outcome!.Status, outcome.Error));
        Assert.Single(world.Catcher.All);
    }

    [Fact]
    public async Task What_was_taken_is_told_once_more_when_an_operator_wants_it_under_the_same_name()
    {
        await using var world = await HookWorld.Start();
        await world.Server.LoggedIn(world.Server.People.Grace);
        await world.Settled();
        var records = await Records(world);
        var came = world.Catcher.All;

        Assert.NotNull(await world.Server.Verb<ReplayHook>().Run("olga", world.Id, records[0].Id, Ct));
        Assert.Null(await world.Server.Verb<ReplayHook>().Run("olga", world.Id, 4711, Ct));
        await world.Until(() => world.Catcher.All.Count(each => each.Id == records[0].EventId) == 2);
        await world.Settled();
        var since = world.Server.Clock.GetUtcNow() - TimeSpan.FromHours(1);
        Assert.Equal(0, await world.Server.Verb<ReplayHook>().Run("olga", world.Id, since, onlyGivenUp: true, Ct));
        Assert.True(await world.Server.Verb<ReplayHook>().Run("olga", world.Id, since, onlyGivenUp: false, Ct) >= records.Count);

        await world.Until(() => came.All(one => world.Catcher.All.Count(each => each.Id == one.Id) >= 2));
    }

    [Fact]
    public async Task Of_what_happened_before_it_was_added_it_is_told_nothing_and_only_what_it_asked_for()
    {
        await using var world = await HookWorld.Start("security.authn_login_success");
        await world.Server.LoggedIn(world.Server.People.Grace);
        await world.Settled();
        await using var later = await HookCatcher.Start();
        await world.Add(later.Url);
        await world.Server.LoggedIn(world.Server.People.Linus);
        await world.Settled();

        Assert.All(world.Catcher.All, each => Assert.Equal("security.authn_login_success", each.Type));
        Assert.Equal(2, world.Catcher.All.Count);
        Assert.Contains(later.All, each => each.Type == "security.authn_login_success");
        var hers = await world.Server.IdOf(world.Server.People.Grace);
        Assert.DoesNotContain(later.All, each => each.Account == hers);
    }

    private static Task<IReadOnlyList<HookRecord>> Records(HookWorld world) =>
        world.Server.Db.Read(sql => HookRecordStore.List(sql, world.Id, before: null, 100), Ct);

    private static async Task<IEnumerable<string>> Stored(HookWorld world, long account) =>
        (await Records(world)).Where(record => record.Account?.Value == account).OrderBy(record => record.Id)
            .Select(record => record.EventId);
}
