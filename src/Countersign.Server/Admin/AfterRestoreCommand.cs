using System.CommandLine;
using Countersign.Server.Composition;

namespace Countersign.Server.Admin;

/// <summary><c>after-restore</c>.</summary>
public static class AfterRestoreCommand
{
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask first." };

    /// <summary>Builds the command.</summary>
    public static Command Build(OperatorShell shell) => OperatorCommand.OnInstallation(
        shell,
        new("after-restore",
            "Run once after the database was restored from a backup, before the server starts, so that nothing that was spent since the " +
                "backup works again.") { Yes },
        Restored.Taken, Run);

    private static async Task<int> Run(CommandRun run, Installation at, CancellationToken ct)
    {
        if (!run.Confirms("Mark this database as restored from a backup? Everybody will be signed out.", run.Get(Yes)))
            return CommandRun.NotDone;

        return Tell(run, await MarkRestored.Run(at, run.Shell, "after-restore", ct));
    }

    /// <summary>Says what became of a restored database.</summary>
    public static int Tell(CommandRun run, RestoreMarked done)
    {
        run.Say($"Sessions ended: {done.SessionsEnded}. Everything pending is void. Authenticator apps work again in about a minute.");
        run.Say(
            $"Recovery codes marked as restored: {done.BackupCodesFlagged}. Some may have been spent after the backup was made; `account " +
            $"show` says whose, and people make new ones with `tfa regen-codes`.");
        return run.Say(
            "Passwords, methods, API keys and accounts are as they were when the backup was made: remove again what was removed since.");
    }
}
