using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>One account as the file has it.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Fault">Why it cannot even be read; null when it can.</param>
public sealed record ImportRow(int Line, IReadOnlyDictionary<string, string> Fields, string? Fault = null)
{
    /// <summary>A field's text, or null when it is not given.</summary>
    public string? Find(string field) => Fields.GetValueOrDefault(field);
}

/// <summary>A file of accounts: CSV with a header line, or one JSON object a line. UTF-8, or what its byte order mark says.</summary>
public static class ImportFile
{
    /// <summary>The fields an account may have.</summary>
    public static FrozenSet<string> FieldNames { get; } =
        FrozenSet.ToFrozenSet(["email", "username", "fullname", "phone", "password_hash", "email_verified", "legacy", "language"]);

    private static readonly Dictionary<string, string> Nothing = [];
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Utf16 = new(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Utf16BigEndian = new(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);

    /// <summary>All rows, faulty ones too; refused when nothing of it can be read.</summary>
    public static Answer<List<ImportRow>> Read(byte[] content)
    {
        try
        {
            var text = EncodingOf(content).GetString(content).TrimStart('\uFEFF');
            return text.TrimStart().StartsWith('{') ? ReadJsonLines(text) : ReadCsv(text);
        }
        catch (DecoderFallbackException)
        {
            return Refused.Because("The file is not UTF-8. Save it as UTF-8 (a spreadsheet calls it \"CSV UTF-8\") and try again.");
        }
    }

    private static Encoding EncodingOf(byte[] content) => content switch
    {
        [0xFF, 0xFE, ..] => Utf16,
        [0xFE, 0xFF, ..] => Utf16BigEndian,
        _ => Utf8,
    };

    private static Answer<List<ImportRow>> ReadCsv(string text)
    {
        var read = CsvText.Read(text);
        if (read.Given is not { } records) return Refused.Because(read.Refused!.Detail!);
        if (records.Count == 0) return Refused.Because("The file is empty.");

        var header = records[0].Fields.Select(name => name.Trim().ToLowerInvariant()).ToList();
        if (header.Except(FieldNames).FirstOrDefault() is { } unknown)
            return Refused.Because($"line {records[0].Line}: {UnknownField(unknown)}");
        if (header.Distinct().Count() != header.Count)
            return Refused.Because($"line {records[0].Line}: a field appears twice in the header.");

        return records.Skip(1).Select(record => OfRecord(header, record)).ToList();
    }

    private static ImportRow OfRecord(List<string> header, CsvRecord record) => record switch
    {
        { Fault: { } fault } => new(record.Line, Nothing, fault),
        { Fields.Count: var count } when count != header.Count =>
            new(record.Line,
                Nothing, $"There are {count} fields, but the header has {header.Count}. Put fields that hold a separator in quotes."),
        _ => new(record.Line, header.Zip(record.Fields).ToDictionary(pair => pair.First, pair => pair.Second)),
    };

    private static List<ImportRow> ReadJsonLines(string text) =>
    [
        .. text.Split('\n').Index().Where(line => !string.IsNullOrWhiteSpace(line.Item)).Select(line => OfJson(line.Index + 1, line.Item)),
    ];

    private static ImportRow OfJson(int line, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new() { AllowDuplicateProperties = false });
            var fields = json.RootElement.EnumerateObject().Where(field => field.Value.ValueKind is not JsonValueKind.Null).ToList();
            if (fields.Select(field => field.Name).FirstOrDefault(name => !FieldNames.Contains(name)) is { } unknown)
                return new(line, Nothing, UnknownField(unknown));
            if (fields.Exists(field => field.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
                return new(line, Nothing, "A field must be text, a number, true or false.");

            return new(line, fields.ToDictionary(field => field.Name, field => field.Value.ToString()));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return new(line, Nothing, "This is not one JSON object on one line.");
        }
    }

    private static string UnknownField(string name) =>
        $"'{name}' is not a field. The fields are {string.Join(", ", FieldNames.Order(StringComparer.Ordinal))}.";
}
