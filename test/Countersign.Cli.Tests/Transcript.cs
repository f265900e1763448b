using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

[assembly: UnsupportedOSPlatform("windows")]

namespace Countersign.Cli.Tests;

/// <summary>
/// A terminal session as a file: what is typed, and what must come back. One sign begins each line:
/// <code>
/// $ tfa status            a command, without the word countersign
/// &lt; 123456                what is typed at its next question, ^C for Ctrl-C, ^HANGUP for a terminal that is closed (after the last,
///                         standard input is at its end)
/// | 123456                a line that is piped to it before it asks
/// &gt; Two-factor …          a line of stdout     ! a line of stderr
/// = 2                     the exit code, when it is not 0
/// ? 600 config/api_key    a file and its mode afterwards; ? none PATH says that there is no file
/// @ grace                 whose API key is in the environment from here on; @ nobody takes it out
/// * time 00:00:31         what happens in the world before the next command (<see cref="World"/>)
/// # words                 for the reader
/// </code>
/// <c>…</c> stands for anything, <c>{name}</c> for what is known by that name, <c>{name=}</c> learns it,
/// <c>{mail ada}</c> and its like are told by the <see cref="World"/>.
/// A command that lists no line of an output may print anything there, except for errors on success.
/// </summary>
public sealed class Transcript(IReadOnlyList<Transcript.Turn> turns)
{
    private const char Command = '$';
    private const char Person = '@';
    private const char Happening = '*';

    public sealed record Turn(char Kind, string Words, IReadOnlyList<Terminal.Key> Input,
        IReadOnlyList<string> Output, IReadOnlyList<string> Errors, int ExitCode, IReadOnlyList<string> Files);

    public static Transcript Read(string path)
    {
        var turns = new List<Turn>();
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var rest = line.Length > 2 ? line[2..] : "";
            if (line[0] is Command or Person or Happening) turns.Add(new Turn(line[0], rest, [], [], [], 0, []));
            else turns[^1] = With(turns[^1], line[0], rest);
        }

        return new Transcript(turns);
    }

    public async Task Play(Terminal terminal)
    {
        foreach (var turn in turns)
        {
            if (turn.Kind is Person) terminal.ApiKey = turn.Words == "nobody" ? null : terminal.World!.Person(turn.Words).ApiKey;
            else if (turn.Kind is Happening) await terminal.World!.Happen(terminal.Filled(turn.Words));
            else await Play(terminal, turn);
        }
    }

    private static async Task Play(Terminal terminal, Turn turn)
    {
        var ran = await terminal.Run(turn.Words, turn.Input);
        var told = $"$ countersign {terminal.Filled(turn.Words)}\nexit code {ran.ExitCode}\nstdout:\n{ran.Output}\nstderr:\n{ran.Errors}";
        Assert.True(turn.ExitCode == ran.ExitCode, $"Expected exit code {turn.ExitCode}.\n{told}");
        Compare(terminal, turn.Output, ran.Output, told);
        Compare(terminal, turn.Errors, ran.Errors, told);
        foreach (var file in turn.Files) Assert.True(Holds(terminal, file), $"Not so: {file}\n{told}");
    }

    private static Turn With(Turn turn, char sign, string rest) => sign switch
    {
        '<' => turn with { Input = [.. turn.Input, new(rest, IsPiped: false)] },
        '|' => turn with { Input = [.. turn.Input, new(rest, IsPiped: true)] },
        '>' => turn with { Output = [.. turn.Output, rest] },
        '!' => turn with { Errors = [.. turn.Errors, rest] },
        '=' => turn with { ExitCode = int.Parse(rest, CultureInfo.InvariantCulture) },
        '?' => turn with { Files = [.. turn.Files, rest] },
        _ => throw new FormatException($"A transcript line begins with one of $ < | > ! = ? @ * #, not with {sign}"),
    };

    private static void Compare(Terminal terminal, IReadOnlyList<string> expected, string actual, string told)
    {
        if (expected.Count == 0) return;

        var pattern = string.Join('\n', expected.Select(line => Pattern(terminal, line)));
        var match = Regex.Match(actual.TrimEnd('\n'), $"\\A{pattern}\\z", RegexOptions.Singleline);
        Assert.True(match.Success, $"Expected:\n{string.Join('\n', expected)}\n{told}");
        foreach (var group in match.Groups.Values.Where(g => !char.IsAsciiDigit(g.Name[0]))) terminal.Known[group.Name] = group.Value;
    }

    private static string Pattern(Terminal terminal, string line)
    {
        var pattern = new StringBuilder();
        foreach (var part in Regex.Split(line, @"(…|\{\w+=\})"))
        {
            if (part == "…") pattern.Append(".*?");
            else if (Regex.Match(part, @"^\{(\w+)=\}$") is { Success: true } learn)
                pattern.Append("(?<").Append(learn.Groups[1].Value).Append(@">\S+)");
            else pattern.Append(Regex.Escape(terminal.Filled(part)));
        }

        return pattern.ToString();
    }

    private static bool Holds(Terminal terminal, string file)
    {
        var (mode, path) = (file[..file.IndexOf(' ')], terminal.PathOf(file[(file.IndexOf(' ') + 1)..]));
        if (mode == "none") return !File.Exists(path);

        return File.Exists(path) && Convert.ToString((int)File.GetUnixFileMode(path), 8) == mode;
    }
}
