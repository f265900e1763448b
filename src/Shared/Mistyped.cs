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

    /// <summary>An option or an argument that was given an empty value, as a script does whose variable is empty; null: none was.</summary>
    public static string? Empty(ParseResult given) =>
        OptionsOf(given.CommandResult).FirstOrDefault(IsEmpty) is { } option
            ? $"{option.Option.Name} was given nothing: give it a value, or leave it out."
            : given.CommandResult.Children.OfType<ArgumentResult>().FirstOrDefault(IsEmpty) is { } argument
                ? $"{argument.Argument.Name} was given nothing: an empty word stands in its place."
                : null;

    private static bool IsEmpty(SymbolResult part) => part.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value));

    /// <summary>
    /// What is to be said about the words that mean nothing: the first, since what follows it may mean something where it was right, and
    /// whatever was meant to be an option.
    /// </summary>
    public static IReadOnlyList<string> Sentences(ParseResult given) => Option(given) is { } option
        ? [Sentence(option, given)]
        : [.. Strange(given).Where((word, n) => n == 0 || IsLikeAnOption(word)).Select(word => Sentence(word, given))];

    // A place for codes that help does not show takes any word that comes first, and leaves the parser with the second.
    private static IEnumerable<string> Strange(ParseResult given) => given.UnmatchedTokens.Count == 0
        ? []
        : given.CommandResult.Children.OfType<ArgumentResult>().Where(taken => taken.Argument.Hidden)
            .SelectMany(taken => taken.Tokens).Select(token => token.Value).Where(word => !word.Any(char.IsAsciiDigit))
            .Concat(given.UnmatchedTokens);

    /// <summary>The command whose help shows what can stand where the first word stands that means nothing.</summary>
    public static Command Place(ParseResult given) => Option(given) is null && given.UnmatchedTokens is [[not '-', ..] word, ..]
        ? CommandBefore(word, given)
        : given.CommandResult.Command;

    /// <summary>The sentence about a word that means nothing here, with the one that was meant.</summary>
    public static string Sentence(string word, ParseResult given) =>
        Nearest.Find(word, word.StartsWith('-') ? given.CommandResult.Command : CommandBefore(word, given)) is { } near
            ? $"There is nothing called {word} here. Did you mean {near}?"
            : $"There is nothing called {word} here.";

    // The parser passes over a word that it does not know, and takes the next for a command of the same group.
    private static Command CommandBefore(string word, ParseResult given)
    {
        Command at = given.RootCommandResult.Command;
        foreach (var token in given.Tokens.TakeWhile(token => token.Value != word).Where(token => token.Type is TokenType.Command))
            at = at.Subcommands.FirstOrDefault(each => each.Name == token.Value || each.Aliases.Contains(token.Value)) ?? at;
        return at;
    }

    /// <summary>What is wrong with the words, where the parser itself says it by the name of a type.</summary>
    public static string Sentence(ParseError error)
    {
        (string Name, Type? Type, IReadOnlyList<Token> Tokens) given = error.SymbolResult switch
        {
            OptionResult option => (option.Option.Name, option.Option.ValueType, option.Tokens),
            ArgumentResult { Parent: OptionResult option } of => (option.Option.Name, of.Argument.ValueType, of.Tokens),
            ArgumentResult argument => (argument.Argument.Name, argument.Argument.ValueType, argument.Tokens),
            _ => ("", null, []),
        };
        return given is { Type: { } type, Tokens: [.., var token] } && error.Message.Contains(type.ToString(), StringComparison.Ordinal)
            ? $"{token.Value} is not what {given.Name} takes: {Kind(Nullable.GetUnderlyingType(type) ?? type)}."
            : error.Message;
    }

    private static string Kind(Type type) => type == typeof(bool) ? "true or false, or nothing at all"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : "give another value";

    /// <summary>The words that lead to a command.</summary>
    public static List<string> Path(Command command)
    {
        var above = command.Parents.OfType<Command>().FirstOrDefault();
        return above is null ? [] : [.. Path(above), command.Name];
    }

    private static IEnumerable<OptionResult> OptionsOf(CommandResult command) => command.Children.OfType<OptionResult>()
        .Concat(command.Parent is CommandResult above ? OptionsOf(above) : []);

    private static bool IsLikeAnOption(string value) =>
        value is ['-', '-', _, ..] && value[2..].All(letter => char.IsAsciiLetter(letter) || letter is '-');
}
