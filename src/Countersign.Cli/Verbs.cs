using System.CommandLine;
using Countersign.Client;
using Countersign.Shared;
using Countersign.Wire;

namespace Countersign.Cli;

/// <summary>Ties a command of the table to what it does.</summary>
internal static class Verbs
{
    public static Command Does(this Command verb, Func<Invocation, CancellationToken, Task> run)
    {
        verb.SetAction((parse, ct) => Work(parse, run, ct));
        return verb;
    }

    private static async Task<int> Work(ParseResult parse, Func<Invocation, CancellationToken, Task> run, CancellationToken ct)
    {
        using var call = new Invocation(parse);
        try
        {
            await run(call, ct);
            return (int)ExitCode.Done;
        }
        catch (CountersignRefused refused) when (
            call is { HoldsNoKey: true, Screen.Raw: false } && refused.Code is (VastErrorCode.AuthError or VastErrorCode.NoAuthValue))
        {
            return Failures.Tell(call.Screen, new Stop(ExitCode.Failed, "Not signed in:", call.Command("login")));
        }
        catch (CountersignRefused refused) when (
            call is { Screen.Raw: false } && Advice.Of(string.Join(' ', Mistyped.Path(parse.CommandResult.Command)), refused) is not null)
        {
            var next = Advice.Of(string.Join(' ', Mistyped.Path(parse.CommandResult.Command)), refused)!;
            return Failures.Tell(call.Screen, new Stop(ExitCode.Failed, Failures.Sentence(refused), next));
        }
        catch (Exception ended) when (Failures.IsKnown(ended))
        {
            return Failures.Tell(call.Screen, ended);
        }
    }
}
