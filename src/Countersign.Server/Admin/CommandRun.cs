using System.CommandLine;
using System.Text.Json;
using Countersign.Server.Settings;
using Countersign.Shared;

namespace Countersign.Server.Admin;

/// <summary>One run of an operator's command: what was given, and where it answers.</summary>
public sealed class CommandRun(OperatorShell shell, ParseResult given)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The exit code of a command that did what it was asked.</summary>
    public const int Done = 0;

    /// <summary>The exit code of a command that did nothing, or found something wrong.</summary>
    public const int NotDone = 1;

    /// <summary>The exit code of a command that was typed wrong: nothing was begun.</summary>
    public const int Misused = 2;

    private readonly TextWriter output = given.InvocationConfiguration.Output;
    private readonly TextWriter errors = given.InvocationConfiguration.Error;

    /// <summary>The surroundings.</summary>
    public OperatorShell Shell => shell;

    /// <summary>The value of an option.</summary>
    public T? Get<T>(Option<T> option) => given.GetValue(option);

    /// <summary>The value of an argument.</summary>
    public T Get<T>(Argument<T> argument) => given.GetRequiredValue(argument);

    /// <summary>Tells a fact.</summary>
    public int Say(string line)
    {
        output.WriteLine(line);
        return Done;
    }

    /// <summary>Tells what is shown this once; where it cannot be, what was done all the same, and how it is undone.</summary>
    /// <param name="say">Tells it.</param>
    /// <param name="undo">A sentence: what was made, and what takes it away.</param>
    public int SayOnce(Func<int> say, string undo)
    {
        try
        {
            return say();
        }
        catch (Exception unshown) when (Unwritten.Is(unshown))
        {
            return Refuse($"{FileTrouble.Say(unshown)} {undo}");
        }
    }

    /// <summary>Tells facts for a machine: one line of JSON.</summary>
    public int SayJson<T>(T facts) => Say(JsonSerializer.Serialize(facts, Json));

    /// <summary>Tells what should be known but is not the answer.</summary>
    public void Note(string line) => errors.WriteLine(line);

    /// <summary>Says so before a secret is written where git watches: what lies there is soon in a commit.</summary>
    public void WarnWhereWatched(string path)
    {
        if (WorkTree.Of(path) is { } watched)
            Note($"Careful: {path} is in a folder that git watches ({watched}). Keep it out of every commit.");
    }

    /// <summary>
    /// Shows what is going on, in a line that goes away: each takes the place of the one before, and nothing ends it. Only where somebody
    /// watches.
    /// </summary>
    public void Progress(string line)
    {
        if (!shell.IsWatched) return;

        errors.Write($"\r\e[K{line}");
        errors.Flush();
    }

    /// <summary>Tells why it was not done.</summary>
    public int Refuse(string sentence)
    {
        errors.WriteLine(sentence);
        return NotDone;
    }

    /// <summary>Tells what is wrong with what was typed.</summary>
    public int RefuseWords(string sentence)
    {
        errors.WriteLine(sentence);
        return Misused;
    }

    /// <summary>Asks before something that cannot be taken back.</summary>
    /// <param name="yes">Whether the command line has said yes already.</param>
    /// <returns>False when the answer is anything but yes, or when nobody can be asked.</returns>
    public bool Confirms(string question, bool yes)
    {
        if (yes) return true;
        if (!shell.Keyboard.IsTerminal)
        {
            Note($"{question} Nobody can be asked here: add --yes if that is what you want. Nothing was changed.");
            return false;
        }

        errors.Write($"{question} [y/N] ");
        errors.Flush();
        if (shell.Keyboard.Lines.ReadLine()?.Trim() is "y" or "Y" or "yes") return true;

        Note("Nothing was changed.");
        return false;
    }

    /// <summary>Asks for something that must not show on the screen.</summary>
    public string AskHidden(string question)
    {
        errors.Write($"{question}: ");
        errors.Flush();
        var typed = shell.Keyboard.ReadHidden();
        errors.WriteLine();
        return typed;
    }
}
