using Microsoft.Data.Sqlite;

namespace Countersign.Server.Storage;

/// <summary>A connection to the file. SQLite answers where it is asked, so nothing here ever waits.</summary>
internal sealed class SqliteSession : StoreConnection
{
    // Lists of values make texts of their own, so their number has no end: when so many are kept, all are let go.
    private const int MostPrepared = 400;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, Prepared> prepared = new(StringComparer.Ordinal);

    public SqliteSession(string connectionString)
    {
        connection = new(connectionString);
        connection.Open();

        // Wait for another process's change instead of failing; readers beside the writer; on the disk before anybody is told; nothing
        // of a damaged file's schema is run.
        Run("""
            PRAGMA busy_timeout = 5000;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA trusted_schema = OFF;
            """);
    }

    /// <inheritdoc/>
    public override string Hold => "";

    /// <inheritdoc/>
    public override Task<IReadOnlyList<T>> Query<T>(Statement statement)
    {
        var known = Bind(statement);
        using var rows = known.Command.ExecuteReader();
        if (!rows.Read()) return Task.FromResult<IReadOnlyList<T>>([]);

        var read = known.Rows.For<T>(rows);
        var all = new List<T>();
        do all.Add(read(rows));
        while (rows.Read());
        return Task.FromResult<IReadOnlyList<T>>(all);
    }

    /// <inheritdoc/>
    public override Task<object?> Scalar(Statement statement) => Task.FromResult(Bind(statement).Command.ExecuteScalar());

    /// <inheritdoc/>
    public override Task<int> Execute(Statement statement) => Task.FromResult(Bind(statement).Command.ExecuteNonQuery());

    /// <inheritdoc/>
    public override Task Script(string sql)
    {
        Run(sql.Replace("{{id}}", "INTEGER PRIMARY KEY AUTOINCREMENT", StringComparison.Ordinal)
            .Replace("{{bytes}}", "BLOB", StringComparison.Ordinal));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task<bool> HasTable(string name) =>
        await Scalar($"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = {name}") is not null;

    /// <summary>There is one writer, and it writes one transaction after the other.</summary>
    public override Task OneByOne(string what) => Task.CompletedTask;

    /// <summary>Begins, ends or undoes: words without values.</summary>
    public void Do(string word) => Find(word).Command.ExecuteNonQuery();

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

    private Prepared Bind(Statement statement)
    {
        var known = Find(statement.Text);
        var (values, holes) = (statement.Values, known.Command.Parameters);
        while (holes.Count < values.Count) holes.AddWithValue(Statement.NameOf(holes.Count), null);
        for (var i = 0; i < values.Count; i++) holes[i].Value = values[i].Boxed;
        return known;
    }

    private Prepared Find(string text)
    {
        if (prepared.TryGetValue(text, out var known)) return known;
        if (prepared.Count >= MostPrepared) LetGo();

        var command = connection.CreateCommand();
        command.CommandText = text;
        return prepared[text] = new(command, new());
    }

    private void LetGo()
    {
        foreach (var (command, _) in prepared.Values) command.Dispose();
        prepared.Clear();
    }

    private sealed record Prepared(SqliteCommand Command, RowReader Rows);
}
