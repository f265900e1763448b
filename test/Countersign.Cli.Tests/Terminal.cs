using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Countersign.Cli.Tests;

/// <summary>A person's terminal: the real program as a process, with a home of its own and names for what was learned.</summary>
public sealed class Terminal : IDisposable
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("countersign-home-");

    public Terminal() => Known["home"] = home.FullName;

    /// <summary>What <c>{name}</c> stands for.</summary>
    public Dictionary<string, string> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the server is; nobody answers there unless a test says otherwise.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:9");

    /// <summary>The key in the environment, if there is one.</summary>
    public string? ApiKey { get; set; }

    /// <summary>More of the environment: a display, say, or another place for programs.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>How many blocks the program may write into a file; null: as many as it likes.</summary>
    public int? LargestFile { get; set; }

    /// <summary>Where the output goes, as a shell has it; null: to whoever runs it.</summary>
    public string? OutputTo { get; set; }

    /// <summary>The world outside, where there is one.</summary>
    public World? World { get; init; }

    /// <summary>A line of standard input: typed after a question, or there from the beginning.</summary>
    public sealed record Key(string Line, bool IsPiped);

    public sealed record Ran(int ExitCode, string Output, string Errors);

    /// <summary>With every <c>{name}</c> that is known by now.</summary>
    public string Filled(string text) =>
        Regex.Replace(text, @"\{(\w+)\}", name => Known.GetValueOrDefault(name.Groups[1].Value, name.Value));

    /// <summary>A path from the home folder; the keys lie in <c>countersign</c>.</summary>
    public string PathOf(string path) => Path.Combine(home.FullName, Filled(path));

    /// <summary>Begins a command that waits for something else than its keyboard.</summary>
    public Sitting Begin(string command) => new(Start(Words(Filled(command))));

    public async Task<Ran> Run(string command, IReadOnlyList<Key> keys)
    {
        using var sitting = new Sitting(Start(Words(await Told(command, sitting: null))));
        foreach (var key in keys)
        {
            if (!key.IsPiped) await sitting.Asked();
            if (key.Line == "^C") await sitting.Interrupt();
            else if (key.Line == "^HANGUP") await sitting.Interrupt("HUP");
            else await sitting.Pipe(await Told(key.Line, sitting));
        }

        return await sitting.End();
    }

    /// <summary>What a run leaves on the screen of a real terminal, colours included.</summary>
    /// <param name="colourless">The variable by which the person wants no colours; null: they do not mind.</param>
    /// <param name="columns">How wide its window is; null: as it comes.</param>
    /// <param name="typed">What is typed there, before anybody asks.</param>
    public async Task<string> Screen(string command, string? colourless = null, int? columns = null, string? typed = null)
    {
        var inTerminal = Start([]);
        inTerminal.FileName = "script";
        inTerminal.ArgumentList.Clear();
        foreach (var word in new[] { "--quiet", "--return", "--command", $"{Narrow(columns)}{Program} {command}", "/dev/null" })
            inTerminal.ArgumentList.Add(word);
        inTerminal.Environment["TERM"] = "xterm-256color";
        inTerminal.Environment.Remove("NO_COLOR");
        if (colourless is not null) inTerminal.Environment[colourless] = "1";
        using var sitting = new Sitting(inTerminal);
        if (typed is not null) await sitting.Pipe(typed);
        return (await sitting.End()).Output;
    }

    private static string Narrow(int? columns) =>
        columns is { } wide ? string.Create(CultureInfo.InvariantCulture, $"stty cols {wide}; ") : "";

    public void Dispose() => home.Delete(recursive: true);

    // What only the world knows is asked for when it is needed: a code that is not sent yet is waited for.
    private async Task<string> Told(string text, Sitting? sitting)
    {
        var told = Filled(text);
        while (World is not null && Regex.Match(told, @"\{(\w+)(?: ([^}]+))?\}") is { Success: true } word)
            told = told.Replace(
                word.Value, await World.Tell(word.Groups[1].Value, word.Groups[2].Value, sitting), StringComparison.Ordinal);
        return told;
    }

    // env gives Ctrl-C back its meaning where the tests themselves were started in the background.
    private ProcessStartInfo Start(IEnumerable<string> words)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT,HUP", Program, .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home.FullName,
        };
        if (LargestFile is { } blocks)
        {
            // What is too much is then an error of the write, and no signal.
            (start.FileName, string[] all) = ("bash", [.. start.ArgumentList]);
            start.ArgumentList.Clear();
            foreach (var word in (string[])["-c", $"trap '' XFSZ; ulimit -f {blocks}; exec env \"$@\"", "env", .. all])
                start.ArgumentList.Add(word);
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        }

        if (OutputTo is { } to)
        {
            string[] all = [start.FileName, .. start.ArgumentList];
            start.FileName = "sh";
            start.ArgumentList.Clear();
            foreach (var word in (string[])["-c", $"exec \"$@\" {to}", "sh", .. all]) start.ArgumentList.Add(word);
        }

        start.Environment["HOME"] = home.FullName;
        start.Environment["XDG_CONFIG_HOME"] = home.FullName;
        start.Environment["COUNTERSIGN_URL"] = Url.GetLeftPart(UriPartial.Authority);
        start.Environment["COUNTERSIGN_API_KEY"] = ApiKey;
        start.Environment["TZ"] = "UTC";
        foreach (var name in (string[])["DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "SSH_CONNECTION"]) start.Environment.Remove(name);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "../../../.."));
        return start;
    }

    /// <summary>
    /// The program; <c>CLI_UNDER_TEST</c> names the published file, as <c>./run test</c> does; without it the one that was built.
    /// </summary>
    public static string Program { get; } =
        System.Environment.GetEnvironmentVariable("CLI_UNDER_TEST") ?? Path.Combine(AppContext.BaseDirectory, "countersign");

    private static IEnumerable<string> Words(string command) =>
        Regex.Matches(command, @"'([^']*)'|(\S+)").Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Value);
}
