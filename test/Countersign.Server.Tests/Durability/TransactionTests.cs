using System.Collections.Concurrent;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Durability;

/// <summary>Transactions that share a commit share nothing else.</summary>
public sealed class TransactionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_breaks_is_undone_whole_and_takes_nobody_with_it()
    {
        await using var server = await TestServer.Start();
        await server.Db.Write(tx => tx.Execute($"CREATE TABLE notes (writer BIGINT NOT NULL, part BIGINT NOT NULL)"), Ct);

        var all = Enumerable.Range(0, 200).Select(writer => server.Db.Write(async tx =>
        {
            await tx.Execute($"INSERT INTO notes (writer, part) VALUES ({writer}, 1)");
            if (writer % 3 == 0) throw new InvalidOperationException("In the middle of it.");
            await tx.Execute($"INSERT INTO notes (writer, part) VALUES ({writer}, 2)");
        }, Ct)).ToList();
        foreach (var writer in Enumerable.Range(0, 200))
        {
            if (writer % 3 == 0) await Assert.ThrowsAsync<InvalidOperationException>(() => all[writer]);
            else await all[writer];
        }

        Assert.Equal(0, await server.Db.Read(sql => sql.Number($"SELECT count(*) FROM notes WHERE writer % 3 = 0"), Ct));
        Assert.Equal(2 * 133, await server.Db.Read(sql => sql.Number($"SELECT count(*) FROM notes"), Ct));
    }

    [Fact]
    public async Task One_that_was_overtaken_begins_again_from_the_start_and_in_the_end_gives_up()
    {
        await using var server = await TestServer.Start();
        var rounds = 0;

        Assert.Equal(3, await server.Db.Write(tx => Task.FromResult(++rounds < 3 ? throw new OvertakenException() : rounds), Ct));
        await Assert.ThrowsAsync<OvertakenException>(() => server.Db.Write<int>(tx => throw new OvertakenException(), Ct));
    }

    [Fact]
    public async Task What_waits_for_the_commit_happens_once_after_it_and_never_for_what_was_undone()
    {
        await using var server = await TestServer.Start();
        await server.Db.Write(tx => tx.Execute($"CREATE TABLE notes (writer BIGINT NOT NULL)"), Ct);
        var (happened, rounds) = (new ConcurrentQueue<int>(), 0);

        var all = Enumerable.Range(0, 200).Select(writer => server.Db.Write(async tx =>
        {
            tx.AfterCommit(() => happened.Enqueue(writer));
            await tx.Execute($"INSERT INTO notes (writer) VALUES ({writer})");
            Assert.DoesNotContain(writer, happened);
            if (writer % 3 == 0) throw new InvalidOperationException("In the middle of it.");
            if (writer == 1 && ++rounds < 3) throw new OvertakenException();
        }, Ct)).ToList();
        foreach (var undone in all.Where((_, writer) => writer % 3 == 0)) await Assert.ThrowsAsync<InvalidOperationException>(() => undone);
        await Task.WhenAll(all.Where((_, writer) => writer % 3 != 0));

        Assert.Equal(Enumerable.Range(0, 200).Where(writer => writer % 3 != 0), happened.Order());
    }

    [Fact]
    public async Task Nobody_is_told_before_others_can_see_it()
    {
        await using var server = await TestServer.Start();
        await server.Db.Write(tx => tx.Execute($"CREATE TABLE notes (writer BIGINT NOT NULL)"), Ct);

        await Parallel.ForEachAsync(Enumerable.Range(0, 200), Ct, async (writer, ct) =>
        {
            await server.Db.Write(tx => tx.Execute($"INSERT INTO notes (writer) VALUES ({writer})"), ct);
            Assert.Equal(1, await server.Db.Read(sql => sql.Number($"SELECT count(*) FROM notes WHERE writer = {writer}"), ct));
        });
    }
}
