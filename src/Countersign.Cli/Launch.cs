using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Countersign.Cli.Terminal;
using Countersign.Shared;

namespace Countersign.Cli;

/// <summary>From the words on the command line to a verb, and from wrong words to exit code 2.</summary>
internal static class Launch
{
    // -bc and -id are names, not bundles of -b -c and -i -d; and @ has no meaning in a label.
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    private static readonly InvocationConfiguration Invoking =
        new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    public static async Task<int> Run(RootCommand root, string[] arguments)
    {
        try
        {
            return await Begin(root, arguments);
        }
        catch (Exception unwritten) when (Unwritten.Is(unwritten))
        {
            return Unwritten.Tell(unwritten, Console.Error);
        }
    }

    private static Task<int> Begin(RootCommand root, string[] arguments)
    {
        Globals.AddTo(root);
        KeepPlainHelp(root);
        var parse = root.Parse(arguments, Parsing);
        if (parse.Action is ParseErrorAction) return Task.FromResult(Refuse(root, parse));
        if (parse.Action is AsynchronousCommandLineAction && Mistyped.Option(parse) is { } word)
            return Task.FromResult(Refuse(parse, Mistyped.Sentence(word, parse)));
        if (parse.Action is AsynchronousCommandLineAction && Mistyped.Empty(parse) is { } empty)
            return Task.FromResult(Refuse(parse, empty));

        if (parse.Action is AsynchronousCommandLineAction && Unwritten.BeforeAnything() is { } closed) throw closed;

        return parse.InvokeAsync(Invoking);
    }

    private static int Refuse(RootCommand root, ParseResult parse)
    {
        var path = Mistyped.Path(parse.CommandResult.Command);
        if (parse.CommandResult.Command.Subcommands.Any() && parse.UnmatchedTokens.Count == 0)
        {
            root.Parse([.. path, "--help"], Parsing).Invoke(new InvocationConfiguration { Output = Console.Error });
            return (int)ExitCode.WrongUsage;
        }

        var strange = Mistyped.Sentences(parse);
        return Refuse(parse, strange.Count == 0 ? OneLine(Mistyped.Sentence(parse.Errors[0])) : string.Join(' ', strange));
    }

    private static int Refuse(ParseResult parse, string sentence)
    {
        var help = string.Join(' ', ["countersign", .. Mistyped.Path(Mistyped.Place(parse)), "--help"]);
        return Failures.Tell(Screen.For(parse), Stop.WrongUsage(sentence, help));
    }

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
}
