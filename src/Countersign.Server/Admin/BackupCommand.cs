using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Shared;

namespace Countersign.Server.Admin;

/// <summary><c>backup</c>.</summary>
public static class BackupCommand
{
    private static readonly Argument<string> To = new("TO")
    {
        Description = "The new file, or a folder: then a file in it that is named by the time.",
    };

    private static readonly Option<int?> Keep = new("--keep")
    {
        Description = "In a folder: deletes the oldest of its backups, down to so many. Without it, none is deleted.",
        HelpName = "NUMBER",
        CustomParser = given =>
        {
            if (int.TryParse(given.Tokens[0].Value, CultureInfo.InvariantCulture, out var number) && number >= 1) return number;

            given.AddError("--keep takes a whole number from 1 on.");
            return null;
        },
    };

    private static readonly Option<string?> KeysTo = new("--keys-to")
    {
        Description = "Writes the keys too, into this file or folder, which is another place than that of the database, encrypted: with " +
            "--passphrase-file, --recipient or --pgp-key, one of them.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Passphrase = new("--passphrase-file")
    {
        Description = "With --keys-to: encrypts the keys to the passphrase in this file (its first line), which nobody else may read.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Recipient = new("--recipient")
    {
        Description = "With --keys-to: encrypts the keys to the owner of this public key (of age-keygen, which keeps the other half).",
        HelpName = "age1…",
    };

    private static readonly Option<string?> PgpKey = new("--pgp-key")
    {
        Description = "With --keys-to: encrypts the keys to the owner of the OpenPGP public key in this file (of `gpg --armor --export`).",
        HelpName = "FILE",
    };

    static BackupCommand()
    {
        Recipient.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string>() is { } key && !AgeFile.IsRecipient(key))
                given.AddError($"{key} is not a public key of age, which begins with age1. `age-keygen` makes one.");
        });
    }

    /// <summary>Builds the command.</summary>
    public static Command Build(OperatorShell shell)
    {
        var backup = new Command(
            "backup",
            "Copies the database while the server runs, to a file that its owner alone can read, and reads the copy. The keys are not in " +
            "it: they are written apart and encrypted, by --keys-to.") { To, Keep, KeysTo, Passphrase, Recipient, PgpKey };
        backup.Validators.Add(given =>
        {
            var by = new KeyLock(Text(given, Passphrase), Text(given, Recipient), Text(given, PgpKey));
            if (by.Fault(Text(given, KeysTo)) is { } fault) given.AddError(fault);
        });
        backup.Excludes(KeyLock.OneWay, [Passphrase], Recipient, PgpKey).Excludes(KeyLock.OneWay, [Recipient], PgpKey);
        return OperatorCommand.OnInstallation(shell, backup, Run);
    }

    // As it stands there, whether anything is wrong with it or not.
    private static string? Text(CommandResult given, Option<string?> option) =>
        given.GetResult(option)?.Tokens is [var token, ..] ? token.Value : null;

    private static async Task<int> Run(CommandRun run, Installation at, CancellationToken ct)
    {
        var to = BackupTarget.Of(run.Get(To), "countersign", at.Db is SqliteDb ? ".db" : ".dump", at.Ground.Now());
        if (Path.Exists(to.Path)) return run.Refuse($"There is a file {to.Path} already. Name another one; nothing was copied.");
        if (run.Get(Keep) is not null && to.Series is null)
            return run.RefuseWords("--keep deletes the oldest backups of a folder: name a folder. Nothing was copied.");

        if (to.LiesIn(at.Settings.DataFolder))
            return run.Refuse(
                $"A backup in the data folder {at.Settings.DataFolder} is lost with it, and may lie beside the keys. Name another place; " +
                "nothing was copied.");

        var by = new KeyLock(run.Get(Passphrase), run.Get(Recipient), run.Get(PgpKey));
        var keys = KeyBackup.Of(run.Get(KeysTo), by, to, at);
        if (keys is { Refused: { } refused }) return run.Refuse($"{refused.Detail} Nothing was copied.");

        run.WarnWhereWatched(to.Path);
        if (keys?.Given is { } locked) run.WarnWhereWatched(locked.Path);
        run.Say($"{await Copy(to.Path, at, ct)} Keep it apart from the key file {at.Settings.KeyFile}, which is not in it.");
        await Note(run, at, BackupKind.Database, ct);
        if (keys?.Given is { } safe)
        {
            if (Written(safe) is { } fault)
                return run.Refuse($"{fault} The keys were not written; the backup of the database in {to.Path} stands.");

            await Note(run, at, BackupKind.Keys, ct);
            var opens = by.PassphraseFile is null ? "" : ", and `restore`";
            run.Say($"The keys {string.Join(", ", at.Keys.Known)} are in {safe.Path}, encrypted. {by.Opener} opens it{opens}.");
        }

        var deleted = run.Get(Keep) is { } newest ? to.Keep(newest) : 0;
        return deleted == 0 ? CommandRun.Done : run.Say(string.Create(CultureInfo.InvariantCulture, $"Older backups deleted: {deleted}."));
    }

    private static async Task<string> Copy(string path, Installation at, CancellationToken ct)
    {
        if (at.Db is SqliteDb file)
        {
            var accounts = 0L;
            await file.CopyTo(path, part =>
            {
                accounts = SqliteFile.Check(part);
                return at.Witness.Advance(ct);
            });
            return string.Create(CultureInfo.InvariantCulture, $"The database is in {path}: whole, accounts in it: {accounts}.");
        }

        var part = path + ".part";
        SqliteFile.MakeForOwnerOnly(part);
        try
        {
            var tools = new PostgresTools(at.Settings.Database!, at.Settings.DatabaseCaFile);
            await tools.Dump(part, ct);
            await tools.Check(part, ct);
            await at.Witness.Advance(ct);
            File.Move(part, path, overwrite: false);
            return $"The database is in {path}: a dump of PostgreSQL, read to its end.";
        }
        catch (IOException full) when (DiskRoom.FullAt(part) is not null)
        {
            throw new IOException(DiskRoom.NoneForCopy(path), full);
        }
        finally
        {
            File.Delete(part);
        }
    }

    // Why it could not be; null: it is.
    private static string? Written(KeyBackup keys)
    {
        try
        {
            keys.Write();
            return null;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return FileTrouble.Say(broken);
        }
    }

    private static Task Note(CommandRun run, Installation at, BackupKind kind, CancellationToken ct) => at.Db.Write(async tx =>
    {
        await BackupStore.Note(tx, kind, at.Keys.Known);
        await at.Audit.Append(tx, OperatorSource.Entry(run.Shell, AuditEvent.BackupTaken, "backup", account: null, Words.Of(kind)));
    }, ct);
}
