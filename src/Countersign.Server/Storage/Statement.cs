using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// SQL with holes: <c>$"… WHERE id = {id}"</c> becomes text with a parameter, so nothing a person typed is ever part of the text.
/// Instants travel as unix seconds, yes and no as 1 and 0, ids as their numbers.
/// </summary>
[InterpolatedStringHandler]
public sealed class Statement
{
    private static readonly string[] Names = [.. Enumerable.Range(1, 64).Select(MakeName)];

    private readonly StringBuilder text;
    private readonly List<ColumnValue> values;
    private readonly List<int> holes = [];
    private string? whole;

    public Statement(int literalLength, int formattedCount)
    {
        text = new(literalLength + (formattedCount * 4));
        values = new(formattedCount);
    }

    /// <summary>The text; the same for every set of values.</summary>
    internal string Text => whole ??= text.ToString();

    /// <summary>What stands in the holes, in their order.</summary>
    internal List<ColumnValue> Values => values;

    /// <summary>The name of a hole, counted from zero: <c>$1</c>, <c>$2</c>, as both databases write it.</summary>
    internal static string NameOf(int hole) => hole < Names.Length ? Names[hole] : MakeName(hole + 1);

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted<T>(T value) => Add(ColumnValue.Of(value));

    /// <summary>A list in brackets: <c>$"… WHERE hash IN {hashes}"</c>.</summary>
    public void AppendFormatted(IReadOnlyList<byte[]> list) => AppendList(list);

    /// <inheritdoc cref="AppendFormatted(IReadOnlyList{byte[]})"/>
    public void AppendFormatted(IReadOnlyList<Credential> list) => AppendList(list);

    private void AppendList<T>(IReadOnlyList<T> list)
    {
        text.Append('(');
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0) text.Append(", ");
            Add(ColumnValue.Of(list[i]));
        }

        text.Append(')');
    }

    /// <summary>A part with holes of its own: <c>$"… WHERE {new SqlPart(condition)}"</c>.</summary>
    public void AppendFormatted(SqlPart sql)
    {
        var part = sql.Statement;
        var from = 0;
        for (var i = 0; i < part.holes.Count; i++)
        {
            text.Append(part.text, from, part.holes[i] - from);
            Add(part.values[i]);
            from = part.holes[i] + NameOf(i).Length;
        }

        text.Append(part.text, from, part.text.Length - from);
    }

    private void Add(ColumnValue value)
    {
        holes.Add(text.Length);
        text.Append(NameOf(values.Count));
        values.Add(value);
    }

    private static string MakeName(int number) => string.Create(CultureInfo.InvariantCulture, $"${number}");
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
