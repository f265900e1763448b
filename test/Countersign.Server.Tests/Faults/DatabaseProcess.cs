using System.Diagnostics;

namespace Countersign.Server.Tests.Faults;

/// <summary>
/// The database server that <c>tools/postgres</c> has started for these tests: its folder says how it was started, and as which process.
/// </summary>
internal static class DatabaseProcess
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("COUNTERSIGN_TEST_POSTGRES_FOLDER");

    /// <summary>Whether there is one that nobody else needs.</summary>
    public static bool IsOurs => Folder is not null;

    private static string Data => Path.Combine(Folder!, "data");

    /// <summary>Kills it with all that it has started, as a power cut would.</summary>
    public static async Task Kill(CancellationToken ct)
    {
        var number = File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();
        await Run("pkill", ["-KILL", "-P", number], ct);
        await Run("kill", ["-KILL", number], ct);
    }

    /// <summary>Starts it again as it was started, and waits until it answers.</summary>
    public static async Task Start(CancellationToken ct)
    {
        var typed = (await File.ReadAllTextAsync(Path.Combine(Data, "postmaster.opts"), ct)).Trim();
        var words = typed.Split('"', StringSplitOptions.TrimEntries).Where(word => word.Length > 0).ToList();
        var control = Path.Combine(Path.GetDirectoryName(words[0].Split(' ')[0])!, "pg_ctl");
        var options = string.Join(' ', words.Skip(1).Select(word => $"'{word}'"));
        string[] asOwner = Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        string[] line = [.. asOwner, control, "start", "-w", "-t", "60", "-D", Data, "-o", options, "-l", Path.Combine(Data, "again.log")];

        // What was killed may hold its memory for a moment.
        for (var tries = 1; await Run(line[0], line[1..], ct) != 0; tries++)
        {
            if (tries == 30) throw new InvalidOperationException($"The database server does not start again: {Data}/again.log");
            await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
        }
    }

    private static async Task<int> Run(string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }
}
