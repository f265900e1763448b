using Countersign.Cli.Files;

namespace Countersign.Cli;

/// <summary>How a command ends, for scripts.</summary>
internal enum ExitCode
{
    Done = 0,
    Failed = 1,
    WrongUsage = 2,

    /// <summary>128 + SIGINT, as shells expect after Ctrl-C.</summary>
    Interrupted = 130,
}

/// <summary>Ends a command: what happened, and the exact commands that go on from here.</summary>
internal sealed class Stop(ExitCode exitCode, string what, params string[] next) : Exception(what)
{
    public ExitCode ExitCode { get; } = exitCode;

    public IReadOnlyList<string> Next { get; } = next;

    /// <summary>The step that waits for its code where the command ended, if one does.</summary>
    public Pending? Waiting { get; init; }

    public static Stop WrongUsage(string what, params string[] next) => new(ExitCode.WrongUsage, what, next);
}
