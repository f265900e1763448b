using Countersign.Server.Storage;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>Whoever waits for another node is judged by the end of the wait.</summary>
public sealed class WaitTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_time_of_a_change_is_that_at_which_it_holds_its_account(bool byName)
    {
        await using var nodes = await TwoNodes.Start();
        var name = nodes.People.Grace.Name;
        var id = (await nodes.One.Db.Read(sql => AccountStore.FindByName(sql, name), Ct))!.Id;
        var (isHeld, isAsked, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var first = nodes.One.Db.Write(async tx =>
        {
            await AccountStore.Find(tx, id);
            isHeld.SetResult();
            await mayEnd.Task;
            return true;
        }, Ct);
        await isHeld.Task;
        var second = nodes.Other.Db.Write(async tx =>
        {
            var began = tx.Now;
            isAsked.TrySetResult();
            await (byName ? AccountStore.FindByName(tx, name) : AccountStore.Find(tx, id));
            return (began, tx.Now);
        }, Ct);
        await isAsked.Task;
        while (await nodes.One.Db.Read(sql => sql.Number($"SELECT count(*) FROM pg_locks WHERE NOT granted"), Ct) == 0)
            await Task.Delay(10, Ct);

        nodes.Clock.Advance(TimeSpan.FromMinutes(11));
        mayEnd.SetResult();
        await first;
        var (before, after) = await second;

        Assert.Equal(TimeSpan.FromMinutes(11), after - before);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
