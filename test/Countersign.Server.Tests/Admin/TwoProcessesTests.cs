using Countersign.Core;
using Countersign.Server.Storage;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>A command beside a running server: two writers on one file, each with connections of its own.</summary>
public sealed class TwoProcessesTests : IDisposable
{
    private const int Rows = 1000;

    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task Two_writers_of_a_thousand_rows_each_lose_nothing_and_see_no_error()
    {
        await office.Run("migrate");
        await using var server = office.OpenDb();
        await using var command = office.OpenDb();

        await Task.WhenAll(Write(server, "server", together: 50), Write(command, "command", together: 1));

        Assert.Equal(2 * Rows, await server.Read(sql => sql.Number($"SELECT count(*) FROM limits"), Ct));
        Assert.Empty(await command.Faults(Ct));
    }

    private static async Task Write(Db db, string name, int together)
    {
        var limit = new Rate(1, TimeSpan.FromHours(1));
        foreach (var numbers in Enumerable.Range(0, Rows).Chunk(together))
        {
            var taken = await Task.WhenAll(numbers.Select(i =>
                db.Write(tx => LimitStore.TryTake(tx, new($"{name}:{i}", limit)), Ct)));
            Assert.All(taken, Assert.True);
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
