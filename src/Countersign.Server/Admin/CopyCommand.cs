using System.CommandLine;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary><c>copy</c>.</summary>
public static class CopyCommand
{
    private static readonly Option<string> From = new("--from")
    {
        Description = "The data folder to move, or the file of its database. No server may run on it.",
        HelpName = "FOLDER-OR-FILE",
        Required = true,
    };

    private static readonly Option<string?> To = new("--to")
    {
        Description = "The empty PostgreSQL database; without it, that of COUNTERSIGN_DATABASE.",
        HelpName = "postgres://…",
    };

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
        if (read.Settings is not { } settings) return run.Refuse(string.Join(Environment.NewLine, read.Faults));
        if (TargetOf(run.Get(To), settings) is not { } server)
            return run.Refuse(
                "Name the PostgreSQL database to copy to, by --to or in COUNTERSIGN_DATABASE. Example: --to " +
                    "postgres://countersign:s3cret@db.example.org/countersign");

        var (folder, file) = PlacesOf(Path.GetFullPath(run.Get(From)!));
        if (!File.Exists(file))
            return run.Refuse($"There is no database {file}. Name the data folder, or the file in it; nothing was copied.");

        var address = PostgresAddress.Of(server, settings.DatabaseConnections, settings.DatabaseCaFile);
        await using (var target = new PostgresDb(address, run.Shell.Clock)) await Migrator.Run(target, ct);
        await DatabaseCopy.Run(file, address, line => run.Say(line), ct);
        return TellWhatIsLeft(run, folder);
    }

    private static DatabaseServer? TargetOf(string? given, ServerSettings settings) =>
        given is null ? settings.Database : DatabaseServer.Kind.TryRead(given, out var server) ? server : null;

    private static (string Folder, string File) PlacesOf(string from) => Directory.Exists(from)
        ? (from, new ServerSettings { DataFolder = from }.DatabaseFile)
        : (Path.GetDirectoryName(from)!, from);

    // The keys stay a file: in a database they would lie beside what they protect.
    private static int TellWhatIsLeft(CommandRun run, string folder)
    {
        var beside = ((string[])["keys", "keys.witness", "sms-secret", SettingsReader.FileName])
            .Select(name => Path.Combine(folder, name)).Where(File.Exists).ToList();
        run.Say(
            "Everything is there, the audit log included. What stays a file goes to each server by hand: the key file, its witness (to " +
            "one " +
            "of them), the secret of the gateway and the settings" + (beside.Count > 0 ? $"; here: {string.Join(", ", beside)}." : "."));
        return run.Say(
            "Set COUNTERSIGN_DATABASE to the new database, run `doctor`, and start. Put the old file away: no server may run on it again.");
    }
}
