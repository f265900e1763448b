using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Core;
using Dapper;

namespace Countersign.Server.Storage;

/// <summary>
/// SQL with holes: <c>$"… WHERE id = {id}"</c> becomes text with a parameter, so nothing a person typed is ever part of the text.
/// Instants travel as unix seconds, yes and no as 1 and 0, ids as their numbers.
/// </summary>
[InterpolatedStringHandler]
public sealed partial class Statement(int literalLength, int formattedCount)
{
    private readonly StringBuilder text = new(literalLength + (formattedCount * 4));
    private readonly DynamicParameters parameters = new();
    private int count;

    internal string Text => text.ToString();

    internal DynamicParameters Parameters => parameters;

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted<T>(T value)
    {
        var name = Name(count++);
        text.Append('@').Append(name);
        parameters.Add(name, ToColumn(value));
    }

    /// <summary>A list in brackets: <c>$"… WHERE hash IN {hashes}"</c>.</summary>
    public void AppendFormatted(IReadOnlyList<byte[]> values)
    {
        text.Append('(');
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0) text.Append(", ");
            AppendFormatted(values[i]);
        }

        text.Append(')');
    }

    /// <summary>A part with holes of its own: <c>$"… WHERE {new SqlPart(condition)}"</c>.</summary>
    public void AppendFormatted(SqlPart sql)
    {
        var part = sql.Statement;
        text.Append(Holes().Replace(part.Text, hole => Name(int.Parse(hole.Groups[1].Value, CultureInfo.InvariantCulture) + count, "@")));
        for (var hole = 0; hole < part.count; hole++) parameters.Add(Name(hole + count), part.parameters.Get<object?>(Name(hole)));
        count += part.count;
    }

    private static string Name(int hole, string mark = "") => string.Create(CultureInfo.InvariantCulture, $"{mark}p{hole}");

    [GeneratedRegex("@p([0-9]+)")]
    private static partial Regex Holes();

    private static object? ToColumn(object? value) => value switch
    {
        DateTimeOffset instant => instant.ToUnixTimeSeconds(),
        bool yes => yes ? 1L : 0L,
        int number => (long)number,
        AccountId id => id.Value,
        MethodId id => id.Value,
        ChallengeId id => id.Value,
        SessionId id => id.Value,
        ApiKeyId id => id.Value,
        Credential credential => credential.Word,
        PhoneNumber phone => phone.E164,
        null or long or string or byte[] or double => value,
        Enum choice => Words.Of(choice),
        _ => throw new ArgumentException($"A {value.GetType().Name} has no column type."),
    };
}

/// <summary>
/// A statement as a part of another. Said by name, because a hole with text in it (<c>{$"…"}</c>) must stay a parameter.
/// </summary>
public sealed record SqlPart(Statement Statement);
