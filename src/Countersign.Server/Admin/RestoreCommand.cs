using System.CommandLine;
using System.Globalization;
using Countersign.Server.Composition;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary><c>restore</c>.</summary>
public static class RestoreCommand
{
    private static readonly Argument<string> From = new("FROM") { Description = "The file that `backup` made." };

    private static readonly Option<string?> KeysFrom = new("--keys-from")
    {
        Description =
            "On a machine without the key file: the file of keys that `backup --keys-to` made with a passphrase; - takes from a pipe " +
            "what `gpg --decrypt` or `age --decrypt` opened.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Passphrase = new("--passphrase-file")
    {
        Description = "The passphrase of the keys, in the first line of a file; without it, you are asked.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Replace = new("--replace")
    {
        Description = "PostgreSQL: what is in the database now is lost. (A file is kept beside the new one.)",
    };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask first." };

    /// <summary>Builds the command.</summary>
    public static Command Build(OperatorShell shell)
    {
        var restore = new Command(
            "restore",
            "Puts a backup in the place of the database while no server runs, and makes it safe to serve, as `after-restore` does: " +
            "nothing that was spent since works again.") { From, KeysFrom, Passphrase, Replace, Yes };
        restore.Validators.Add(given =>
        {
            if (given.GetResult(Passphrase) is { Implicit: false } && given.GetResult(KeysFrom) is not { Implicit: false })
                given.AddError("--passphrase-file opens the file of keys: say by --keys-from which one that is.");
        });
        return OperatorCommand.OnSettings(shell, restore, Run);
    }

    private static async Task<int> Run(CommandRun run, SettingsOutcome read, CancellationToken ct)
    {
        if (read.Settings is not { } settings) return run.Refuse(string.Join(Environment.NewLine, read.Faults));

        if (run.Get(Replace) && settings.Database is null)
            return run.RefuseWords(
                "--replace is for PostgreSQL, where what is there is lost: a database in a file is kept beside the new one. " +
                "Leave it out. Nothing was changed.");

        var from = Path.GetFullPath(run.Get(From));
        if (RestoreSource.Refusal(from, settings) is { } foreign) return run.Refuse($"{foreign} Nothing was changed.");
        if (await RestoreTarget.Refusal(settings, run.Get(Replace), run.Shell.Clock, ct) is { } busy)
            return run.Refuse($"{busy} Nothing was changed.");

        using var folder = FreshFolder.Make(settings.DataFolder);
        using var sign = UnfinishedRestore.Look(settings);
        using var stopped = new CutShort(() =>
        {
            sign.TakeBack();
            folder.Dispose();
            run.Note("Stopped. Nothing was changed.");
        });
        var keys = RestoreKeys.Find(run, settings, run.Get(KeysFrom), run.Get(Passphrase), sign.Old);
        if (keys.Given is not { } ring) return run.Refuse($"{keys.Refused!.Detail} Nothing was changed.");

        // A new machine: killed from here on, it must not be taken for one where nobody has begun.
        if (ring.Fresh is not null) sign.Begin();
        await using var source = await RestoreSource.Open(from, settings, run.Shell.Clock, ct);
        if (await source.Faults(ring.Keys, ct) is { Count: > 0 } faults)
            return run.Refuse($"{string.Join(Environment.NewLine, faults)} Nothing was changed.");
        if (!run.Confirms($"Restore {from}, {source.About}? Everybody will be signed out.", run.Get(Yes))) return CommandRun.NotDone;

        if (ring.Fresh is not null) run.WarnWhereWatched(settings.KeyFile);
        sign.Begin();
        stopped.Dispose();
        var kept = await Put(source, ring, sign, run.Shell.Now(), ct);
        folder.Stay();
        if (kept is not null) run.Say($"What was there before is in {kept}.");
        return await MadeSafe(run, settings, ct);
    }

    // The keys last: whoever finds them alone has keys in plain text, and whoever finds the database alone has nothing that starts.
    private static async Task<string?> Put(
        RestoreSource source, RestoreKeys ring, UnfinishedRestore sign, DateTimeOffset now, CancellationToken ct)
    {
        sign.Stay();
        var kept = await PutDatabase(source, sign, now, ct);
        try
        {
            ring.Place();
        }
        catch
        {
            if (source.TryTakeBack(kept)) sign.IsUndone();
            throw;
        }

        return kept;
    }

    // All of it or nothing, except where its own tool is left alone with it.
    private static async Task<string?> PutDatabase(RestoreSource source, UnfinishedRestore sign, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await source.Put(now, ct);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            sign.IsUndone();
            throw;
        }
    }

    private static async Task<int> MadeSafe(CommandRun run, ServerSettings settings, CancellationToken ct)
    {
        try
        {
            return await MakeSafe(run, settings, ct);
        }
        catch (Exception broken) when (OperatorCommand.IsTold(broken))
        {
            return run.Refuse(
                $"{OperatorCommand.SentenceOf(broken, settings)} The backup is in its place and not yet safe to serve: once that is " +
                "mended, give the same command again.");
        }
    }

    private static async Task<int> MakeSafe(CommandRun run, ServerSettings settings, CancellationToken ct)
    {
        await using (var db = Databases.Open(settings, run.Shell.Clock))
        {
            var applied = await Migrator.Run(db, ct);
            if (applied.Count > 0)
                run.Say(string.Create(CultureInfo.InvariantCulture, $"It was of an older version: {applied.Count} migrations."));
        }

        var opened = await Installation.Open(settings, run.Shell.Clock, Restored.Taken, run.Shell.SystemLog, ct);
        if (opened.Given is not { } at)
            return run.Refuse($"{opened.Refused!.Detail} The backup is in its place; run `after-restore` once that is mended.");

        await using (at)
        {
            AfterRestoreCommand.Tell(run, await MarkRestored.Run(at, run.Shell, "restore", ct));
            return run.Say("Start the server.");
        }
    }
}
