using Countersign.Core;
using Countersign.Server.Hooks;
using Countersign.Server.Operators;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Hooks;

/// <summary>A server, a program that is told what happens there, and the secret between them.</summary>
internal sealed class HookWorld : IAsyncDisposable
{
    private HookWorld(TestServer server, HookCatcher catcher) => (Server, Catcher) = (server, catcher);

    public TestServer Server { get; }

    public HookCatcher Catcher { get; }

    public HookId Id { get; private set; }

    public string Secret { get; private set; } = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<HookWorld> Start(string events = HookEvents.Usual, params (string Name, string Value)[] settings)
    {
        var world = new HookWorld(await TestServer.Start([("HOOK_HOSTS", "127.0.0.1"), .. settings]), await HookCatcher.Start());
        (world.Id, world.Secret) = await world.Add(world.Catcher.Url, events);
        return world;
    }

    public async Task<(HookId Id, string Secret)> Add(Uri url, string events = HookEvents.Usual)
    {
        var added = await Server.Verb<AddHook>().Run("olga", url, events, Ct);
        return (added!.Id, added.Secret.Reveal());
    }

    /// <summary>Lets the workers look until it is so. The clock stands still.</summary>
    public async Task Until(Func<Task<bool>> isSo)
    {
        for (var looks = 0; looks < 6000; looks++)
        {
            Server.Verb<HookBell>().Ring();
            if (await isSo()) return;

            await Task.Delay(20, Ct);
        }

        Assert.Fail("It did not come so: " + string.Join("; ", Catcher.All.Select(each => each.Body)));
    }

    public Task Until(Func<bool> isSo) => Until(() => Task.FromResult(isSo()));

    /// <summary>Waits until so many of a type came, and answers them.</summary>
    public async Task<IReadOnlyList<CaughtHook>> Came(string type, int count = 1)
    {
        await Until(() => Catcher.All.Count(each => each.Type == type) >= count);
        return [.. Catcher.All.Where(each => each.Type == type)];
    }

    /// <summary>Waits until all that happened is on its way, no attempt is under way and nothing is tried for the first time.</summary>
    public Task Settled() => Until(async () =>
        await Server.Number($"""
            SELECT count(*) FROM audit_log WHERE entry IS NULL OR entry > (SELECT told_through FROM hook_mark WHERE id = 1)
            """) == 0
        && await Server.Number($"SELECT count(*) FROM hook_news") == 0
        && await Server.Number($"""
            SELECT count(*) FROM hook_deliveries d
            WHERE done_at IS NULL AND (claimed_until IS NOT NULL OR attempts = 0)
              AND hook_id IN (SELECT id FROM hooks WHERE disabled_at IS NULL)
              AND NOT EXISTS (SELECT 1 FROM hook_deliveries b
                              WHERE b.hook_id = d.hook_id AND b.account_id = d.account_id AND b.done_at IS NULL AND b.id < d.id)
            """) == 0);

    /// <summary>Waits until nothing waits any more.</summary>
    public Task Done() => Until(async () => await Server.Number($"SELECT count(*) FROM hook_deliveries WHERE done_at IS NULL") == 0);

    /// <summary>Waits until all is told, while the time goes by that some of it may wait for another attempt.</summary>
    public async Task AllTold()
    {
        await Settled();
        while (await Server.Number($"SELECT count(*) FROM hook_deliveries WHERE done_at IS NULL") > 0)
        {
            Server.Clock.Advance(TimeSpan.FromMinutes(5));
            await Settled();
        }
    }

    /// <summary>Waits until something was tried so often, and is tried again later.</summary>
    public Task Tried(int attempts) => Until(async () => await Server.Number(
        $"SELECT count(*) FROM hook_deliveries WHERE done_at IS NULL AND claimed_until IS NULL AND attempts = {attempts}") == 1);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Catcher.DisposeAsync();
    }
}
