using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>One account as the file has it.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Fault">Why it cannot even be read; null when it can.</param>
public sealed record ImportRow(int Line, IReadOnlyDictionary<string, string> Fields, string? Fault = null)
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>A field's text, or null when it is not given.</summary>
    public string? Find(string field) => Fields.GetValueOrDefault(field);

    /// <summary>A row that cannot be read.</summary>
    public static ImportRow Faulty(int line, string why) => new(line, Nothing, why);
}

/// <summary>
/// A file of accounts: CSV with a header line, one JSON object a line, or a JSON array of objects; in UTF-8 or UTF-16, with any line ends.
/// What is another kind of file is refused by its name.
/// </summary>
public static partial class ImportFile
{
    /// <summary>The fields an account may have.</summary>
    public static FrozenSet<string> FieldNames { get; } =
        FrozenSet.ToFrozenSet(["email", "username", "fullname", "phone", "password_hash", "email_verified", "legacy", "language"]);

    /// <summary>All rows, faulty ones too; refused when nothing of it can be read.</summary>
    public static Answer<List<ImportRow>> Read(byte[] content)
    {
        if (OtherKind(content) is { } other) return Refused.Because($"{other} Save it as CSV (\"CSV UTF-8\") and import that.");
        if (TextBytes.Read(content) is not { } text)
            return Refused.Because("The file is not UTF-8. Save it as UTF-8 (a spreadsheet calls it \"CSV UTF-8\") and try again.");

        // The last character of a file of DOS.
        text = text.TrimEnd('\u001A');
        text = LoneReturn().Replace(text.Replace("\r\r\n", "\r\n", StringComparison.Ordinal), "\n");
        return text.TrimStart() switch
        {
            ['{', '\\', ..] => Refused.Because("This is a document of a word processor (RTF). Save it as plain text and import that."),
            ['<', ..] => Refused.Because("This is HTML or XML. Save it as CSV (\"CSV UTF-8\") and import that."),
            ['{' or '[', ..] => ImportJson.Read(text),
            _ => ImportCsv.Read(text),
        };
    }

    /// <summary>What is said about a name that is no field.</summary>
    internal static string UnknownField(string name) =>
        $"'{name}' is not a field. The fields are {string.Join(", ", FieldNames.Order(StringComparer.Ordinal))}.";

    // By the first bytes, as these programs write them.
    private static string? OtherKind(byte[] content) => content switch
    {
        [0x50, 0x4B, 0x03, 0x04, ..] => "This is a spreadsheet's own file (.xlsx or .ods), or another archive.",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "This is a spreadsheet's own file (.xls).",
        [0x1F, 0x8B, ..] => "This is a compressed file (gzip).",
        [0x25, 0x50, 0x44, 0x46, ..] => "This is a PDF.",
        _ => null,
    };

    // As old spreadsheets end their lines.
    [GeneratedRegex(@"\r(?!\n)")]
    private static partial Regex LoneReturn();
}
