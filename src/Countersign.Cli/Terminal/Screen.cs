using System.CommandLine;
using System.Text;
using System.Text.Json;
using Countersign.Wire;

namespace Countersign.Cli.Terminal;

/// <summary>How loud a line is.</summary>
internal enum Tone
{
    Plain,
    Good,
    Warning,
    Bad,
    Faint,
}

/// <summary>Results go to stdout, everything said on the way to stderr. With <c>--raw</c> stdout is JSON and nothing else.</summary>
internal sealed class Screen
{
    private static readonly bool MayPaint = Environment.GetEnvironmentVariable("TERM") is not "dumb";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly TextWriter output = Writer(Console.OpenStandardOutput());
    private readonly TextWriter error = Writer(Console.OpenStandardError());
    private readonly bool mayColour = MayPaint && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private Screen(bool raw) => Raw = raw;

    public bool Raw { get; }

    /// <summary>Whether somebody watches what goes to stderr.</summary>
    public bool IsWatched { get; } = !Console.IsErrorRedirected;

    /// <summary>Whether the results go on to another program while somebody watches what is said on the way.</summary>
    public bool IsPiped => !Raw && IsWatched && Console.IsOutputRedirected;

    /// <summary>How wide the window is that shows results; a pipe, or a window that does not say, has no end.</summary>
    public static int Columns => !Console.IsOutputRedirected && Console.WindowWidth is > 0 and var width ? width : int.MaxValue;

    /// <summary>The same of what is said on the way.</summary>
    public static int ColumnsOfNotes => !Console.IsErrorRedirected && Console.WindowWidth is > 0 and var width ? width : int.MaxValue;

    /// <summary>Whether what is drawn among the results may be painted: the ink of a picture is no decoration.</summary>
    public static bool PaintsResults => MayPaint && !Console.IsOutputRedirected;

    /// <summary>The same for what is said on the way.</summary>
    public bool PaintsNotes => MayPaint && IsWatched;

    public static Screen For(ParseResult parse) => new(parse.GetValue(Globals.Raw));

    /// <summary>The result of a command: JSON with <c>--raw</c>, for people otherwise.</summary>
    public void Show<T>(T answer, Action<T> forPeople)
    {
        if (Raw) Result(JsonSerializer.Serialize(answer, WireJson.For<T>()));
        else forPeople(answer);
    }

    /// <summary>A result for a program: one value of JSON.</summary>
    public void Result(string json) => output.WriteLine(json);

    /// <summary>A line of the result.</summary>
    public void Line(string text = "", Tone tone = Tone.Plain) =>
        output.WriteLine(Painted(text, tone, mayColour && !Console.IsOutputRedirected));

    /// <summary>Text that is already drawn: no newline, no cleaning.</summary>
    public void Drawing(string text) => output.Write(text);

    /// <summary>The same, on the way.</summary>
    public void NoteDrawing(string text) => Say(text);

    /// <summary>A line said on the way: progress, warnings, errors.</summary>
    public void Note(string text, Tone tone = Tone.Plain) => Say(Painted(text, tone, mayColour && IsWatched) + Environment.NewLine);

    /// <summary>The beginning of a line that a person goes on with, or that is soon written over.</summary>
    public void Prompt(string text) => Say(Printable(text));

    /// <summary>Back to the beginning of the line, and the line empty.</summary>
    public void ClearLine() => Say("\r\e[K");

    /// <summary>Text that cannot move the cursor or change colours: labels and device names come from other people.</summary>
    public static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) && c != '\n' ? $"\\x{(int)c:x2}" : $"{c}")) : text;

    // The terminal may be closed: what nobody hears ends nothing that is under way.
    private void Say(string text)
    {
        try
        {
            error.Write(text);
        }
        catch (IOException)
        {
        }
    }

    private static string Painted(string text, Tone tone, bool colour)
    {
        var printable = Printable(text);
        return colour && tone is not Tone.Plain ? $"\e[{Paint(tone)}m{printable}\e[0m" : printable;
    }

    private static string Paint(Tone tone) => tone switch
    {
        Tone.Plain => "0",
        Tone.Good => "32",
        Tone.Warning => "33",
        Tone.Bad => "1;31",
        Tone.Faint => "2",
    };

    private static StreamWriter Writer(Stream stream) => new(stream, Utf8) { AutoFlush = true };
}
