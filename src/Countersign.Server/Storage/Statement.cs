using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Countersign.Core;
using Dapper;

namespace Countersign.Server.Storage;

/// <summary>
/// SQL with holes: <c>$"… WHERE id = {id}"</c> becomes text with a parameter, so nothing a person typed is ever part of the text.
/// Instants travel as unix seconds, yes and no as 1 and 0, ids as their numbers.
/// </summary>
[InterpolatedStringHandler]
public sealed class Statement(int literalLength, int formattedCount)
{
    private readonly StringBuilder text = new(literalLength + (formattedCount * 4));
    private readonly DynamicParameters parameters = new();
    private int count;

    internal string Text => text.ToString();

    internal DynamicParameters Parameters => parameters;

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted<T>(T value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"p{count++}");
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
        PhoneNumber phone => phone.E164,
        null or long or string or byte[] or double => value,
        Enum choice => Words.Of(choice),
        _ => throw new ArgumentException($"A {value.GetType().Name} has no column type."),
    };
}
