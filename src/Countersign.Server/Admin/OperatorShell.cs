using System.Collections;
using System.Text.RegularExpressions;

namespace Countersign.Server.Admin;

/// <summary>The surroundings of an operator's command, given so that a test can be the operator.</summary>
/// <param name="Environment">The environment variables.</param>
/// <param name="Clock">The time.</param>
/// <param name="Keyboard">Whoever answers questions.</param>
/// <param name="User">The account on this machine that runs the command, for the audit log.</param>
public sealed partial record OperatorShell(
    IReadOnlyDictionary<string, string> Environment, TimeProvider Clock, Keyboard Keyboard, string User)
{
    /// <summary>Where this machine takes lines for its log; null: nothing is told there.</summary>
    public string? SystemLog { get; init; }

    /// <summary>Whether what goes to the errors is seen by somebody at once, at a terminal.</summary>
    public bool IsWatched { get; init; }

    /// <summary>The shell this process was started from.</summary>
    public static OperatorShell OfProcess()
    {
        var environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        return new(environment, TimeProvider.System, Keyboard.OfProcess(), UserOf(environment, System.Environment.UserName))
        {
            IsWatched = !Console.IsErrorRedirected,
            SystemLog = Hosting.SystemLog.UsualPath,
        };
    }

    // A command that runs as the user of the service was typed by somebody else: sudo, and the command of the package, say by whom.
    internal static string UserOf(IReadOnlyDictionary<string, string> environment, string user) =>
        environment.GetValueOrDefault("SUDO_USER") is { } typist && UserName().IsMatch(typist) ? typist : user;

    // What useradd takes; anything else was not written by sudo.
    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.-]{0,31}\$?\z")]
    private static partial Regex UserName();

    /// <summary>The time, to the second as it is stored.</summary>
    public DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(Clock.GetUtcNow().ToUnixTimeSeconds());
}
