using Countersign.Server.Pages;
using Countersign.Server.Tests.Hooks;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>
/// An admin sees the webhooks and what was sent to each, tries one, sends again, switches on and removes: each with a proof.
/// </summary>
public sealed class HookPageStories
{
    [Fact]
    public async Task An_admin_tries_one_sees_how_it_went_and_sends_it_again()
    {
        await using var world = await HookWorld.Start("security.user_deleted");
        var grace = await world.Server.AlsoAdmin(world.Server.People.Grace);
        var admin = await world.Server.Browser(grace);
        world.Catcher.Answer = _ => 500;
        world.Catcher.No = "<script>alert(1)</script> sorry";

        var list = await admin.Open(PagePaths.OperateHooks);
        Assert.Contains(world.Catcher.Url.AbsoluteUri, list.Text, StringComparison.Ordinal);
        var one = list.Links.Single(link => link.EndsWith($"{PagePaths.OperateHooks}/{world.Id.Value}", StringComparison.Ordinal));
        var test = (await admin.Open(one)).Links.Single(link => link.EndsWith("/test", StringComparison.Ordinal));
        Assert.Equal(422, (await admin.Submit(await admin.Open(test), test, ("code", grace.Phone.WrongCode()))).Status);
        Assert.Empty(world.Catcher.All);
        await admin.Submit(await admin.Open(test), test, ("code", grace.Phone.NextCode()));
        await world.Came("hook.test");
        await world.Settled();

        var page = await admin.Open(one);
        Assert.Contains("it answered HTTP 500: script alert(1) /script sorry", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
        world.Catcher.Answer = _ => 200;
        var replay = page.Links.Single(link => link.Contains("/replay/", StringComparison.Ordinal));
        await admin.Submit(await admin.Open(replay), replay, ("code", grace.Phone.NextCode()));
        await world.Came("hook.test", 2);

        Assert.Single(world.Catcher.All.Select(each => each.Id).Distinct());
        Assert.Equal(1, await world.Server.AuditedOf(grace, "hook_tested", "success"));
        Assert.Equal(1, await world.Server.AuditedOf(grace, "hook_replayed", "success"));
        Assert.DoesNotContain(world.Secret, page.Html, StringComparison.Ordinal);
        await world.Server.BothChainsHold();
    }

    [Fact]
    public async Task An_admin_removes_one_and_it_is_told_nothing_more()
    {
        await using var world = await HookWorld.Start();
        var grace = await world.Server.AlsoAdmin(world.Server.People.Grace);
        var admin = await world.Server.Browser(grace);
        await world.Settled();
        var remove = $"{PagePaths.OperateHooks}/{world.Id.Value}/remove";

        var done = await admin.Follow(await admin.Submit(await admin.Open(remove), remove, ("code", grace.Phone.NextCode())));

        Assert.Contains("told nothing more", done.Text, StringComparison.Ordinal);
        Assert.Equal(0, await world.Server.Number($"SELECT count(*) FROM hook_secrets"));
        Assert.Equal(0, await world.Server.Number($"SELECT count(*) FROM hook_deliveries"));
        var before = world.Catcher.All.Count;
        await world.Server.LoggedIn(world.Server.People.Linus);
        Assert.Equal(before, world.Catcher.All.Count);
        Assert.Contains("said=beginagain", (await admin.Open(remove)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_failed_for_days_is_seen_to_be_off_on_the_page_of_messages_too_and_is_switched_on()
    {
        await using var world = await HookWorld.Start();
        var grace = await world.Server.AlsoAdmin(world.Server.People.Grace);
        var admin = await world.Server.Browser(grace);
        await world.Server.Change(tx => tx.Execute($"UPDATE hooks SET disabled_at = {tx.Now}, disabled_why = 'it cannot be reached'"));

        Assert.Contains("A webhook failed for so long", (await admin.Open(PagePaths.OperateMessages)).Text, StringComparison.Ordinal);
        var enable = (await admin.Open($"{PagePaths.OperateHooks}/{world.Id.Value}")).Links.Single(
            link => link.EndsWith("/enable", StringComparison.Ordinal));
        await admin.Submit(await admin.Open(enable), enable, ("code", grace.Phone.NextCode()));

        Assert.Equal(0, await world.Server.Number($"SELECT count(*) FROM hooks WHERE disabled_at IS NOT NULL"));
        Assert.DoesNotContain("A webhook failed", (await admin.Open(PagePaths.OperateMessages)).Text, StringComparison.Ordinal);
        Assert.Contains("said=beginagain", (await admin.Open($"{PagePaths.OperateHooks}/4711")).Location, StringComparison.Ordinal);
    }
}
