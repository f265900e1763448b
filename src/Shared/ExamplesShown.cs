using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Countersign.Shared;

/// <summary>The end of a command's help: what excludes what, and how it is typed.</summary>
/// <param name="of">What is typed after the name of the program, for the words that lead to a command.</param>
internal sealed class ExamplesShown(HelpAction help, string program, Func<string, IReadOnlyList<string>> of) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parse)
    {
        var exit = help.Invoke(parse);
        var (command, output) = (parse.CommandResult.Command, parse.InvocationConfiguration.Output);
        Exclusions.Tell(command, output);
        var examples = of(string.Join(' ', Mistyped.Path(command)));
        if (examples.Count == 0) return exit;

        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in examples) output.WriteLine($"  {program} {example}");
        output.WriteLine();
        return exit;
    }
}
