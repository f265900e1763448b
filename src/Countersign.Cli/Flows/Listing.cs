using Countersign.Cli.Terminal;
using Countersign.Wire;

namespace Countersign.Cli.Flows;

/// <summary>Names and values, one a row, as the account commands show what the server said.</summary>
internal static class Listing
{
    private const int NameWidth = 20;

    public static void Show(Screen screen, InfoAnswer answer) => Rows(screen, [("message", answer.Message), ("type", answer.Type)]);

    public static void Rows(Screen screen, IEnumerable<(string Name, string Value)> rows)
    {
        foreach (var (name, value) in rows) screen.Line($"{name.PadRight(NameWidth)}: {value}");
    }
}
