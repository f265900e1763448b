using System.Text.RegularExpressions;
using Countersign.Server.Vocabulary;
using CsvHelper;

namespace Countersign.Server.Admin;

/// <summary>One record of a CSV text, and the line it begins on.</summary>
/// <param name="Fault">Why its fields cannot be what was meant; null when they can.</param>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Fields, string? Fault);

/// <summary>
/// Reads CSV (RFC 4180) as spreadsheets write it: fields in quotes may hold separators, line ends and doubled quotes; the separator is
/// a comma, a semicolon or a tab, as the text shows or its line <c>sep=</c> says; records without a word mean nothing.
/// </summary>
public static partial class CsvText
{
    /// <summary>All records, or the line on which a quote opens that never closes.</summary>
    public static Answer<List<CsvRecord>> Read(string text)
    {
        var broken = new Dictionary<long, CsvMalformedReason>();
        using var reader = CsvReader.FromText(QuotedSeparatorLine().Replace(text, "$1"), new()
        {
            HasHeader = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            OnMalformedRecord = record => broken[record.LineNumber] = record.Reason,
        });

        var records = new List<CsvRecord>();
        while (reader.Read())
        {
            List<string> fields = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString).Select(Value)];
            if (!fields.TrueForAll(string.IsNullOrWhiteSpace))
                records.Add(new((int)reader.LineNumber, fields, FaultAt(reader.LineNumber, broken)));
        }

        var open = broken.FirstOrDefault(line => line.Value is CsvMalformedReason.UnterminatedQuote).Key;
        return open == 0 ? records : Refused.Because(
            $"line {open}: a quote opens here and never closes. Close it, or double it inside a quoted field.");
    }

    private static string? FaultAt(long line, Dictionary<long, CsvMalformedReason> broken) =>
        broken.TryGetValue(line, out var reason) && reason is CsvMalformedReason.TextAfterClosingQuote
            ? "Something stands between a closing quote and the end of its field. Double the quotes that belong to the text."
            : null;

    // So a text is kept from being taken for a number.
    private static string Value(string field) => field.Trim() is ['=', '"', .., '"'] formula ? formula[2..^1] : field;

    // The library knows the line without quotes.
    [GeneratedRegex("""\A"(sep=.)"(?=\r?\n)""", RegexOptions.IgnoreCase)]
    private static partial Regex QuotedSeparatorLine();
}
