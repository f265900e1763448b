using System.Threading.Channels;
using Countersign.Server.Secrets;
using Microsoft.Data.Sqlite;

namespace Countersign.Server.Storage;

/// <summary>
/// The database: one SQLite file. Readers have connections of their own; all changes go through one writer, which lets
/// waiting transactions share one commit and one flush to disk, and answers each only after that commit.
/// </summary>
public sealed class Db : IAsyncDisposable
{
    private const int LargestBatch = 256;
    private const int MostRounds = 5;

    private readonly TimeProvider clock;
    private readonly string readConnection;
    private readonly SqliteConnection writer;
    private readonly Channel<PendingWrite> changes = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Task writing;

    /// <summary>Opens (and if need be creates, mode 0600) the database file.</summary>
    public Db(string path, TimeProvider clock)
    {
        Path = path;
        this.clock = clock;
        CreateForOwnerOnly(path);
        writer = Open(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        readConnection = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly }.ToString();
        writing = Task.Run(WriteAll);
    }

    /// <summary>The database file.</summary>
    public string Path { get; }

    /// <summary>The time, to the second as it is stored. Inside a transaction it is <see cref="Sql.Now"/> that counts.</summary>
    public DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>Asks without changing anything, on what was committed when the question began.</summary>
    public async Task<T> Read<T>(Func<Sql, Task<T>> question, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await using var connection = Open(readConnection);
        await using var snapshot = connection.BeginTransaction(deferred: true);
        return await question(new Sql(connection, snapshot, Now()));
    }

    /// <summary>
    /// Runs one transaction, again from the start when somebody else was faster (<see cref="OvertakenException"/>). It holds nothing but
    /// SQL and pure decisions: no waiting, no hashing, no sending. The answer
    /// comes only after the commit is on disk; an exception in it undoes it alone.
    /// </summary>
    public async Task<T> Write<T>(Func<Tx, Task<T>> transaction, CancellationToken ct)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                return await WriteOnce(transaction, ct);
            }
            catch (OvertakenException) when (round < MostRounds)
            {
                // Read and decide again, on what is there now.
            }
        }
    }

    /// <summary>Runs one transaction that has no answer but being done.</summary>
    public Task Write(Func<Tx, Task> transaction, CancellationToken ct) =>
        Write(async tx =>
        {
            await transaction(tx);
            return true;
        }, ct);

    /// <summary>
    /// Copies the database, as it is at one instant, to a new file that its owner alone can use; writers go on meanwhile. The copy is on
    /// the disk before it takes its name, and has its name only when all of it is there.
    /// </summary>
    /// <param name="path">A name that is free.</param>
    /// <param name="beforeNamed">What is to be done once the copy is made, and before anybody can take it for one.</param>
    public async Task CopyTo(string path, Func<Task> beforeNamed)
    {
        var part = path + ".part";
        File.Delete(part);
        CreateForOwnerOnly(part);
        try
        {
            await using (var source = Open(readConnection))
            await using (var target = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = part, Pooling = false }.ToString()))
            {
                target.Open();
                source.BackupDatabase(target);
                using var alone = target.CreateCommand();
                alone.CommandText = "PRAGMA journal_mode = DELETE";
                alone.ExecuteNonQuery();
            }

            await using (var written = new FileStream(part, FileMode.Open, FileAccess.ReadWrite)) written.Flush(flushToDisk: true);
            await beforeNamed();
            File.Move(part, path, overwrite: false);
            FolderFlush.ToDisk(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private async Task<T> WriteOnce<T>(Func<Tx, Task<T>> transaction, CancellationToken ct)
    {
        var change = new PendingWrite<T>(transaction, ct);
        await changes.Writer.WriteAsync(change, ct);
        return await change.Answer;
    }

    /// <summary>Finishes the transactions under way, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        changes.Writer.TryComplete();
        await writing;

        // The last to leave puts the log back into the file, and only the writer can.
        SqliteConnection.ClearPool(new SqliteConnection(readConnection));
        await writer.DisposeAsync();
    }

    private async Task WriteAll()
    {
        var batch = new List<PendingWrite>(LargestBatch);
        while (await changes.Reader.WaitToReadAsync())
        {
            while (batch.Count < LargestBatch && changes.Reader.TryRead(out var change)) batch.Add(change);
            await Commit(batch);
            batch.Clear();
        }
    }

    // Each transaction runs in a savepoint of its own, so that one that fails takes nobody with it.
    private async Task Commit(List<PendingWrite> batch)
    {
        try
        {
            await using var shared = writer.BeginTransaction(deferred: false);
            foreach (var change in batch)
            {
                shared.Save("one");
                var tx = new Tx(writer, shared, Now());
                if (!await change.TryRun(tx) || tx.IsUndone) shared.Rollback("one");
                shared.Release("one");
            }

            await shared.CommitAsync();
        }
#pragma warning disable CA1031 // Whatever broke the shared commit, the writer must live on and every caller must hear of it.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            foreach (var change in batch) change.Fail(broken);
            return;
        }

        foreach (var change in batch) change.Tell();
    }

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var settings = connection.CreateCommand();
        settings.CommandText = """
            PRAGMA busy_timeout = 5000;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA trusted_schema = OFF;
            """;
        settings.ExecuteNonQuery();
        return connection;
    }

    private static void CreateForOwnerOnly(string path)
    {
        if (File.Exists(path) || OperatingSystem.IsWindows()) return;

        using var file = new FileStream(path, new FileStreamOptions
        {
            // Two nodes may make it at the same time: neither must fail, nor lock the other out.
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }
}
