using System.Data;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Countersign.Server.Storage;

/// <summary>
/// The PostgreSQL that an installation is moved to. How far it has come stands in a table of its own until everything is there and right.
/// Until then a mark among its migrations keeps every server out, of older versions too.
/// </summary>
internal sealed class CopyTarget : IAsyncDisposable
{
    private const string Progress = "copy_progress";

    private readonly NpgsqlDataSource source;
    private readonly NpgsqlConnection connection;
    private readonly string state;

    private CopyTarget(NpgsqlDataSource source, string state) =>
        (this.source, connection, this.state) = (source, source.CreateConnection(), state);

    /// <summary>Begins, or goes on with what was begun from the same state of the same source.</summary>
    /// <param name="migrate">Makes the tables, where nothing was begun yet.</param>
    /// <exception cref="InvalidDataException">There is something else in it; the message says what to do.</exception>
    public static async Task<CopyTarget> Open(
        PostgresAddress address, string state, IReadOnlyList<CopiedTable> tables, Func<Task> migrate, CancellationToken ct)
    {
        var target = new CopyTarget(address.ForListening(), state);
        try
        {
            await target.connection.OpenAsync(ct);
            await target.Do("SET statement_timeout = 0");
            if (await target.Number("SELECT pg_try_advisory_lock(hashtextextended('copy', 0))::int") == 0)
                throw new InvalidDataException("Another `copy` into this database is under way.");

            if (await target.IsBegun())
            {
                await target.GoOn();
            }
            else
            {
                await migrate();
                await target.Begin(tables);
            }

            return target;
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    /// <summary>How far a table has come: the number in the file of its last row that is here.</summary>
    public Task<long> Through(CopiedTable table) =>
        Number($"SELECT coalesce(max(through), 0) FROM {Progress} WHERE name = $1", table.Name);

    /// <summary>Adds rows and remembers that they are here, both or neither.</summary>
    public async Task Add(CopiedTable table, IReadOnlyList<(long Number, object?[] Row)> rows)
    {
        await using var whole = await connection.BeginTransactionAsync();
        await Write(table, rows.Select(row => row.Row));
        await Do($"DELETE FROM {Progress} WHERE name = $1", table.Name);
        await Do($"INSERT INTO {Progress} (state, name, through) VALUES ($1, $2, $3)", state, table.Name, rows[^1].Number);
        await whole.CommitAsync();
    }

    /// <summary>Every row, in the order of the primary key.</summary>
    public async IAsyncEnumerable<object?[]> All(CopiedTable table)
    {
        await using var question =
            Command($"SELECT {CopySource.Listed(table.Columns)} FROM {table.Name} ORDER BY {CopySource.Listed(table.Key)}");
        await using var rows = await question.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            yield return [.. Enumerable.Range(0, rows.FieldCount).Select(column => rows.IsDBNull(column) ? null : rows.GetValue(column))];
    }

    /// <summary>
    /// Everything is here and right: the last table comes in, new numbers begin after the old ones, and nothing tells of the copy.
    /// </summary>
    public async Task Finish(IReadOnlyList<CopiedTable> tables, CopiedTable last, IEnumerable<object?[]> rows)
    {
        await using var whole = await connection.BeginTransactionAsync();
        await Write(last, rows);
        foreach (var table in tables.Where(table => table.LastId > 0))
            await Do($"SELECT setval(pg_get_serial_sequence($1, 'id'), $2)", table.Name, table.LastId);
        await Do($"DROP TABLE {Progress}");
        await Do("DELETE FROM migrations WHERE name = $1", Migrator.Unfinished);
        await whole.CommitAsync();

        // What the planner knows of the tables is that they are empty.
        await Do("ANALYZE");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await source.DisposeAsync();
    }

    private async Task<bool> IsBegun() => await Number($"SELECT count(to_regclass('{Progress}'))") > 0;

    private async Task GoOn()
    {
        if (await Number($"SELECT count(*) FROM {Progress} WHERE state <> $1", state) > 0)
            throw new InvalidDataException(
                "A copy into this database was begun from something else, or from an earlier state of this source. Empty the database " +
                    "(DROP DATABASE, CREATE DATABASE) and begin anew.");
    }

    // What the migrations put there comes from the source as well.
    private async Task Begin(IReadOnlyList<CopiedTable> tables)
    {
        await using var whole = await connection.BeginTransactionAsync();
        foreach (var own in (string[])["accounts", "audit_log", "key_canaries", "nodes"])
        {
            if (await Number($"SELECT count(*) FROM (SELECT 1 FROM {own} LIMIT 1) AS found") > 0)
                throw new InvalidDataException(
                    $"The target holds an installation already: there is something in its table {own}. Name an empty database; nothing " +
                        "was copied.");
        }

        foreach (var table in tables.Reverse()) await Do($"DELETE FROM {table.Name}");
        await Do($"CREATE TABLE {Progress} (state TEXT NOT NULL, name TEXT NOT NULL PRIMARY KEY, through BIGINT NOT NULL)");
        await Do($"INSERT INTO {Progress} (state, name, through) VALUES ($1, '', 0)", state);
        await Do("INSERT INTO migrations (name) VALUES ($1)", Migrator.Unfinished);
        await whole.CommitAsync();
    }

    private async Task Write(CopiedTable table, IEnumerable<object?[]> rows)
    {
        var types = await TypesOf(table);
        await using var import =
            await connection.BeginBinaryImportAsync($"COPY {table.Name} ({CopySource.Listed(table.Columns)}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await import.StartRowAsync();
            for (var column = 0; column < row.Length; column++)
            {
                if (row[column] is { } value) await import.WriteAsync(CopiedRows.Storable(value), types[column]);
                else await import.WriteNullAsync();
            }
        }

        await import.CompleteAsync();
    }

    private async Task<List<NpgsqlDbType>> TypesOf(CopiedTable table)
    {
        await using var question = Command($"SELECT {CopySource.Listed(table.Columns)} FROM {table.Name} WHERE false");
        await using var rows = await question.ExecuteReaderAsync(CommandBehavior.SchemaOnly);
        return [.. rows.GetColumnSchema().Select(column => column.NpgsqlDbType!.Value)];
    }

    private async Task<long> Number(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private async Task Do(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync();
    }

#pragma warning disable CA2100 // The names come from the schema, which is our own.
    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
#pragma warning restore CA2100
}
