using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Storage;

/// <summary>A row of an account that waits to be deleted is made once and goes once; each statement tells whether it was the one.</summary>
public sealed class DeletionStoreTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_statement_tells_whether_it_was_the_one()
    {
        await using var server = await TestServer.Start();
        var grace = new AccountId(await server.IdOf(server.People.Grace));

        Assert.True(await Ask(server, grace, TimeSpan.FromHours(72)));
        Assert.False(await Ask(server, grace, TimeSpan.Zero));
        Assert.False(await server.Db.Write(tx => DeletionStore.TryTake(tx, grace), Ct));
        Assert.True(await server.Db.Write(tx => DeletionStore.TryCallOff(tx, grace), Ct));
        Assert.False(await server.Db.Write(tx => DeletionStore.TryCallOff(tx, grace), Ct));

        Assert.True(await Ask(server, grace, TimeSpan.Zero));
        Assert.True(await server.Db.Write(tx => DeletionStore.TryTake(tx, grace), Ct));
        Assert.False(await server.Db.Write(tx => DeletionStore.TryTake(tx, grace), Ct));
    }

    private static Task<bool> Ask(TestServer server, AccountId account, TimeSpan delay) => server.Db.Write(
        tx => DeletionStore.TryAsk(tx, new(account, tx.Now, tx.Now + delay, "127.0.0.1", "Browser")), Ct);
}
