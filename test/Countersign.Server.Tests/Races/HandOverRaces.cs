using Countersign.Server.Pages;
using Countersign.Server.Tests.Proxies;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>The code that leads to an application behind a proxy, in the hands of a crowd.</summary>
public sealed class HandOverRaces
{
    [Fact]
    public async Task A_code_is_good_once_however_many_arrive_with_it()
    {
        await using var world = await ForwardWorld.Start();
        var guest = await world.Guest(world.Server.People.Grace);
        for (var round = 1; round <= 5; round++)
        {
            var code = await guest.Code();

            var arrived = await AtOnce(guest, code);

            Assert.Single(arrived, answer => answer.Location == $"{ForwardWorld.Origin}/");
            Assert.Equal(
                arrived.Count - 1,
                arrived.Count(answer => answer.Status == 503 || answer.Location!.Contains("/over?", StringComparison.Ordinal)));
            Assert.Single(arrived, answer => answer.Headers.Contains("Set-Cookie"));
            Assert.Equal(
                round, await world.Server.Number($"SELECT count(*) FROM app_tokens WHERE kind = 'hand_over' AND state = 'redeemed'"));
        }
    }

    [Fact]
    public async Task A_code_and_the_end_of_its_session_at_the_same_instant_let_nobody_in()
    {
        await using var world = await ForwardWorld.Start();
        for (var round = 0; round < 5; round++)
        {
            var guest = await world.Guest(world.Server.People.Grace);
            var code = await guest.Code();
            var leaving = guest.Home.Submit(await guest.Home.Open(PagePaths.Security), PagePaths.SignOut);
            var arrived = await AtOnce(guest, code);
            await leaving;

            Assert.InRange(arrived.Count(answer => answer.Location == $"{ForwardWorld.Origin}/"), 0, 1);
            await guest.Own(code);
            Assert.Null(await guest.Who());
        }
    }

    private static async Task<IReadOnlyList<PageAnswer>> AtOnce(Guest guest, string code)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Enumerable.Range(0, Crowd.Size).Select(async _ =>
        {
            var one = guest.At(ForwardWorld.Origin);
            await start.Task;
            return await one.Own(code);
        }).ToList();
        start.SetResult();
        return await Task.WhenAll(all);
    }
}
