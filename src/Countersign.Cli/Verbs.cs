using System.CommandLine;

namespace Countersign.Cli;

/// <summary>Ties a command of the table to what it does.</summary>
internal static class Verbs
{
    public static Command Does(this Command verb, Func<Desk, CancellationToken, Task> run)
    {
        verb.SetAction((parse, ct) => Work(parse, run, ct));
        return verb;
    }

    private static async Task<int> Work(ParseResult parse, Func<Desk, CancellationToken, Task> run, CancellationToken ct)
    {
        using var desk = new Desk(parse);
        try
        {
            await run(desk, ct);
            return (int)ExitCode.Done;
        }
        catch (Exception ended) when (Failures.IsKnown(ended))
        {
            return Failures.Tell(desk.Screen, ended);
        }
    }
}
