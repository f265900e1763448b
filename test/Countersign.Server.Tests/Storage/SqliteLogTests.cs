using Countersign.Server.Storage;
using Xunit;

namespace Countersign.Server.Tests.Storage;

/// <summary>What is committed does not stay in the log of the file for ever, and the log does not grow for ever.</summary>
[Trait("Store", "file")]
public sealed class SqliteLogTests
{
    private const int Rows = 400;
    private const int Rounds = 100;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_changes_things_all_day_empties_its_log_meanwhile()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-log-");
        try
        {
            var path = Path.Combine(folder.FullName, "it.db");
            await using var db = new SqliteDb(path, TimeProvider.System);
            await db.Write(tx => tx.Execute($"CREATE TABLE notes (id BIGINT NOT NULL, words TEXT NOT NULL)"), Ct);

            var (written, words) = (0L, new string('x', 1000));
            for (var round = 0; round < Rounds; round++)
            {
                await db.Write(async tx =>
                {
                    for (var n = 0; n < Rows; n++) await tx.Execute($"INSERT INTO notes (id, words) VALUES ({n}, {words})");
                }, Ct);
                written += Rows * words.Length;
            }

            var log = new FileInfo(path + "-wal").Length;
            Assert.InRange(log, 1, written / 2);
            Assert.InRange(new FileInfo(path).Length, written / 2, long.MaxValue);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
