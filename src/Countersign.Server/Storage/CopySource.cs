using Microsoft.Data.Sqlite;

namespace Countersign.Server.Storage;

/// <summary>A table that goes along when an installation is moved.</summary>
/// <param name="Columns">In the order in which its rows are given.</param>
/// <param name="Key">Of its primary key.</param>
/// <param name="LastId">The highest number that a row ever had, where rows are numbered; none of them is to be given again.</param>
internal sealed record CopiedTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string> Key, long LastId);

/// <summary>
/// The file that an installation is moved from. While this is open nobody else has it open, so what is read is one state from the first
/// row to the last.
/// </summary>
internal sealed class CopySource : IDisposable
{
    // What each database knows of itself, and no row of the installation.
    private static readonly string[] Own = ["migrations", "nodes"];

    private readonly SqliteConnection connection;

    private CopySource(SqliteConnection connection) => this.connection = connection;

    /// <summary>Opens the file, which must be there and closed.</summary>
    /// <exception cref="InvalidDataException">It is not, or it is none of ours; the message says what to do.</exception>
    public static CopySource Open(string file)
    {
        if (!File.Exists(file)) throw new InvalidDataException($"There is no database {file}. Name the data folder, or the file in it.");

        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        try
        {
            Hold(connection, file);
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The migrations that were applied.</summary>
    public IReadOnlyList<string> Migrations() => Ask("SELECT name FROM migrations ORDER BY name", row => row.GetString(0));

    /// <summary>Which state this is: another one after a server or a command has changed anything that matters.</summary>
    public string State() => Ask("""
        SELECT (SELECT coalesce(max(age), 0) FROM database_age) || ' ' || (SELECT count(*) FROM audit_log) || ' ' ||
               (SELECT coalesce(group_concat(key_id || lower(hex(canary))), '') FROM key_canaries)
        """, row => row.GetString(0))[0];

    /// <summary>Every table, those first that others refer to.</summary>
    public IReadOnlyList<CopiedTable> Tables()
    {
        var names = Ask(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name", row => row.GetString(0))
            .Except(Own).ToList();
        var ordered = new List<string>();
        foreach (var name in names) Add(name);
        return [.. ordered.Select(Describe)];

        void Add(string name)
        {
            if (ordered.Contains(name)) return;

            var others = Ask($"SELECT DISTINCT \"table\" FROM pragma_foreign_key_list('{name}')", row => row.GetString(0));
            foreach (var other in others.Where(other => other != name)) Add(other);
            ordered.Add(name);
        }
    }

    /// <summary>Rows with their numbers in the file, in the order of those.</summary>
    public IReadOnlyList<(long Number, object?[] Row)> Next(CopiedTable table, long after, int most) => Ask(
        string.Create(null, $"SELECT rowid, {Listed(table.Columns)} FROM {table.Name} WHERE rowid > {after} ORDER BY rowid LIMIT {most}"),
        row => (row.GetInt64(0), ValuesOf(row, 1)));

    /// <summary>Every row, in the order of the primary key.</summary>
    public IEnumerable<object?[]> All(CopiedTable table)
    {
        using var question = Question(connection, $"SELECT {Listed(table.Columns)} FROM {table.Name} ORDER BY {Listed(table.Key)}");
        using var rows = question.ExecuteReader();
        while (rows.Read()) yield return ValuesOf(rows, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    internal static string Listed(IEnumerable<string> columns) => string.Join(", ", columns);

    // In this mode the file is had alone, or not at all: a server that runs has it open.
    private static void Hold(SqliteConnection connection, string file)
    {
        connection.DefaultTimeout = 1;
        try
        {
            connection.Open();
            // One by one: the driver keeps the fault of a statement that follows another one in the same text to itself.
            foreach (var words in (string[])["PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "COMMIT"]) Do(connection, words);
        }
        catch (SqliteException held) when (held.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY)
        {
            throw new InvalidDataException($"A server or a command has {file} open. Stop it first; nothing was copied.", held);
        }
        catch (SqliteException broken)
        {
            throw new InvalidDataException($"{file} cannot be read as a database of this program: {broken.Message}", broken);
        }
    }

    private static void Do(SqliteConnection connection, string words)
    {
        using var command = Question(connection, words);
        command.ExecuteNonQuery();
    }

    private CopiedTable Describe(string name)
    {
        var columns = Ask(
            $"SELECT name, pk FROM pragma_table_info('{name}') ORDER BY cid", row => (Name: row.GetString(0), Key: row.GetInt64(1)));
        var last = Ask($"SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = '{name}'", row => row.GetInt64(0))[0];
        var key = columns.Where(column => column.Key > 0).OrderBy(column => column.Key).Select(column => column.Name).ToList();
        return new(
            name, [.. columns.Select(column => column.Name)], key.Count > 0 ? key : [.. columns.Select(column => column.Name)], last);
    }

    private List<T> Ask<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var question = Question(connection, sql);
        using var rows = question.ExecuteReader();
        var all = new List<T>();
        while (rows.Read()) all.Add(read(rows));
        return all;
    }

#pragma warning disable CA2100 // The names come from the schema, which is our own.
    private static SqliteCommand Question(SqliteConnection connection, string sql) => new(sql, connection);
#pragma warning restore CA2100

    private static object?[] ValuesOf(SqliteDataReader row, int from) =>
        [.. Enumerable.Range(from, row.FieldCount - from).Select(column => row.IsDBNull(column) ? null : row.GetValue(column))];
}
