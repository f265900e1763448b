using System.Runtime.CompilerServices;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// SQL with holes: <c>$"… WHERE id = {id}"</c> becomes text with a parameter, so nothing a person typed is ever part of the text.
/// Instants travel as unix seconds, yes and no as 1 and 0, ids as their numbers.
/// </summary>
[InterpolatedStringHandler]
public sealed class Statement(int literalLength, int formattedCount)
{
    private readonly List<ColumnValue> values = new(formattedCount);
    private StatementParts parts = new((2 * formattedCount) + Math.Min(literalLength, 1));
    private StatementText? whole;

    /// <summary>The text; the same for every set of values.</summary>
    internal StatementText Text => whole ??= StatementText.Of(parts);

    /// <summary>What stands in the holes, in their order.</summary>
    internal List<ColumnValue> Values => values;

    public void AppendLiteral(string literal) => parts.Add(literal);

    public void AppendFormatted<T>(T value) => Add(ColumnValue.Of(value));

    /// <summary>A list in brackets: <c>$"… WHERE hash IN {hashes}"</c>.</summary>
    public void AppendFormatted(IReadOnlyList<byte[]> list) => AppendList(list);

    /// <inheritdoc cref="AppendFormatted(IReadOnlyList{byte[]})"/>
    public void AppendFormatted(IReadOnlyList<Credential> list) => AppendList(list);

    private void AppendList<T>(IReadOnlyList<T> list)
    {
        parts.Add("(");
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0) parts.Add(", ");
            Add(ColumnValue.Of(list[i]));
        }

        parts.Add(")");
    }

    /// <summary>Rows, each in its brackets: <c>$"INSERT … VALUES {rows}"</c>. There must be one at least.</summary>
    public void AppendFormatted(IReadOnlyList<SqlRow> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            parts.Add(i == 0 ? "(" : ", (");
            AppendFormatted(new SqlPart(rows[i].Values));
            parts.Add(")");
        }
    }

    /// <summary>A part with holes of its own: <c>$"… WHERE {new SqlPart(condition)}"</c>.</summary>
    public void AppendFormatted(SqlPart sql)
    {
        foreach (var part in sql.Statement.parts) parts.Add(part);
        values.AddRange(sql.Statement.values);
    }

    private void Add(ColumnValue value)
    {
        parts.Add(null);
        values.Add(value);
    }
}

/// <summary>
/// A statement as a part of another. Said by name, because a hole with text in it (<c>{$"…"}</c>) must stay a parameter.
/// </summary>
public sealed record SqlPart(Statement Statement)
{
    /// <summary>A part that says nothing.</summary>
    internal static SqlPart Nothing { get; } = new($"");

    /// <summary>A part of words of our own.</summary>
    internal static SqlPart Of(string words)
    {
        if (words.Length == 0) return Nothing;

        var statement = new Statement(words.Length, 0);
        statement.AppendLiteral(words);
        return new(statement);
    }
}

/// <summary>The values of one row among several of a statement, without brackets: <c>new($"{id}, {name}")</c>.</summary>
public sealed record SqlRow(Statement Values);
