using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Countersign.Shared;

/// <summary>The end of a command's help: what excludes what, and how it is typed.</summary>
/// <param name="of">What is typed after the name of the program, for the words that lead to a command.</param>
internal sealed class ExamplesShown(HelpAction help, string program, Func<string, IReadOnlyList<string>> of) : SynchronousCommandLineAction
{
    // A group shows how a few of its commands are typed; each of them shows more.
    private const int MostOfGroup = 4;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parse)
    {
        var exit = help.Invoke(parse);
        var (command, output) = (parse.CommandResult.Command, parse.InvocationConfiguration.Output);
        Exclusions.Tell(command, output);
        var examples = ExamplesOf(command).ToList();
        if (examples.Count == 0) return exit;

        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in examples) output.WriteLine($"  {program} {example}");
        output.WriteLine();
        return exit;
    }

    private IEnumerable<string> ExamplesOf(Command command)
    {
        var own = of(string.Join(' ', Mistyped.Path(command)));
        return own.Count > 0
            ? own
            : command.Subcommands.Where(each => !each.Hidden).SelectMany(each => ExamplesOf(each).Take(1)).Take(MostOfGroup);
    }
}
