using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;

namespace Countersign.Shared;

/// <summary>What may not stand together on one command line. Whoever says it here has it refused, and told in the help.</summary>
internal sealed record Exclusion(IReadOnlyList<Symbol> One, IReadOnlyList<Symbol> Others)
{
    /// <summary>As the help shows it.</summary>
    public override string ToString() => $"{Names(One)} with {Names(Others)}";

    /// <summary>Whether both stand there.</summary>
    public bool IsBroken(CommandResult given) => One.Any(each => Stands(given, each)) && Others.Any(each => Stands(given, each));

    private static bool Stands(CommandResult given, Symbol symbol) => symbol switch
    {
        Option option => given.GetResult(option) is { Implicit: false },
        Argument argument => given.GetResult(argument) is { Tokens.Count: > 0 },
        _ => false, // a command stands by itself
    };

    private static string Names(IReadOnlyList<Symbol> symbols) =>
        string.Join(", ", symbols.Where(symbol => !symbol.Hidden).Select(symbol => symbol.Name));
}

/// <summary>The exclusions of all commands.</summary>
internal static class Exclusions
{
    private static readonly ConditionalWeakTable<Command, List<Exclusion>> All = [];

    /// <summary>Refuses the one with any of the others, by this sentence.</summary>
    public static Command Excludes(this Command verb, string sentence, IReadOnlyList<Symbol> one, params IReadOnlyList<Symbol> others)
    {
        var exclusion = new Exclusion(one, others);
        Of(verb).Add(exclusion);
        verb.Validators.Add(given =>
        {
            if (exclusion.IsBroken(given)) given.AddError(sentence);
        });
        return verb;
    }

    /// <summary>Those of a command.</summary>
    public static List<Exclusion> Of(Command verb) => All.GetOrCreateValue(verb);

    /// <summary>Tells them below a command's help.</summary>
    public static void Tell(Command command, TextWriter output)
    {
        if (Of(command) is not { Count: > 0 } exclusions) return;

        output.WriteLine("Not together:");
        foreach (var exclusion in exclusions) output.WriteLine($"  {exclusion}");
        output.WriteLine();
    }
}
