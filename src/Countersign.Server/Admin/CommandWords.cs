using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Countersign.Shared;

namespace Countersign.Server.Admin;

/// <summary>From the words on the command line to a command, and from wrong words to one exit code, before anything was begun.</summary>
public static class CommandWords
{
    // An @ has no meaning in a name or an address.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs the command that the words name.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(
        RootCommand root, IReadOnlyList<string> words, InvocationConfiguration streams, CancellationToken ct)
    {
        var tellsAll = streams.EnableDefaultExceptionHandler;
        streams.EnableDefaultExceptionHandler = false;
        try
        {
            return await Begin(root, words, streams, ct);
        }
        catch (Exception unwritten) when (Unwritten.Is(unwritten))
        {
            return Unwritten.Tell(unwritten, streams.Error);
        }
        catch (OperationCanceledException) when (tellsAll)
        {
            return CommandRun.NotDone;
        }
        catch (Exception unforeseen) when (tellsAll)
        {
            await streams.Error.WriteLineAsync($"Unhandled exception: {unforeseen}");
            return CommandRun.NotDone;
        }
    }

    private static Task<int> Begin(
        RootCommand root, IReadOnlyList<string> words, InvocationConfiguration streams, CancellationToken ct)
    {
        var given = root.Parse(words, Parsing);
        if (given.Action is ParseErrorAction) return Task.FromResult(Refuse(root, given, streams));
        if (given.Action is AsynchronousCommandLineAction && (Misread(given) ?? Emptied(words)) is { } fault)
            return Task.FromResult(Refuse(given, streams, [fault]));
        if (given.Action is AsynchronousCommandLineAction && ReferenceEquals(streams.Output, Console.Out)
            && Unwritten.BeforeAnything() is { } closed) throw closed;

        return given.InvokeAsync(streams, ct);
    }

    private static int Refuse(RootCommand root, ParseResult given, InvocationConfiguration streams)
    {
        var command = given.CommandResult.Command;
        if (command.Subcommands.Any() && given.UnmatchedTokens.Count == 0)
        {
            root.Parse([.. Mistyped.Path(command), "--help"], Parsing).Invoke(new() { Output = streams.Error });
            return CommandRun.Misused;
        }

        var strange = Mistyped.Sentences(given);
        return Refuse(
            given, streams, strange.Count > 0 ? strange : given.Errors.Select(Mistyped.Sentence).Distinct(StringComparer.Ordinal));
    }

    private static int Refuse(ParseResult given, InvocationConfiguration streams, IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences) streams.Error.WriteLine(sentence);
        var typed = string.Join(' ', ["countersign-server", .. Mistyped.Path(Mistyped.Place(given)), "--help"]);
        streams.Error.WriteLine($"`{typed}` shows how it is typed. Nothing was done.");
        return CommandRun.Misused;
    }

    // What the parser lets pass.
    private static string? Misread(ParseResult given) => Mistyped.Option(given) is { } word ? Mistyped.Sentence(word, given)
        : given.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(IsWithoutItsValue) is { Option.Name: var name }
            ? $"{name} stands there again, without a value."
            : Mistyped.Empty(given);

    // Behind "--settings=" the parser takes the next word for the value.
    private static string? Emptied(IReadOnlyList<string> words) =>
        words.FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal) && word.IndexOf('=') == word.Length - 1) is { } empty
            ? $"{empty[..^1]} was given nothing: give it a value, or leave it out."
            : null;

    private static bool IsWithoutItsValue(OptionResult option) =>
        option.Option.Arity.MinimumNumberOfValues > 0 && option.IdentifierTokenCount > option.Tokens.Count;
}
