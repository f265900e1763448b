using System.Diagnostics;
using Countersign.Server.Composition;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.TestKit;

namespace Countersign.Bench;

/// <summary>
/// Programs of their own on one data folder that is thrown away: what they take, the generator of load beside them does not have.
/// </summary>
internal sealed class BenchServers : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-bench-");
    private readonly List<Process> processes = [];

    private readonly (string Name, string Value)[] more;

    private BenchServers(string? database, (string Name, string Value)[] more) => (Database, this.more) = (database, more);

    /// <summary>The address of the PostgreSQL; null: a SQLite file.</summary>
    public string? Database { get; }

    /// <summary>The settings of the server.</summary>
    public ServerSettings Settings => SettingsReader.Read(Variables(), file: null).Settings!;

    public static async Task<BenchServers> Make(params (string Name, string Value)[] settings) =>
        new(await TestDatabases.Make(), settings);

    /// <summary>The installation, made if need be, to plant people in; to be closed before a server starts.</summary>
    public async Task<Installation> Open()
    {
        await using (var custody = await Custody.Open(Settings, Restored.Refused, TimeProvider.System, CancellationToken.None))
            await Migrator.Run(custody.Db, CancellationToken.None);
        return (await Installation.Open(
            Settings, TimeProvider.System, Restored.Refused, systemLog: null, CancellationToken.None)).Given!;
    }

    /// <summary>The product: as it is published, where the script has said where that is.</summary>
    public static string Product { get; } = Environment.GetEnvironmentVariable("BENCH_SERVER") ?? "countersign-server.dll";

    /// <summary>Starts the product, and waits until it listens.</summary>
    public Task<Process> Serve(int port) => Start(port, Product, "serve", "--urls", $"http://127.0.0.1:{port}");

    /// <summary>Starts a program, and waits until it listens.</summary>
    public async Task<Process> Start(int port, string program, params string[] words)
    {
        var process = Begin(program, words);
        await Listening(port, process);
        return process;
    }

    /// <summary>Starts a program.</summary>
    public Process Begin(string program, params string[] words)
    {
        var start = program.EndsWith(".dll", StringComparison.Ordinal)
            ? new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. words])
            : new ProcessStartInfo(program, words);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        // What stands in the environment of the benchmark is no setting of the server.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("COUNTERSIGN_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in Variables()) start.Environment[name] = value;

        var process = Process.Start(start)!;
        processes.Add(process);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        await TestDatabases.Drop(Database);
        folder.Delete(recursive: true);
    }

    private static async Task Listening(int port, Process process)
    {
        while (!process.HasExited)
        {
            try
            {
                using var wire = new Wire(port);
                return;
            }
            catch (System.Net.Sockets.SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException("It ended before it listened.");
    }

    private Dictionary<string, string> Variables() => new(more.Select(
        setting => KeyValuePair.Create($"COUNTERSIGN_{setting.Name}", setting.Value)), StringComparer.Ordinal)
    {
        ["COUNTERSIGN_DATA"] = folder.FullName,
        ["COUNTERSIGN_DATABASE"] = Database ?? "sqlite",
        ["COUNTERSIGN_CONNECTIONS_PER_ADDRESS"] = "5000",
        ["COUNTERSIGN_PASSWORD_PER_ADDRESS"] = "100000/5m",
    };
}
