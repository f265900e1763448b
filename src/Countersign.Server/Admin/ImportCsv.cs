using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>
/// The accounts of a CSV text. Spreadsheets leave empty columns without a heading behind the last one, and drop empty fields at the end of
/// a line: neither means anything.
/// </summary>
internal static class ImportCsv
{
    /// <summary>All rows; refused when the header is none.</summary>
    public static Answer<List<ImportRow>> Read(string text)
    {
        var read = CsvText.Read(text);
        if (read.Given is not { } records) return Refused.Because(read.Refused!.Detail!);
        if (records.Count == 0) return Refused.Because("The file is empty.");

        var header = records[0].Fields.Select(FieldOf).ToList();
        var named = header.Where(name => name.Length > 0).ToList();
        if (FaultOf(header, named) is { } fault) return Refused.Because($"line {records[0].Line}: {fault}");

        var cut = text.EndsWith('\n') ? null : records[^1];
        return records.Skip(1).Select(record => OfRecord(header, record, ReferenceEquals(record, cut))).ToList();
    }

    // A heading is for people: E-Mail, Full name and password-hash are fields, too.
    private static string FieldOf(string heading)
    {
        var name = Typed.Visible(heading).ToLowerInvariant();
        return ImportFile.FieldNames.FirstOrDefault(field => LettersOf(field) == LettersOf(name)) ?? name;
    }

    private static string LettersOf(string name) => (Typed.Bare(name) ?? "").Replace("_", "", StringComparison.Ordinal);

    private static string? FaultOf(List<string> header, List<string> named)
    {
        if (named.Exists(name => EmailAddress.TryParse(name, out _)))
            return "this is an account already. Put a line above it that names the fields, such as email,username.";
        if (named.Except(ImportFile.FieldNames).FirstOrDefault() is { } unknown) return ImportFile.UnknownField(unknown);
        if (named.Distinct().Count() != named.Count) return "a field appears twice in the header.";
        return named.Contains("email") ? null : "there is no field 'email' in the header, and every account needs one.";
    }

    private static ImportRow OfRecord(List<string> header, CsvRecord record, bool isCut)
    {
        var fields = record.Fields;
        if (record.Fault is { } fault) return ImportRow.Faulty(record.Line, fault);
        if (fields.Skip(header.Count).Any(field => !string.IsNullOrWhiteSpace(field)))
            return ImportRow.Faulty(
                record.Line,
                $"There are {fields.Count} fields, but the header has {header.Count}. Put fields that hold a separator in quotes.");
        if (isCut && fields.Count < header.Count)
            return ImportRow.Faulty(
                record.Line,
                $"There are {fields.Count} fields, but the header has {header.Count}, and here the file ends in the middle of a " +
                    $"line. Perhaps its end is missing; else end the last line like the others.");
        if (header.Zip(fields).Select((pair, at) => (pair, at)).FirstOrDefault(IsNameless) is { pair.First: not null } nameless)
            return ImportRow.Faulty(
                record.Line,
                $"'{nameless.pair.Second}' stands in column {nameless.at + 1}, which has no name in the header. Name it there, or " +
                    $"empty it.");

        return new(
            record.Line, header.Zip(fields).Where(pair => pair.First.Length > 0).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    private static bool IsNameless(((string First, string Second) Pair, int At) field) =>
        field.Pair.First.Length == 0 && !string.IsNullOrWhiteSpace(field.Pair.Second);
}
