using System.Text;
using System.Text.Json;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>The accounts of a JSON text: one object a line, objects over several lines, or an array of them.</summary>
internal static class ImportJson
{
    private const string NoObject = "This is not one JSON object";

    private static readonly JsonReaderOptions Lenient =
        new() { AllowMultipleValues = true, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>All rows; refused when an array is damaged.</summary>
    public static Answer<List<ImportRow>> Read(string text)
    {
        if (text.TrimStart().StartsWith('{') && FirstLineStandsAlone(text)) return ReadLines(text);

        try
        {
            return ReadValues(Encoding.UTF8.GetBytes(text));
        }
        catch (JsonException broken)
        {
            return text.TrimStart().StartsWith('{') ? ReadLines(text) : Refused.Because(
                $"line {broken.LineNumber + 1}: the JSON array is damaged here, or ends before it is closed.");
        }
    }

    private static bool FirstLineStandsAlone(string text) =>
        OfObject(1, text.TrimStart().Split('\n', 2)[0], NoObject).Fault is null;

    private static List<ImportRow> ReadLines(string text) =>
    [
        .. text.Split('\n').Index().Where(line => !string.IsNullOrWhiteSpace(line.Item))
            .Select(line => OfObject(line.Index + 1, line.Item, $"{NoObject} on one line.")),
    ];

    private static List<ImportRow> ReadValues(ReadOnlySpan<byte> json)
    {
        var rows = new List<ImportRow>();
        var (line, seen) = (1, 0);
        var reader = new Utf8JsonReader(json, Lenient);
        while (reader.Read())
        {
            if (reader is { CurrentDepth: 0, TokenType: JsonTokenType.StartArray or JsonTokenType.EndArray }) continue;

            var begin = (int)reader.TokenStartIndex;
            line += json[seen..begin].Count((byte)'\n');
            seen = begin;
            reader.Skip();
            rows.Add(OfObject(line, Encoding.UTF8.GetString(json[begin..(int)reader.BytesConsumed]), $"{NoObject}."));
        }

        return rows;
    }

    private static ImportRow OfObject(int line, string text, string elseFault)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new()
            {
                AllowDuplicateProperties = false,
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
            });
            var fields = json.RootElement.EnumerateObject().Where(field => field.Value.ValueKind is not JsonValueKind.Null).ToList();
            if (fields.Select(field => field.Name).FirstOrDefault(name => !ImportFile.FieldNames.Contains(name)) is { } unknown)
                return ImportRow.Faulty(line, ImportFile.UnknownField(unknown));
            if (fields.Exists(field => field.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
                return ImportRow.Faulty(line, "A field must be text, a number, true or false.");

            return new(line, fields.ToDictionary(field => field.Name, field => field.Value.ToString()));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return ImportRow.Faulty(line, elseFault);
        }
    }
}
