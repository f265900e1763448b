using System.Data.Common;

namespace Countersign.Server.Storage;

/// <inheritdoc/>
internal sealed class PostgresRows(DbDataReader reader) : Rows
{
    public override int Columns => reader.FieldCount;

    public override string NameOf(int column) => reader.GetName(column);

    public override bool IsNull(int column) => reader.IsDBNull(column);

    public override long Number(int column) => reader.GetInt64(column);

    public override double Real(int column) => reader.GetDouble(column);

    public override string Text(int column) => reader.GetString(column);

    public override byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);
}
