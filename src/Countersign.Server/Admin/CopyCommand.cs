using System.CommandLine;
using Countersign.Server.Composition;
using Countersign.Server.Hosting;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary><c>copy</c>.</summary>
public static class CopyCommand
{
    private const string Data = "COUNTERSIGN_DATA";
    private const string Database = "COUNTERSIGN_DATABASE";

    private static readonly Option<string> From = new("--from")
    {
        Description = "The data folder to move, or the file of its database. No server may run on it.",
        HelpName = "FOLDER-OR-FILE",
        Required = true,
    };

    private static readonly Option<string?> To = new("--to")
    {
        Description = $"The empty PostgreSQL database; without it, that of {Database}, so that no password is on the command line.",
        HelpName = "postgres://…",
    };

    static CopyCommand() => To.Validators.Add(given =>
    {
        if (given.GetValueOrDefault<string>() is { } to && !DatabaseServer.Kind.TryRead(to, out _))
            given.AddError("--to is not the address of a PostgreSQL database, such as postgres://countersign@db.example.org/countersign.");
    });

    /// <summary>Builds the command.</summary>
    public static Command Build(OperatorShell shell) => OperatorCommand.OnSettings(
        shell,
        new("copy", "Moves an installation from a SQLite file to PostgreSQL, and compares every row. Run it again if it was interrupted.")
        {
            From, To,
        },
        Run);

    private static async Task<int> Run(CommandRun run, SettingsOutcome read, CancellationToken ct)
    {
        if (TargetOf(run.Get(To), read.Settings) is not { } server)
            return run.RefuseWords(
                $"Name the PostgreSQL database to copy to, by --to or in {Database}. Example: --to " +
                    "postgres://countersign:s3cret@db.example.org/countersign");
        if (FolderOf(Path.GetFullPath(run.Get(From)!)) is not { } folder)
            return run.Refuse(
                $"There is no database at {run.Get(From)}. Name the data folder, or the file in it that is named " +
                    $"{ServerSettings.DatabaseName}; nothing was copied.");

        // As a server on that file has them: its keys and its witness belong to it.
        var source = SettingsReader.Read(OnFile(run.Shell.Environment, folder), run.Get(OperatorCommand.SettingsFile));
        return source.Settings is not { } settings ? run.Refuse(string.Join(Environment.NewLine, source.Faults))
            : await Refusal(settings, run.Shell.Clock, ct) is { } refusal ? run.Refuse($"{refusal} Nothing was copied.")
            : await Move(run, settings, PostgresAddress.Of(server, settings.DatabaseConnections, settings.DatabaseCaFile), ct);
    }

    // What may not be served may not be moved: beside other keys it opens nothing, and put back from a backup it takes what was spent.
    private static async Task<string?> Refusal(ServerSettings source, TimeProvider clock, CancellationToken ct)
    {
        var opened = await Installation.Open(source, clock, Restored.Refused, systemLog: null, ct);
        if (opened.Given is not { } installation) return opened.Refused!.Detail;

        await installation.DisposeAsync();
        return null;
    }

    private static async Task<int> Move(CommandRun run, ServerSettings source, PostgresAddress to, CancellationToken ct)
    {
        await using var target = new PostgresDb(to, run.Shell.Clock);
        await DatabaseCopy.Run(source.DatabaseFile, to, () => Migrator.Run(target, ct), line => run.Say(line), ct);

        // From now on the file is older than its witness, so nobody serves it by accident beside what became of it.
        await new DatabaseWitness(target, new(source.WitnessFile)).Advance(ct);
        return TellWhatIsLeft(run, source);
    }

    private static DatabaseServer? TargetOf(string? given, ServerSettings? settings) =>
        given is null ? settings?.Database : DatabaseServer.Kind.TryRead(given, out var server) ? server : null;

    private static string? FolderOf(string from)
    {
        var file = Directory.Exists(from) ? new ServerSettings { DataFolder = from }.DatabaseFile : from;
        return File.Exists(file) && Path.GetFileName(file) == ServerSettings.DatabaseName ? Path.GetDirectoryName(file) : null;
    }

    private static Dictionary<string, string> OnFile(IReadOnlyDictionary<string, string> environment, string folder) =>
        new(environment.Where(each => each.Key != $"{Database}_FILE"), StringComparer.Ordinal) { [Data] = folder, [Database] = "sqlite" };

    // The keys stay a file: in a database they would lie beside what they protect.
    private static int TellWhatIsLeft(CommandRun run, ServerSettings source)
    {
        var beside = new[] { SmsSecretFile.FileName, SettingsReader.FileName }.Select(name => Path.Combine(source.DataFolder, name))
            .Prepend(source.WitnessFile).Prepend(source.KeyFile).Where(File.Exists);
        run.Say(
            "Everything is there, the audit log included. What stays a file goes to each server by hand: the key file, its witness (to " +
                $"one of them), the secret of the gateway and the settings; here: {string.Join(", ", beside)}.");
        return run.Say(
            $"Set {Database} to the new database, run `doctor`, and start. The old file is a backup now: whoever goes back to it runs " +
                "`after-restore` first.");
    }
}
