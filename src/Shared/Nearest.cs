using System.CommandLine;

namespace Countersign.Shared;

/// <summary>The word that somebody probably meant.</summary>
internal static class Nearest
{
    /// <summary>Of a mistyped option or command the one that there is; null when nothing is near.</summary>
    public static string? Find(string typed, Command at)
    {
        var isOption = typed.StartsWith('-');
        var known = isOption
            ? Line(at).SelectMany(command => command.Options.Where(option => command == at || option.Recursive))
                .Where(option => !option.Hidden).Select(option => option.Name)
            : at.Subcommands.Where(command => !command.Hidden).Select(command => command.Name);
        return Of(typed, known);
    }

    /// <summary>Of words that there are, the one that was meant; null when nothing is near.</summary>
    public static string? Of(string typed, IEnumerable<string> known)
    {
        var word = typed.Split('=')[0].TrimStart('-').ToLowerInvariant();
        var best = known.Select(name => (Name: name, Steps: IsBeginning(word, name.TrimStart('-')) ? 1 : Steps(word, name.TrimStart('-'))))
            .OrderBy(each => each.Steps).FirstOrDefault();
        return best.Name is not null && best.Steps <= Math.Max(1, best.Name.TrimStart('-').Length / 2) ? best.Name : null;
    }

    private static bool IsBeginning(string one, string other) =>
        Math.Min(one.Length, other.Length) > 2
        && (one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal));

    private static IEnumerable<Command> Line(Command command)
    {
        yield return command;
        foreach (var above in command.Parents.OfType<Command>().SelectMany(Line)) yield return above;
    }

    // How many letters must be put in, left out, changed or swapped with their neighbour: Damerau and Levenshtein.
    private static int Steps(string from, string to)
    {
        var steps = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }

                var changed = steps[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(changed, 1 + Math.Min(steps[i - 1, j], steps[i, j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[from.Length, to.Length];
    }
}
