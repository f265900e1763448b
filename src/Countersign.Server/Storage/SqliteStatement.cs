using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Countersign.Server.Storage;

/// <summary>
/// A statement as SQLite has prepared it on one connection, and the row at which it stands. Values go in and come out as they are: no
/// object is made for a number.
/// </summary>
internal sealed class SqliteStatement : Rows, IDisposable
{
    private const int LargestOnStack = 512;

    private readonly sqlite3 connection;
    private readonly sqlite3_stmt statement;
    private readonly bool isQuestion;

    public SqliteStatement(sqlite3 connection, string text)
    {
        this.connection = connection;
        Check(raw.sqlite3_prepare_v3(connection, text, raw.SQLITE_PREPARE_PERSISTENT, out statement));
        isQuestion = raw.sqlite3_stmt_readonly(statement) != 0;
        Columns = raw.sqlite3_column_count(statement);
    }

    /// <inheritdoc/>
    public override int Columns { get; }

    /// <summary>Fills the holes.</summary>
    public void Bind(List<ColumnValue> values)
    {
        for (var i = 0; i < values.Count; i++) Check(Bind(i + 1, values[i]));
    }

    /// <summary>Goes on to the next row; false: there is none.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result is raw.SQLITE_ROW) return true;
        if (result is not raw.SQLITE_DONE) Check(result);
        return false;
    }

    /// <summary>Runs to the end; the number of rows that it changed.</summary>
    public int Run()
    {
        while (Step())
        {
            // What it answers is not asked for.
        }

        return isQuestion ? 0 : raw.sqlite3_changes(connection);
    }

    /// <summary>Back to the beginning; what it held is let go. A step that failed has said so already.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    /// <inheritdoc/>
    public override string NameOf(int column) => raw.sqlite3_column_name(statement, column).utf8_to_string();

    /// <inheritdoc/>
    public override bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <inheritdoc/>
    public override long Number(int column) => raw.sqlite3_column_int64(statement, column);

    /// <inheritdoc/>
    public override double Real(int column) => raw.sqlite3_column_double(statement, column);

    /// <inheritdoc/>
    public override string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column));

    /// <inheritdoc/>
    public override byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    /// <inheritdoc/>
    public void Dispose() => statement.Dispose();

    private int Bind(int hole, ColumnValue value) => value switch
    {
        { IsNull: true } => raw.sqlite3_bind_null(statement, hole),
        { Other: null } => raw.sqlite3_bind_int64(statement, hole, value.Number),
        { Other: string text } => BindText(hole, text),
        { Other: byte[] { Length: 0 } } => raw.sqlite3_bind_zeroblob(statement, hole, 0),
        { Other: byte[] bytes } => raw.sqlite3_bind_blob(statement, hole, bytes),
        { Other: double real } => raw.sqlite3_bind_double(statement, hole, real),
        { Type: var type } => throw new ArgumentException($"SQLite has no {type}."),
    };

    private int BindText(int hole, string text)
    {
        // Nothing at all would be taken for null.
        if (text.Length == 0) return raw.sqlite3_bind_text(statement, hole, text);

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var space = most <= LargestOnStack ? stackalloc byte[LargestOnStack] : new byte[most];
        return raw.sqlite3_bind_text(statement, hole, space[..Encoding.UTF8.GetBytes(text, space)]);
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, connection);
    }
}
