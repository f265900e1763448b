using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Countersign.Server.Storage;

/// <summary>
/// The database as one SQLite file. Readers have connections of their own; all changes go through one writer, which lets
/// waiting transactions share one commit and one flush to disk, and answers each only after that commit.
/// </summary>
public sealed class SqliteDb : Db
{
    private const int LargestBatch = 256;
    private const int MostKeptReaders = 16;

    private readonly TimeProvider clock;
    private readonly string readConnection;
    private readonly Lock lending = new();
    private readonly Stack<SqliteSession> readers = [];
    private readonly SqliteSession writer;
    private readonly SqliteLog log;
    private readonly Channel<PendingWrite> changes = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly SqliteVersion version;
    private readonly Task writing;

    /// <summary>Opens (and if need be creates, mode 0600) the database file.</summary>
    public SqliteDb(string path, TimeProvider clock)
    {
        this.clock = clock;
        SqliteFile.MakeForOwnerOnly(path);
        var writeConnection = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        writer = new(writeConnection);
        log = new(writer, writeConnection);
        readConnection =
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
        version = new(readConnection);
        writing = Task.Run(WriteAll);
    }

    /// <inheritdoc/>
    public override bool IsShared => false;

    /// <inheritdoc/>
    public override DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());

    /// <inheritdoc/>
    public override long? Version() => version.Now();

    /// <inheritdoc cref="SqliteFile.Copy"/>
    public Task CopyTo(string path, Func<string, Task> beforeNamed) => SqliteFile.Copy(readConnection, path, beforeNamed);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> Faults(CancellationToken ct) => Read(SqliteFile.Faults, ct);

    /// <summary>Finishes the transactions under way, then closes the file.</summary>
    public override async ValueTask DisposeAsync()
    {
        changes.Writer.TryComplete();
        await writing;

        // The last to leave puts the log back into the file, and only the writer can.
        await log.DisposeAsync();
        version.Dispose();
        while (FindReader() is { } reader) await reader.DisposeAsync();
        await writer.DisposeAsync();
    }

    private protected override Task<T> ReadOnce<T>(Func<Sql, Task<T>> question, CancellationToken ct) => Lend(async session =>
    {
        session.Do($"BEGIN");
        var answer = await question(new(session, Now()));
        session.Do($"COMMIT");
        return answer;
    }, ct);

    private protected override Task<T> AskOnce<T>(Func<Sql, Task<T>> question, CancellationToken ct) =>
        Lend(session => question(new(session, Now(), most: 1)), ct);

    private protected override async Task<T> WriteOnce<T>(Func<Tx, Task<T>> transaction, CancellationToken ct)
    {
        var change = new PendingWrite<T>(transaction, ct);
        await changes.Writer.WriteAsync(change, ct);
        try
        {
            var answer = await change.Answer;
            change.Done?.Tell();
            return answer;
        }
        catch (SqliteException broken)
        {
            throw new StoreUnavailableException(broken);
        }
    }

    private async Task<T> Lend<T>(Func<SqliteSession, Task<T>> use, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        SqliteSession? session = null;
        try
        {
            session = FindReader() ?? new(readConnection, SqliteSession.CacheOfReader);
            var answer = await use(session);
            if (TryKeep(session)) session = null;
            return answer;
        }
        catch (SqliteException broken)
        {
            throw new StoreUnavailableException(broken);
        }
        finally
        {
            // One that failed is not kept: nobody asks on what a broken question left behind.
            if (session is not null) await session.DisposeAsync();
        }
    }

    // The one that was lent last is lent next: as few are open as are needed at once.
    private SqliteSession? FindReader()
    {
        lock (lending) return readers.TryPop(out var kept) ? kept : null;
    }

    private bool TryKeep(SqliteSession reader)
    {
        lock (lending)
        {
            if (readers.Count >= MostKeptReaders) return false;

            readers.Push(reader);
            return true;
        }
    }

    private async Task WriteAll()
    {
        var batch = new List<PendingWrite>(LargestBatch);
        while (await changes.Reader.WaitToReadAsync())
        {
            while (batch.Count < LargestBatch && changes.Reader.TryRead(out var change)) batch.Add(change);
            await Commit(batch);
            batch.Clear();
            log.Look();
        }
    }

    // Each transaction runs in a savepoint of its own, so that one that fails takes nobody with it.
    private async Task Commit(List<PendingWrite> batch)
    {
        try
        {
            writer.Do($"BEGIN IMMEDIATE");
            var (closing, entries) = ((Func<Tx, Task>?)null, new List<StoredAuditEntry>());
            foreach (var change in batch)
            {
                writer.Do($"SAVEPOINT one");
                var tx = new Tx(writer, Now(), Now);
                if (await change.TryRun(tx) && !tx.IsUndone)
                {
                    closing = tx.Closing ?? closing;
                    entries.AddRange(tx.Entries);
                }
                else
                {
                    writer.Do($"ROLLBACK TO one");
                }

                writer.Do($"RELEASE one");
            }

            if (closing is not null) await closing(new(writer, Now()) { Entries = entries });

            writer.Do($"COMMIT");
        }
#pragma warning disable CA1031 // Whatever broke the shared commit, the writer must live on and every caller must hear of it.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            GiveUp();
            PendingWrite.FailAll(batch, broken);
            return;
        }

        foreach (var change in batch) change.Tell();
    }

    // A statement that fails may have ended the transaction already (a full disk), and then there is nothing to undo.
    private void GiveUp()
    {
        try
        {
            writer.Do($"ROLLBACK");
        }
        catch (SqliteException)
        {
            // It was over.
        }
    }
}
