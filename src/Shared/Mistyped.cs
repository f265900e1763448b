using System.CommandLine;
using System.CommandLine.Parsing;

namespace Countersign.Shared;

/// <summary>What somebody typed who meant something else, and the words that lead to a command.</summary>
internal static class Mistyped
{
    /// <summary>
    /// What begins with a dash and is no option of ours was meant to be one: as a value it would be taken for a code, a name, a file or an
    /// account. A dash alone is a pipe, and no key and no secret of ours begins with one. Null: nothing does.
    /// </summary>
    public static string? Option(ParseResult given) => given.CommandResult.Children
        .SelectMany(part => part switch
        {
            ArgumentResult argument => argument.Tokens.Where(token => token.Value is ['-', _, ..]),
            OptionResult option => option.Tokens.Where(token => token.Type is TokenType.Argument && IsLikeAnOption(token.Value)),
            _ => [],
        })
        .Select(token => token.Value).FirstOrDefault();

    /// <summary>The sentence about a word that means nothing here, with the one that was meant.</summary>
    public static string Sentence(string word, ParseResult given) => Nearest.Find(word, given.CommandResult.Command) is { } near
        ? $"There is nothing called {word} here. Did you mean {near}?"
        : $"There is nothing called {word} here.";

    /// <summary>What is wrong with the words, where the parser itself says it by the name of a type.</summary>
    public static string Sentence(ParseError error) =>
        error is { SymbolResult: ArgumentResult { Argument: var argument, Tokens: [.., var token] } given }
        && error.Message.Contains(argument.ValueType.ToString(), StringComparison.Ordinal)
            ? $"{token.Value} is not what {(given.Parent is OptionResult option ? option.Option.Name : argument.Name)} takes: " +
                $"{Kind(argument.ValueType)}."
            : error.Message;

    private static string Kind(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var kind && kind == typeof(bool)
        ? "true or false, or nothing at all"
        : "give another value";

    /// <summary>The words that lead to a command.</summary>
    public static List<string> Path(Command command)
    {
        var above = command.Parents.OfType<Command>().FirstOrDefault();
        return above is null ? [] : [.. Path(above), command.Name];
    }

    private static bool IsLikeAnOption(string value) =>
        value is ['-', '-', _, ..] && value[2..].All(letter => char.IsAsciiLetter(letter) || letter is '-');
}
