using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Countersign.Server.Admin;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Countersign.Server.Tests.Admin;

/// <summary>How a command ended, and what it said.</summary>
internal sealed record Told(int Exit, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

/// <summary>An operator at work in a throw-away folder: real commands on real files, with a settable clock.</summary>
internal sealed class Office : IDisposable
{
    private readonly string? database;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-office-");

    public Dictionary<string, string> Environment { get; }

    public FakeTimeProvider Clock { get; } = new(new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));

    public Office()
    {
        // An operator begins with nothing at all: the database is made before the first command, and is empty.
        database = Task.Run(() => TestDatabases.Make()).GetAwaiter().GetResult();
        // No proxy needs time to notice that its server stops; and this clock would never tell that it is over.
        Environment = new(StringComparer.Ordinal) { ["COUNTERSIGN_DATA"] = Data, ["COUNTERSIGN_DRAIN"] = "0s" };
        if (database is not null) Environment["COUNTERSIGN_DATABASE"] = database;
    }

    /// <summary>Where the machine takes lines for its log.</summary>
    public string? SystemLog { get; init; }

    /// <summary>Whether the first command finds nothing; else an installation is made for it.</summary>
    public bool BeginsWithNothing { get; set; }

    /// <summary>Whether somebody sees at once what goes to the errors.</summary>
    public bool IsWatched { get; set; }

    public string Data => Path.Combine(folder.FullName, "data");

    public string DatabaseFile => Path.Combine(Data, "countersign.db");

    public string KeyFile => Path.Combine(Data, "keys");

    /// <summary>What <c>restore</c> needs besides where a database is full that does not stay beside the new one.</summary>
    public string[] Replacing => database is null ? [] : ["--replace"];

    /// <summary>Runs a command as a script would: nobody can be asked.</summary>
    public Task<Told> Run(params string[] words) => Pipe("", words);

    /// <summary>Runs a command with something piped in.</summary>
    public Task<Told> Pipe(string input, params string[] words) =>
        Run(new Keyboard(new StringReader(input), IsTerminal: false, () => throw new InvalidOperationException("Nobody is there.")), words);

    /// <summary>Runs a command at a terminal, where a person answers.</summary>
    public Task<Told> RunAtTerminal(string typed, string[] hidden, params string[] words)
    {
        var answers = new Queue<string>(hidden);
        return Run(new Keyboard(new StringReader(typed), IsTerminal: true, answers.Dequeue), words);
    }

    /// <summary>The program as a process of its own, with the settings of this office and no others.</summary>
    public Process Start(params string[] words)
    {
        var start = new ProcessStartInfo(
            System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "countersign-server.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What stands in the environment of the tests is no setting of this office.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("COUNTERSIGN_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>A file of the office.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return At(name);
    }

    /// <summary>Where a file or folder of the office is.</summary>
    public string At(string name) => Path.Combine(folder.FullName, name);

    /// <summary>A folder of the office.</summary>
    public string Folder(string name) => Directory.CreateDirectory(At(name)).FullName;

    /// <summary>A number out of the database.</summary>
    public async Task<long> Count(Statement question)
    {
        await using var db = OpenDb();
        return await db.Read(sql => sql.Number(question), Xunit.TestContext.Current.CancellationToken);
    }

    public Db OpenDb() => OpenDb(Clock);

    public Db OpenDb(TimeProvider clock) => Databases.Open(
        new() { DataFolder = Data, Database = database is null ? null : DatabaseServer.Of(database) }, clock);

    public KeyRing OpenKeys() => KeyRing.OpenOrCreate(KeyFile, Clock.GetUtcNow());

    public void Dispose()
    {
        Task.Run(() => TestDatabases.Drop(database)).GetAwaiter().GetResult();
        folder.Delete(recursive: true);
    }

    private async Task<Told> Run(Keyboard keyboard, string[] words)
    {
        if (!BeginsWithNothing
            && words[0] is ("account" or "app" or "audit" or "key" or "backup" or "restore" or "after-restore" or "budget" or "message" or "hook"))
        {
            BeginsWithNothing = true;
            if (!Directory.Exists(Data)) await Run(new Keyboard(new StringReader(""), IsTerminal: false, () => ""), ["migrate"]);
        }

        var shell = new OperatorShell(Environment, Clock, keyboard, "olga") { SystemLog = SystemLog, IsWatched = IsWatched };
        var root = new RootCommand { OperatorCommand.SettingsFile };
        foreach (var command in AdminCommands.All(shell)) root.Add(command);

        using var output = new StringWriter();
        using var errors = new StringWriter();
        var streams = new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false };
        var exit = await CommandWords.Run(root, words, streams, Xunit.TestContext.Current.CancellationToken);
        return new(exit, output.ToString(), errors.ToString());
    }
}
