using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Countersign.Cli.Terminal;

namespace Countersign.Cli;

/// <summary>From the words on the command line to a verb, and from wrong words to exit code 2.</summary>
internal static class Launch
{
    // -bc and -id are names, not bundles of -b -c and -i -d; and @ has no meaning in a label.
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    private static readonly InvocationConfiguration Invoking =
        new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    public static Task<int> Run(RootCommand root, string[] arguments)
    {
        Globals.AddTo(root);
        KeepPlainHelp(root);
        var parse = root.Parse(arguments, Parsing);
        if (parse.Action is ParseErrorAction) return Task.FromResult(Refuse(root, parse));
        if (parse.Action is AsynchronousCommandLineAction && Mistyped(parse) is { } word)
            return Task.FromResult(Refuse(parse, NoSuch(word, parse)));

        return parse.InvokeAsync(Invoking);
    }

    // What begins with a dash and is no option of ours was meant to be one; as a value, a code or a name, it would go to the server. A dash
    // alone stands for standard input, and no key and no secret of ours begins with one.
    private static string? Mistyped(ParseResult parse) => parse.CommandResult.Children
        .SelectMany(given => given switch
        {
            ArgumentResult argument => argument.Tokens.Where(token => token.Value is ['-', _, ..]),
            OptionResult option => option.Tokens.Where(token => token.Type is TokenType.Argument && IsLikeAnOption(token.Value)),
            _ => [],
        })
        .Select(token => token.Value).FirstOrDefault();

    private static bool IsLikeAnOption(string value) =>
        value is ['-', '-', _, ..] && value[2..].All(letter => char.IsAsciiLetter(letter) || letter is '-');

    private static int Refuse(RootCommand root, ParseResult parse)
    {
        var path = Path(parse.CommandResult.Command);
        if (parse.CommandResult.Command.Subcommands.Any() && parse.UnmatchedTokens.Count == 0)
        {
            root.Parse([.. path, "--help"], Parsing).Invoke(new InvocationConfiguration { Output = Console.Error });
            return (int)ExitCode.WrongUsage;
        }

        var strange = Mistyped(parse) ?? (parse.UnmatchedTokens is [var unmatched, ..] ? unmatched : null);
        return Refuse(parse, strange is null ? OneLine(parse.Errors[0].Message) : NoSuch(strange, parse));
    }

    private static int Refuse(ParseResult parse, string sentence)
    {
        var help = string.Join(' ', ["countersign", .. Path(parse.CommandResult.Command), "--help"]);
        return Failures.Tell(Screen.For(parse), Stop.WrongUsage(sentence, help));
    }

    private static string NoSuch(string word, ParseResult parse) =>
        Nearest.Find(word, parse.CommandResult.Command) is { } near
            ? $"There is nothing called {word} here. Did you mean {near}?"
            : $"There is nothing called {word} here.";

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));

    // The slashes are of another system, and a bare Tab should not offer three ways to ask for help.
    private static void KeepPlainHelp(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Clear();
        help.Aliases.Add("-h");
        Examples.AddTo(help);
    }

    /// <summary>The words that lead to a command.</summary>
    public static List<string> Path(Command command)
    {
        var above = command.Parents.OfType<Command>().FirstOrDefault();
        return above is null ? [] : [.. Path(above), command.Name];
    }
}
