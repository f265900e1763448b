using Npgsql;
using NpgsqlTypes;

namespace Countersign.Server.Storage;

/// <summary>How values travel to PostgreSQL.</summary>
internal static class PostgresBinding
{
    /// <summary>A text with what stands in the holes of a statement.</summary>
    public static NpgsqlBatchCommand Bind(string text, Statement statement)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in statement.Values) command.Parameters.Add(ParameterOf(value));
        return command;
    }

    private static NpgsqlParameter ParameterOf(ColumnValue value) => value switch
    {
        { IsNull: true } => new NpgsqlParameter { NpgsqlDbType = TypeOf(value.Type), Value = DBNull.Value },
        { Type: ColumnType.Number } => new NpgsqlParameter<long> { TypedValue = value.Number },
        { Other: string text } => new NpgsqlParameter<string> { TypedValue = Storable(text) },
        { Type: var type } => new NpgsqlParameter { NpgsqlDbType = TypeOf(type), Value = value.Other },
    };

    // The one character that PostgreSQL cannot hold. What is looked for with it is nobody's either way.
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');

    private static NpgsqlDbType TypeOf(ColumnType type) => type switch
    {
        ColumnType.Number => NpgsqlDbType.Bigint,
        ColumnType.Real => NpgsqlDbType.Double,
        ColumnType.Text => NpgsqlDbType.Text,
        ColumnType.Bytes => NpgsqlDbType.Bytea,
    };
}
