using System.CommandLine;
using System.CommandLine.Parsing;

namespace Countersign.Cli;

/// <summary>Ids on the command line: whole numbers, refused in words that help.</summary>
internal static class Ids
{
    public static Argument<long> Argument(string name, string what) =>
        new(name) { Description = what, CustomParser = result => Parse(result) ?? 0 };

    public static Option<long?> Option(string what, string name, params string[] aliases) =>
        new(name, aliases) { Description = what, HelpName = "ID", CustomParser = Parse };

    private static long? Parse(ArgumentResult result)
    {
        var given = result.Tokens[0].Value;
        if (long.TryParse(given, out var id) && id > 0) return id;

        result.AddError($"{given} is not an ID. IDs are numbers from 1; tfa status and the show commands list them.");
        return null;
    }
}
