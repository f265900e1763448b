using System.Globalization;
using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Shared;
using Microsoft.Data.Sqlite;

namespace Countersign.Server.Admin;

/// <summary>A backup on its way into the place of the database.</summary>
internal abstract class RestoreSource : IAsyncDisposable
{
    private const int BeginningSize = 16;

    /// <summary>What is in it, for the person who is asked.</summary>
    public abstract string About { get; }

    /// <summary>Why a file is no backup for this database; null when it is one.</summary>
    public static string? Refusal(string path, ServerSettings settings)
    {
        if (FileTrouble.Missing(path) is { } none) return none;

        var beginning = new byte[BeginningSize];
        using (var file = File.OpenRead(path)) file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        return (SqliteFile.IsOne(beginning), PostgresTools.IsDump(beginning), settings.Database is null) switch
        {
            (true, _, true) or (_, true, false) => null,
            (true, _, false) =>
                $"{path} is a SQLite file, and COUNTERSIGN_DATABASE names PostgreSQL. Restore it without that setting, then move it by " +
                    $"`copy`.",
            (_, true, true) => $"{path} is a dump of PostgreSQL. Name the database to restore it to in COUNTERSIGN_DATABASE.",
            _ => $"{path} is not a backup that `backup` has made, or it is damaged from its first bytes on.",
        };
    }

    /// <summary>Opens one that is for this database.</summary>
    public static async Task<RestoreSource> Open(string path, ServerSettings settings, TimeProvider clock, CancellationToken ct) =>
        settings.Database is { } server
            ? new RestoredDump(path, new(server, settings.DatabaseCaFile))
            : await RestoredFile.Of(path, settings, clock, ct);

    /// <summary>A sentence for each reason not to take it: it is damaged, too new, or belongs to other keys.</summary>
    public abstract Task<IReadOnlyList<string>> Faults(KeyRing keys, CancellationToken ct);

    /// <summary>Puts it in its place.</summary>
    /// <param name="now">What the name of the old one says.</param>
    /// <returns>Where what was there before is kept; null when nothing is.</returns>
    public abstract Task<string?> Put(DateTimeOffset now, CancellationToken ct);

    /// <summary>Takes it out of its place again; false where what was there before is gone.</summary>
    /// <param name="kept">Where that is.</param>
    public abstract bool TryTakeBack(string? kept);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>A SQLite file: copied beside the database first, and looked at there, so that it takes its name in one step.</summary>
internal sealed class RestoredFile : RestoreSource
{
    private readonly string path;
    private readonly string staged;
    private readonly ServerSettings settings;
    private readonly TimeProvider clock;
    private readonly long accounts;

    private RestoredFile(string path, ServerSettings settings, TimeProvider clock, long accounts)
    {
        (this.path, this.settings, this.clock, this.accounts) = (path, settings, clock, accounts);
        staged = UnfinishedRestore.PathBeside(settings.DatabaseFile);
    }

    /// <inheritdoc/>
    public override string About => string.Create(CultureInfo.InvariantCulture, $"accounts in it: {accounts}");

    /// <summary>Copies it beside the database, and reads the copy to its end.</summary>
    public static async Task<RestoreSource> Of(string path, ServerSettings settings, TimeProvider clock, CancellationToken ct)
    {
        var staged = UnfinishedRestore.PathBeside(settings.DatabaseFile);
        Forget(staged);
        try
        {
            await Stage(path, staged, ct);
            return new RestoredFile(path, settings, clock, SqliteFile.Check(staged));
        }
        catch (Exception broken)
        {
            Forget(staged);
            if (Unstaged(broken, path, staged) is { } why) throw new IOException($"{why} Nothing was changed.", broken);

            throw;
        }
    }

    private static string? Unstaged(Exception broken, string path, string staged) => broken switch
    {
        _ when FileTrouble.IsOfNoRoom(broken) =>
            $"There is no room for the backup {path} in {Path.GetDirectoryName(staged)}, beside what is there now; its disk is " +
            $"{DiskRoom.LeftFor(staged)}. Make room there, then give the same command again.",
        SqliteException or InvalidDataException => Damaged(path),
        IOException or UnauthorizedAccessException => FileTrouble.Say(broken),
        _ => null,
    };

    private static async Task Stage(string path, string staged, CancellationToken ct)
    {
        SqliteFile.MakeForOwnerOnly(staged);
        await using var to = new FileStream(staged, FileMode.Open, FileAccess.Write);
        await using var from = File.OpenRead(path);
        await from.CopyToAsync(to, ct);
        to.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> Faults(KeyRing keys, CancellationToken ct)
    {
        await using var db = new SqliteDb(staged, clock);
        try
        {
            _ = await Migrator.Missing(db, ct);
            var wrong = await db.Read(sql => StartUpChecks.WrongCanaries(sql, keys), ct);
            return wrong.Count > 0 ? wrong : await db.Read(sql => StartUpChecks.UncheckableHashes(sql, keys), ct);
        }
        catch (Exception broken) when (broken is SqliteException or StoreUnavailableException)
        {
            return [Damaged(path)];
        }
    }

    private static string Damaged(string path) => $"The backup {path} is damaged, or is another kind of file: take another one.";

    /// <inheritdoc/>
    public override Task<string?> Put(DateTimeOffset now, CancellationToken ct)
    {
        var place = settings.DatabaseFile;
        using var alone = RestoreTarget.TakeFile(place);
        string? kept = null;
        if (File.Exists(place))
        {
            kept = string.Create(CultureInfo.InvariantCulture, $"{place}.before-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
            Move(place, kept);
        }

        // Killed here, there is no database, and no server begins with an empty one: it is told that a restore was cut short.
        try
        {
            File.Move(staged, place);
        }
        catch when (kept is not null)
        {
            Move(kept, place);
            throw;
        }

        FolderFlush.ToDisk(settings.DataFolder);
        return Task.FromResult(kept);
    }

    /// <inheritdoc/>
    public override bool TryTakeBack(string? kept)
    {
        Move(settings.DatabaseFile, staged);
        if (kept is not null) Move(kept, settings.DatabaseFile);
        return true;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Forget(staged);
        return ValueTask.CompletedTask;
    }

    // All of a database, or nothing of it: the part that everything else belongs to goes last, and what did go comes back.
    private static void Move(string from, string to)
    {
        var moved = new Stack<(string From, string To)>();
        try
        {
            foreach (var part in Parts(from).Reverse().Where(File.Exists))
            {
                File.Move(part, to + part[from.Length..]);
                moved.Push((part, to + part[from.Length..]));
            }
        }
        catch
        {
            foreach (var part in moved) File.Move(part.To, part.From);
            throw;
        }
    }

    private static string[] Parts(string path) => [path, path + "-wal", path + "-shm"];

    private static void Forget(string path)
    {
        foreach (var part in Parts(path)) File.Delete(part);
    }
}
