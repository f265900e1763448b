namespace Countersign.Cli.Terminal;

/// <summary>Values as people read them: local times, keys in groups, tables in columns.</summary>
internal static class Shown
{
    public static string Clock(DateTimeOffset time) => time.ToLocalTime().ToString("HH:mm");

    public static string Time(DateTimeOffset? time) => time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm") ?? "-";

    public static string InFours(string key) => string.Join(' ', key.Chunk(4).Select(four => new string(four)));

    /// <summary>Columns as wide as their widest cell; the first row is the heading.</summary>
    public static void Table(Screen screen, IReadOnlyList<string> heading, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<string[]> table = [[.. heading], .. rows.Select(row => row.Select(OneLine).ToArray())];
        var widths = Enumerable.Range(0, heading.Count).Select(column => table.Max(row => row[column].Length)).ToArray();
        foreach (var row in table)
        {
            var cells = row.Select((cell, column) => cell.PadRight(widths[column]));
            screen.Line(string.Join("  ", cells).TrimEnd(), row == table[0] ? Tone.Faint : Tone.Plain);
        }
    }

    private static string OneLine(string cell) => Screen.Printable(cell.Replace('\n', ' '));
}
