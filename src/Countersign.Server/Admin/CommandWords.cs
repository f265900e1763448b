using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Countersign.Server.Admin;

/// <summary>From the words on the command line to a command, and from wrong words to one exit code, before anything was begun.</summary>
public static class CommandWords
{
    // An @ has no meaning in a name or an address.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs the command that the words name.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> Run(
        RootCommand root, IReadOnlyList<string> words, InvocationConfiguration streams, CancellationToken ct)
    {
        var given = root.Parse(words, Parsing);
        if (given.Action is ParseErrorAction) return Task.FromResult(Refuse(root, given, streams));
        if (given.Action is AsynchronousCommandLineAction && Misread(given) is { } fault)
            return Task.FromResult(Refuse(given, streams, [fault]));

        return given.InvokeAsync(streams, ct);
    }

    private static int Refuse(RootCommand root, ParseResult given, InvocationConfiguration streams)
    {
        var command = given.CommandResult.Command;
        if (command.Subcommands.Any() && given.UnmatchedTokens.Count == 0)
        {
            root.Parse([.. Path(command), "--help"], Parsing).Invoke(new() { Output = streams.Error });
            return CommandRun.Misused;
        }

        IEnumerable<string> sentences = Mistyped(given) is { } word ? [NoSuch(word)]
            : given.UnmatchedTokens.Count > 0 ? given.UnmatchedTokens.Select(NoSuch)
            : given.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal);
        return Refuse(given, streams, sentences);
    }

    private static int Refuse(ParseResult given, InvocationConfiguration streams, IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences) streams.Error.WriteLine(sentence);
        var typed = string.Join(' ', ["countersign-server", .. Path(given.CommandResult.Command), "--help"]);
        streams.Error.WriteLine($"`{typed}` shows how it is typed. Nothing was done.");
        return CommandRun.Misused;
    }

    // What the parser lets pass.
    private static string? Misread(ParseResult given) => Mistyped(given) is { } word ? NoSuch(word)
        : given.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(IsWithoutItsValue) is { Option.Name: var name }
            ? $"{name} stands there again, without a value."
            : null;

    private static bool IsWithoutItsValue(OptionResult option) =>
        option.Option.Arity.MinimumNumberOfValues > 0 && option.IdentifierTokenCount > option.Tokens.Count;

    private static string NoSuch(string word) => $"There is nothing called {word} here.";

    // What begins with a dash and is no option was meant to be one, and is neither a file nor an account. A dash alone is a pipe.
    private static string? Mistyped(ParseResult given) => given.CommandResult.Children
        .SelectMany(part => part switch
        {
            ArgumentResult argument => argument.Tokens.Where(token => token.Value is ['-', _, ..]),
            OptionResult option => option.Tokens.Where(token => token.Type is TokenType.Argument && IsLikeAnOption(token.Value)),
            _ => [],
        })
        .Select(token => token.Value).FirstOrDefault();

    private static bool IsLikeAnOption(string value) =>
        value is ['-', '-', _, ..] && value[2..].All(letter => char.IsAsciiLetter(letter) || letter is '-');

    /// <summary>The words that lead to a command.</summary>
    private static List<string> Path(Command command)
    {
        var above = command.Parents.OfType<Command>().FirstOrDefault();
        return above is null ? [] : [.. Path(above), command.Name];
    }
}
