using System.Collections;
using System.Text;
using QRCoder;

namespace Countersign.Cli.Terminal;

/// <summary>
/// A QR code as text, two modules in one character (ISO/IEC 18004, with its quiet zone of four).
/// Where it can be painted it is black on white, whatever the terminal's theme. Elsewhere nobody knows what is behind the letters, so it is
/// drawn twice: with its light modules for a dark screen, with its dark ones for a light screen or paper.
/// </summary>
internal sealed class Qr(string text)
{
    // Numbers of the fixed part of the 256-colour palette: themes may change 0 to 15, but not these.
    private const string BlackOnWhite = "\e[38;5;16;48;5;231m";
    private const string Back = "\e[0m";

    private readonly List<BitArray> rows = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L).ModuleMatrix;

    /// <summary>How many characters wide the drawing is.</summary>
    public int Columns => rows.Count;

    /// <summary>Lines that end with a newline.</summary>
    public string Draw(bool painted) => painted
        ? Draw(painted, inked: true)
        : $"""
            On a dark screen scan this one:
            {Draw(painted, inked: false)}
            On a light screen, or on paper, this one:
            {Draw(painted, inked: true)}
            """;

    private string Draw(bool painted, bool inked)
    {
        var drawing = new StringBuilder();
        for (var y = 0; y < rows.Count; y += 2)
        {
            drawing.Append(painted ? BlackOnWhite : "");
            for (var x = 0; x < Columns; x++) drawing.Append(Half(x, y, inked));
            drawing.Append(painted ? Back : "").Append('\n');
        }

        return drawing.ToString();
    }

    // The matrix has an odd number of rows: below the last one is more quiet zone.
    private char Half(int x, int y, bool inked)
    {
        var upper = rows[y][x] == inked;
        var lower = (y + 1 < rows.Count && rows[y + 1][x]) == inked;
        return (upper, lower) switch
        {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        };
    }
}
