using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Countersign.Cli.Tests;

/// <summary>A person's terminal: the real program as a process, with a home of its own and names for what was learned.</summary>
public sealed class Terminal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("countersign-home-");

    public Terminal() => Known["home"] = home.FullName;

    /// <summary>What <c>{name}</c> stands for.</summary>
    public Dictionary<string, string> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the server is; nobody answers there unless a test says otherwise.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:9");

    public sealed record Ran(int ExitCode, string Output, string Errors);

    public string Filled(string text) =>
        Regex.Replace(text, @"\{(\w+)\}", name => Known.GetValueOrDefault(name.Groups[1].Value, name.Value));

    /// <summary>A path from the home folder; the keys lie in <c>config</c>.</summary>
    public string PathOf(string path) => Path.Combine(home.FullName, Filled(path));

    public async Task<Ran> Run(string command, IReadOnlyList<string> input)
    {
        using var process = Start(Words(Filled(command)));
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        foreach (var line in input) await process.StandardInput.WriteLineAsync(Filled(line));
        process.StandardInput.Close();

        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return new Ran(process.ExitCode, await output, await errors);
    }

    public Process Start(IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(Program(), words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home.FullName,
        };
        start.Environment["HOME"] = home.FullName;
        start.Environment["XDG_CONFIG_HOME"] = home.FullName;
        start.Environment["COUNTERSIGN_URL"] = Url.GetLeftPart(UriPartial.Authority);
        start.Environment.Remove("COUNTERSIGN_API_KEY");
        start.Environment["TZ"] = "UTC";
        return Process.Start(start)!;
    }

    public void Dispose() => home.Delete(recursive: true);

    // COUNTERSIGN_CLI tries the published file instead of the built one.
    private static string Program() =>
        Environment.GetEnvironmentVariable("COUNTERSIGN_CLI") ?? Path.Combine(AppContext.BaseDirectory, "countersign");

    private static IEnumerable<string> Words(string command) =>
        Regex.Matches(command, @"'([^']*)'|(\S+)").Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Value);
}
