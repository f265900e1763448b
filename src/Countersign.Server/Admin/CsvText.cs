using System.Text;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>One record of a CSV text, and the line it begins on.</summary>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Fields);

/// <summary>Reads CSV (RFC 4180): fields in quotes may hold commas, line ends and doubled quotes; blank lines mean nothing.</summary>
public sealed class CsvText
{
    private readonly string text;
    private readonly List<CsvRecord> records = [];
    private readonly List<string> fields = [];
    private readonly StringBuilder field = new();
    private int line = 1;
    private int begin = 1;
    private int at;

    private CsvText(string text) => this.text = text;

    /// <summary>All records, or the line on which a quote opens that never closes.</summary>
    public static Answer<List<CsvRecord>> Read(string text)
    {
        var reader = new CsvText(text);
        return reader.TryReadAll() ? reader.records : Refused.Because($"line {reader.begin}: a quote opens here and never closes. Close it, or double it inside a quoted field.");
    }

    private bool TryReadAll()
    {
        while (at < text.Length)
        {
            var letter = text[at++];
            if (letter == '"' && field.Length == 0)
            {
                if (!TryReadQuoted()) return false;
            }
            else if (letter == ',') EndField();
            else if (letter == '\n') EndRecord();
            else if (letter != '\r') field.Append(letter);
        }

        EndRecord();
        return true;
    }

    private bool TryReadQuoted()
    {
        while (at < text.Length)
        {
            var letter = text[at++];
            if (letter == '\n') line++;
            if (letter != '"') field.Append(letter);
            else if (at < text.Length && text[at] == '"') field.Append(text[at++]);
            else return true;
        }

        return false;
    }

    private void EndField()
    {
        fields.Add(field.ToString());
        field.Clear();
    }

    private void EndRecord()
    {
        EndField();
        if (fields is not [""]) records.Add(new(begin, [.. fields]));
        fields.Clear();
        begin = ++line;
    }
}
