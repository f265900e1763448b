using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.Server.Storage;

/// <summary>
/// The text of a statement, made once for all the times it is used: a database keeps what it prepared under it, and so do the readers of
/// its rows.
/// </summary>
internal sealed partial class StatementText
{
    // Lists of values make texts of their own, so their number has no end: when so many are kept, all are let go.
    private const int MostKept = 2000;

    private static readonly ConcurrentDictionary<StatementParts, StatementText> Known = new();
    private static readonly string[] Names = [.. Enumerable.Range(1, 64).Select(MakeName)];

    private readonly ConcurrentDictionary<Type, Delegate> readers = new();
    private readonly HashSet<string> tables;
    private readonly bool isQuestion;
    private readonly bool isRemoval;

    private StatementText(string text)
    {
        (Text, Name) = (text, NameOf(text));
        OrFails = $"WITH hit AS ({text} RETURNING 1) SELECT 1 / count(*) FROM hit";
        tables = [.. TableName.Matches(text).Select(match => match.Groups["table"].Value)];
        isQuestion = text.StartsWith("SELECT", StringComparison.Ordinal);
        isRemoval = text.StartsWith("DELETE", StringComparison.Ordinal);
    }

    /// <summary>What it does, in two words: <c>UPDATE methods</c>.</summary>
    public string Name { get; }

    /// <summary>As it is sent to a database.</summary>
    public string Text { get; }

    /// <summary>A change that fails (division by zero) where it would hit no row, for PostgreSQL.</summary>
    public string OrFails { get; }

    [GeneratedRegex(@"\b(?:FROM|JOIN|INTO|UPDATE)\s+(?<table>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex TableName { get; }

    /// <summary>The text of a statement of these parts.</summary>
    public static StatementText Of(StatementParts parts)
    {
        if (Known.TryGetValue(parts, out var known)) return known;
        if (Known.Count >= MostKept) Known.Clear();
        return Known.GetOrAdd(parts.Trimmed(), static key => new(Write(key)));
    }

    /// <summary>The name of a hole, counted from zero: <c>$1</c>, <c>$2</c>, as both databases write it.</summary>
    public static string NameOf(int hole) => hole < Names.Length ? Names[hole] : MakeName(hole + 1);

    /// <summary>What a text does, in two words: its verb and its first table.</summary>
    public static string NameOf(string text) =>
        $"{text.Split([' ', '\n'], 2)[0]} {TableName.Match(text).Groups["table"].Value}".TrimEnd();

    /// <summary>Whether this may change what a question is about. What is removed may take rows of other tables with it.</summary>
    public bool MayTouch(StatementText question) => !isQuestion && (isRemoval || tables.Overlaps(question.tables));

    /// <summary>What makes values of its rows; compiled at the first of them.</summary>
    public Func<Rows, T> ReaderFor<T>(Rows rows) =>
        (Func<Rows, T>)readers.GetOrAdd(typeof(T), static (_, first) => RowReader.Make<T>(first), rows);

    private static string Write(StatementParts parts)
    {
        var (text, holes) = (new StringBuilder(), 0);
        foreach (var part in parts) text.Append(part ?? NameOf(holes++));
        return text.ToString();
    }

    private static string MakeName(int number) => string.Create(CultureInfo.InvariantCulture, $"${number}");
}

/// <summary>
/// What a statement is made of: words of our own, and null for each hole. Its words are the very objects that stand in the program, so
/// two of the same place are compared without being read.
/// </summary>
internal struct StatementParts(int capacity) : IEquatable<StatementParts>
{
    private string?[] parts = new string?[capacity];
    private int count;
    private int hash;

    public void Add(string? part)
    {
        if (count == parts.Length) Array.Resize(ref parts, (2 * count) + 4);
        parts[count++] = part;
        hash = unchecked((hash * 31) + (part is null ? 1 : RuntimeHelpers.GetHashCode(part)));
    }

    /// <summary>The same, to be kept.</summary>
    public readonly StatementParts Trimmed() => this with { parts = parts[..count] };

    public readonly ReadOnlySpan<string?>.Enumerator GetEnumerator() => new ReadOnlySpan<string?>(parts, 0, count).GetEnumerator();

    public readonly bool Equals(StatementParts other)
    {
        if (hash != other.hash || count != other.count) return false;

        for (var i = 0; i < count; i++)
        {
            if (!ReferenceEquals(parts[i], other.parts[i])) return false;
        }

        return true;
    }

    public override readonly bool Equals([NotNullWhen(true)] object? obj) => obj is StatementParts other && Equals(other);

    public override readonly int GetHashCode() => hash;
}
