using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Storage;

/// <summary>What is asked ahead and what happens later must be seen by nobody as anything but one thing after the other.</summary>
public sealed class TransactionTests : IAsyncLifetime
{
    private TestServer server = null!;
    private AccountId grace;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.Start();
        grace = (await server.Db.Read(sql => AccountStore.FindByName(sql, "grace"), Ct))!.Id;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("at once")]
    [InlineData("later")]
    [InlineData("with its number")]
    [InlineData("by removing the account")]
    public async Task What_was_asked_ahead_is_asked_again_when_it_was_changed_in_between(string how)
    {
        var (before, after) = await server.Db.Write(async tx =>
        {
            await tx.Foresee(sql => AccountStore.Find(sql, grace), sql => MethodStore.CountOf(sql, grace));
            var before = await MethodStore.CountOf(tx, grace);
            switch (how)
            {
                case "at once": await tx.Execute($"DELETE FROM methods WHERE account_id = {grace}"); break;
                case "later": await tx.Later($"DELETE FROM methods WHERE account_id = {grace}"); break;
                case "with its number":
                    await MethodStore.Add(tx, new(
                        default, grace, MethodKind.Email, "", null, null, IsPrimary: false, -1, Guard.Clear, tx.Now, null, 1));
                    break;
                default: await AccountStore.TryDelete(tx, grace); break;
            }

            var after = await MethodStore.CountOf(tx, grace);
            tx.Undo();
            return (before, after);
        }, Ct);

        Assert.Equal((1, how == "with its number" ? 2 : 0), (before, after));
    }

    [Fact]
    public async Task What_happens_later_happens_in_its_order()
    {
        await server.Db.Write(async tx =>
        {
            await tx.Later($"UPDATE accounts SET full_name = 'one' WHERE id = {grace}");
            await tx.LaterOrAgain($"UPDATE accounts SET full_name = 'two' WHERE id = {grace} AND full_name = 'one'");
            await tx.Execute($"UPDATE accounts SET full_name = 'three' WHERE id = {grace} AND full_name = 'two'");
            await tx.Later($"UPDATE accounts SET full_name = 'four' WHERE id = {grace} AND full_name = 'three'");
        }, Ct);

        Assert.Equal("four", (await server.Db.Read(sql => AccountStore.Find(sql, grace), Ct))!.FullName);
    }

    [Fact]
    public async Task A_change_that_must_hit_a_row_and_hits_none_takes_all_with_it_and_is_decided_again()
    {
        var rounds = 0;
        var told = false;

        await Assert.ThrowsAsync<OvertakenException>(() => server.Db.Write(async tx =>
        {
            rounds++;
            tx.AfterCommit(() => told = true);
            await tx.Later($"UPDATE accounts SET full_name = 'somebody else' WHERE id = {grace}");
            await tx.LaterOrAgain($"UPDATE methods SET label = 'x' WHERE account_id = {grace} AND version = {-1}");
        }, Ct));

        Assert.InRange(rounds, 2, 20);
        Assert.False(told);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE full_name = 'somebody else'"));
    }

    [Fact]
    public async Task What_is_undone_leaves_nothing_of_what_was_to_happen_later()
    {
        await server.Db.Write(async tx =>
        {
            await tx.Later($"UPDATE accounts SET full_name = 'somebody else' WHERE id = {grace}");
            tx.Undo();
        }, Ct);

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE full_name = 'somebody else'"));
    }

    [Fact]
    public async Task Whoever_may_ask_one_statement_may_not_ask_two() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.Db.Ask(async sql =>
        {
            await AccountStore.Find(sql, grace);
            return await AccountStore.Find(sql, grace);
        }, Ct));
}
