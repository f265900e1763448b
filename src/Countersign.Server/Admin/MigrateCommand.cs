using System.CommandLine;
using Countersign.Server.Composition;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary><c>migrate</c>.</summary>
public static class MigrateCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(OperatorShell shell) => OperatorCommand.OnSettings(
        shell, new Command("migrate", "Makes the database and the key file where there are none, and brings the database to the schema of this version, as every start " +
            "of the server does."), Run);

    private static async Task<int> Run(CommandRun run, SettingsOutcome read, CancellationToken ct)
    {
        if (read.Settings is not { } settings) return run.Refuse(string.Join(Environment.NewLine, read.Faults));

        await using var custody = await Custody.Open(settings, Restored.Refused, run.Shell.Clock, ct);
        run.WarnWhereWatched(settings.KeyFile);
        var applied = await Migrator.Run(custody.Db, ct);
        foreach (var name in applied) run.Say($"Applied {name}.");
        return applied.Count > 0 ? CommandRun.Done : run.Say("Nothing to do: the database is up to date.");
    }
}
