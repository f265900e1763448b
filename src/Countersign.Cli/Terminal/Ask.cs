using System.Text;

namespace Countersign.Cli.Terminal;

/// <summary>Questions to the person. They go to stderr; the answers are lines of stdin, typed or piped.</summary>
internal sealed class Ask(Screen screen)
{
    private StreamReader? input;

    /// <summary>One line, trimmed. Ctrl-C and the end of input end the command with the given words and what to do next.</summary>
    public async Task<string> Line(string prompt, string whenStopped, params string[] next)
    {
        using var stop = new CtrlC();
        screen.Prompt(prompt);
        // Reading blocks and cannot be called off: the read is left behind when Ctrl-C comes first, and the program ends.
        var line = Task.Run(Input.ReadLine);
        if (await Task.WhenAny(line, stop.Pressed) == line && await line is { } text) return text.Trim();

        screen.Note("");
        throw new Stop(stop.Pressed.IsCompleted ? ExitCode.Interrupted : ExitCode.Failed, whenStopped, next);
    }

    /// <summary>One line of stdin without a question, for an option that was given as <c>-</c>.</summary>
    public string Piped(string what) =>
        Input.ReadLine()?.Trim() is { Length: > 0 } line ? line : throw new Stop(
            ExitCode.Failed, $"There was no {what} on standard input. Pipe it in, one line for each -, or give it itself.");

    /// <summary>Yes only when the person says so; silence is no.</summary>
    /// <param name="goesOn">The option that says yes beforehand.</param>
    public async Task<bool> YesNo(string question, string goesOn)
    {
        var answer = await Line($"{question} [y/N] ", $"Nothing was changed. {goesOn} says yes beforehand.");
        return answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>One of a few things by its number; Enter takes the first.</summary>
    public async Task<int> Choice(string question, IReadOnlyList<string> choices, string whenStopped, params string[] next)
    {
        screen.Note(question);
        for (var i = 0; i < choices.Count; i++) screen.Note($"  {i + 1}  {choices[i]}");
        while (true)
        {
            var answer = await Line($"Number [1]: ", whenStopped, next);
            if (answer.Length == 0) return 0;
            if (int.TryParse(answer, out var number) && number >= 1 && number <= choices.Count) return number - 1;
            screen.Note($"Please type a number from 1 to {choices.Count}.");
        }
    }

    /// <summary>A line that does not show while it is typed. Ctrl-C ends the command with the given words.</summary>
    public async Task<string> Hidden(string prompt, string whenStopped)
    {
        using var stop = new CtrlC();
        screen.Prompt(prompt);
        var line = Task.Run(ReadHidden);
        if (await Task.WhenAny(line, stop.Pressed) == line) return await line;

        // The terminal shows again what is typed once the program ends.
        screen.Note("");
        throw new Stop(ExitCode.Interrupted, whenStopped);
    }

    private string ReadHidden()
    {
        if (Console.IsInputRedirected) return Input.ReadLine()?.Trim() ?? "";

        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key is not ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key is ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }

        screen.Note("");
        return typed.ToString().Trim();
    }

    private StreamReader Input => input ??= new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
}
