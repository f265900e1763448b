using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Storage;

/// <summary>A note that lasts from the latest time is written again only when that says something.</summary>
public sealed class RenewedWindowTests
{
    private static readonly Limit Month = new("renewed", new(int.MaxValue, TimeSpan.FromDays(30)));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_window_is_renewed_once_a_hundredth_of_it_has_gone()
    {
        await using var server = await TestServer.Start();
        var first = await Renewed(server);

        server.Clock.Advance(TimeSpan.FromHours(7));
        Assert.Equal(first, await Renewed(server));

        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(first + TimeSpan.FromHours(8), await Renewed(server));
    }

    [Fact]
    public async Task A_window_that_was_begun_while_the_clock_was_ahead_is_begun_anew()
    {
        await using var server = await TestServer.Start();
        var right = server.Clock.GetUtcNow();
        server.Clock.AdjustTime(right.AddDays(3));
        var ahead = await Renewed(server);

        server.Clock.AdjustTime(right);
        Assert.Equal(ahead - TimeSpan.FromDays(3), await Renewed(server));
    }

    private static async Task<DateTimeOffset> Renewed(TestServer server)
    {
        await server.Db.Write(tx => LimitStore.Renew(tx, Month), Ct);
        return (await server.Db.Read(sql => LimitStore.Find(sql, Month.Bucket), Ct))!.EndsAt;
    }
}
