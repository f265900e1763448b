using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Countersign.Server.Storage;

/// <summary>A connection to the file. SQLite answers where it is asked, so nothing here ever waits.</summary>
internal sealed class SqliteSession : StoreConnection
{
    // Lists of values make texts of their own, so their number has no end: when so many are kept, all are let go.
    private const int MostPrepared = 400;

    /// <summary>What a reader keeps of the file, in KiB: every commit makes it read anew, and the system has the pages.</summary>
    public const int CacheOfReader = 512;

    private const int CacheOfWriter = 2048;

    private readonly SqliteConnection connection;
    private readonly Dictionary<StatementText, SqliteStatement> prepared = [];

    // A connection is used by one caller at a time, so its own locks would only cost; and nobody asks how much memory it has taken, which
    // is counted under a lock of all connections.
    static SqliteSession()
    {
        SQLitePCL.Batteries_V2.Init();
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    /// <param name="cache">How much of the file it keeps at the most, in KiB.</param>
    public SqliteSession(string connectionString, int cache = CacheOfWriter)
    {
        connection = new(connectionString);
        connection.Open();

        // Wait for another process's change instead of failing; readers beside the writer; on the disk before anybody is told; the log
        // is emptied by who is there for it (SqliteLog), and here only if it grows all the same; nothing of a damaged file's schema is run.
        Run(string.Create(CultureInfo.InvariantCulture, $"""
            PRAGMA busy_timeout = 5000;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 20000;
            PRAGMA foreign_keys = ON;
            PRAGMA trusted_schema = OFF;
            PRAGMA cache_size = -{cache};
            """));
    }

    /// <inheritdoc/>
    public override string Hold => "";

    /// <inheritdoc/>
    public override bool ClosesBeforeCommit => true;

    /// <inheritdoc/>
    public override Task<IReadOnlyList<T>> Query<T>(Statement statement)
    {
        using var span = StatementSpan.Begin(statement.Text);
        var rows = Bind(statement);
        try
        {
            if (!rows.Step()) return Task.FromResult<IReadOnlyList<T>>([]);

            var (read, all) = (statement.Text.ReaderFor<T>(rows), new List<T>());
            do all.Add(read(rows));
            while (rows.Step());
            return Task.FromResult<IReadOnlyList<T>>(all);
        }
        finally
        {
            rows.Reset();
        }
    }

    /// <inheritdoc/>
    public override Task<long> Number(Statement statement)
    {
        using var span = StatementSpan.Begin(statement.Text);
        var rows = Bind(statement);
        try
        {
            return Task.FromResult(rows.Step() ? rows.Number(0) : 0);
        }
        finally
        {
            rows.Reset();
        }
    }

    /// <inheritdoc/>
    public override Task<int> Execute(Statement statement)
    {
        using var span = StatementSpan.Begin(statement.Text);
        var change = Bind(statement);
        try
        {
            return Task.FromResult(change.Run());
        }
        finally
        {
            change.Reset();
        }
    }

    /// <inheritdoc/>
    public override Task Script(string sql)
    {
        Run(sql.Replace("{{id}}", "INTEGER PRIMARY KEY AUTOINCREMENT", StringComparison.Ordinal)
            .Replace("{{bytes}}", "BLOB", StringComparison.Ordinal));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task<bool> HasTable(string name) =>
        0 < await Number($"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = {name}");

    /// <inheritdoc/>
    public override Task<IReadOnlyList<SchemaPart>> Schema() => Query<SchemaPart>($"""
        SELECT 'table' AS kind, name AS of, '' AS name FROM sqlite_master WHERE type = 'table'
        UNION ALL SELECT 'column', t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'
        UNION ALL SELECT 'index', tbl_name, name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
        UNION ALL SELECT 'key', t.name, group_concat(c.name, ', ' ORDER BY c.pk)
            FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.pk > 0 GROUP BY t.name
        UNION ALL SELECT 'key', t.name, group_concat(c.name, ', ' ORDER BY c.seqno)
            FROM sqlite_master t JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c
            WHERE t.type = 'table' AND i.origin = 'u' GROUP BY t.name, i.name
        """);

    /// <summary>There is one writer, and it writes one transaction after the other.</summary>
    public override Task OneByOne(string what) => Task.CompletedTask;

    /// <summary>Begins, ends or undoes: words without values.</summary>
    public void Do(Statement words)
    {
        var prepared = Bind(words);
        prepared.Run();
        prepared.Reset();
    }

    /// <summary>How many rows were changed through this connection since it was opened.</summary>
    public long Changes => SQLitePCL.raw.sqlite3_total_changes(connection.Handle!);

    /// <summary>Moves what was committed from the log into the file, as far as nobody needs it where it is.</summary>
    public void EmptyLog() => Run("PRAGMA wal_checkpoint(PASSIVE)");

    /// <summary>Copies the whole database, as it is at one instant.</summary>
    public void CopyTo(string connectionString)
    {
        using var target = new SqliteConnection(connectionString);
        target.Open();
        connection.BackupDatabase(target);
        using var alone = target.CreateCommand();
        alone.CommandText = "PRAGMA journal_mode = DELETE";
        alone.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        LetGo();
        await connection.DisposeAsync();
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteStatement Bind(Statement statement)
    {
        var known = Find(statement.Text);
        known.Bind(statement.Values);
        return known;
    }

    private SqliteStatement Find(StatementText text)
    {
        if (prepared.TryGetValue(text, out var known)) return known;
        if (prepared.Count >= MostPrepared) LetGo();
        return prepared[text] = new(connection.Handle!, text.Text);
    }

    private void LetGo()
    {
        foreach (var statement in prepared.Values) statement.Dispose();
        prepared.Clear();
    }
}
