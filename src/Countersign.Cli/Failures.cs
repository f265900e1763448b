using System.Text.Json;
using Countersign.Cli.Terminal;
using Countersign.Client;
using Countersign.Shared;
using Countersign.Wire;

namespace Countersign.Cli;

/// <summary>How a command that did not work ends: what happened, what to do next, and the exit code.</summary>
internal static class Failures
{
    public static bool IsKnown(Exception ended) =>
        ended is Stop or CountersignRefused or CountersignUnreachable or IOException or UnauthorizedAccessException;

    // What a program needs to go on is a result, and stands where results do: the step that waits, its secret, and how to finish it.
    public static int Tell(Screen screen, Exception ended)
    {
        if (screen.Raw && ended is Stop { Waiting: { } waiting } stopped)
            screen.Result(JsonSerializer.Serialize(
                WaitingShown.Of(Word(stopped.ExitCode), stopped, waiting), WaitingJson.Default.WaitingShown));
        else if (screen.Raw) screen.Note(Json(ended));
        else TellPeople(screen, ended);

        return (int)(ended as Stop is { } stop ? stop.ExitCode : ExitCode.Failed);
    }

    private static void TellPeople(Screen screen, Exception ended)
    {
        screen.Note(Sentence(ended), ended is Stop { ExitCode: ExitCode.Interrupted } ? Tone.Warning : Tone.Bad);
        foreach (var next in Next(ended)) screen.Note($"  {next}");
    }

    /// <summary>What happened, for people.</summary>
    public static string Sentence(Exception ended) => ended is CountersignRefused { LockedUntil: { } until } locked
        ? $"{locked.Message} The lock ends at {Shown.Clock(until)}."
        : FileTrouble.Say(ended);

    private static IReadOnlyList<string> Next(Exception ended) => ended switch
    {
        Stop stop => stop.Next,
        CountersignRefused refused => [Advice.For(refused)],
        CountersignUnreachable =>
            [$"Check the address (--url, or {Globals.UrlVariable}) and that the server is running; see more with --explain."],
        _ => [],
    };

    private static string Json(Exception ended) => ended switch
    {
        CountersignRefused { FailCount: not null } refused => Json(new CountedErrorAnswer(refused.Error, refused.Message)
        {
            FailCount = refused.FailCount,
            LockedUntil = refused.LockedUntil,
        }),
        CountersignRefused refused => Json(new ErrorAnswer(refused.Error, refused.Message)),
        CountersignUnreachable => Json(new ErrorAnswer("unreachable", ended.Message)),
        Stop stop => Json(new ErrorAnswer(Word(stop.ExitCode), string.Join(' ', [stop.Message, .. stop.Next]))),
        _ => Json(new ErrorAnswer("failed", Sentence(ended))),
    };

    private static string Json<T>(T answer) => JsonSerializer.Serialize(answer, WireJson.For<T>());

    private static string Word(ExitCode code) => code switch
    {
        ExitCode.Done => "done",
        ExitCode.Failed => "failed",
        ExitCode.WrongUsage => "wrong_usage",
        ExitCode.Interrupted => "interrupted",
    };
}
