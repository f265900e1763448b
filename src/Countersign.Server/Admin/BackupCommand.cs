using System.CommandLine;
using Countersign.Server.Composition;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary><c>backup</c>.</summary>
public static class BackupCommand
{
    private static readonly Argument<string> To =
        new("FILE") { Description = "Where the copy goes. A file that is there already is kept." };

    /// <summary>Builds the command.</summary>
    public static Command Build(OperatorShell shell) => OperatorCommand.OnInstallation(
        shell,
        new("backup", "Copies the database while the server runs, to a file that its owner alone can read. The keys are not in it.") { To },
        Run);

    private static async Task<int> Run(CommandRun run, Installation at, CancellationToken ct)
    {
        var path = Path.GetFullPath(run.Get(To));
        if (Path.Exists(path)) return run.Refuse($"There is a file {path} already. Name another one; nothing was copied.");

        if (at.Db is not SqliteDb file)
            return run.Refuse("The data is in PostgreSQL: back it up with `pg_dump` or as its manual says; nothing was copied.");

        await file.CopyTo(path, () => at.Witness.Advance(ct));
        return run.Say($"The database is in {path}. Keep it apart from the key file {at.Settings.KeyFile}, which is not in it.");
    }
}
