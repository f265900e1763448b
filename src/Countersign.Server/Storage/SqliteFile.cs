using System.Globalization;
using Countersign.Server.Secrets;
using Countersign.Shared;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Countersign.Server.Storage;

/// <summary>The file of a SQLite database: made for its owner alone, and copied whole or not at all.</summary>
internal static class SqliteFile
{
    /// <summary>Whether a file is a database of SQLite.</summary>
    public static bool IsOne(ReadOnlySpan<byte> beginning) => beginning.StartsWith("SQLite format 3\0"u8);

    /// <summary>Reads a copy from its beginning to its end, and changes nothing.</summary>
    /// <returns>How many accounts are in it.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static long Check(string path)
    {
        using var copy = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        copy.Open();
        return Ask("PRAGMA integrity_check") is "ok"
            ? (long)Ask("SELECT count(*) FROM accounts")!
            : throw new InvalidDataException($"The database in {path} is damaged. Take another copy, or look after the disk.");

        object? Ask(string question)
        {
            using var command = copy.CreateCommand();
            command.CommandText = question;
            return command.ExecuteScalar();
        }
    }

    /// <summary>
    /// Holds a file so that nobody else can read it or write to it. A damaged one is held by nothing: nobody can work on it.
    /// </summary>
    /// <exception cref="IOException">Somebody is at work on it.</exception>
    public static IDisposable TakeAlone(string path)
    {
        var held = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 1 }
                .ToString());
        try
        {
            held.Open();
            using var take = held.CreateCommand();

            // Out of the shared log one comes only alone, and what it held is in the file then.
            take.CommandText = "PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE";
            take.ExecuteNonQuery();
            return held;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode is SQLITE_BUSY or SQLITE_LOCKED)
        {
            held.Dispose();
            throw new IOException(
                $"A server, or another command, is at work on {path}. Stop it first (`systemctl stop countersign`). Nothing was changed.",
                busy);
        }
        catch (SqliteException)
        {
            return held;
        }
    }

    /// <summary>Makes an empty one, mode 0600, where none is.</summary>
    public static void MakeForOwnerOnly(string path)
    {
        if (File.Exists(path) || OperatingSystem.IsWindows()) return;

        using var file = new FileStream(path, new FileStreamOptions
        {
            // Two nodes may make it at the same time: neither must fail, nor lock the other out.
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    /// <summary>
    /// Copies the database, as it is at one instant, to a new file that its owner alone can use; writers go on meanwhile. The copy is on
    /// the disk before it takes its name, and has its name only when all of it is there.
    /// </summary>
    /// <param name="readConnection">How the database is read.</param>
    /// <param name="path">A name that is free.</param>
    /// <param name="beforeNamed">What is to be done with the copy once it is made, and before anybody can take it for one.</param>
    public static async Task Copy(string readConnection, string path, Func<string, Task> beforeNamed)
    {
        var part = path + ".part";
        File.Delete(part);
        MakeForOwnerOnly(part);
        try
        {
            await using (var source = new SqliteSession(readConnection)) Fill(part, source, path);
            await beforeNamed(part);
            File.Move(part, path, overwrite: false);
            FolderFlush.ToDisk(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        finally
        {
            File.Delete(part);
        }
    }

    // What fails here fails the copy. The database that it is of has done nothing but be read.
    private static void Fill(string part, SqliteSession source, string path)
    {
        try
        {
            source.CopyTo(new SqliteConnectionStringBuilder { DataSource = part, Pooling = false }.ToString());
            using var written = new FileStream(part, FileMode.Open, FileAccess.ReadWrite);
            written.Flush(flushToDisk: true);
        }
        catch (Exception full) when (IsOfNoRoom(full, part))
        {
            throw new IOException(DiskRoom.NoneForCopy(path), full);
        }
        catch (SqliteException broken) when (broken.SqliteErrorCode is SQLITE_IOERR or SQLITE_CANTOPEN or SQLITE_READONLY or SQLITE_PERM)
        {
            throw new IOException(
                $"{path} could not be written ({broken.Message.TrimEnd('.')}): see what the system says of its disk, or name another " +
                "place.",
                broken);
        }
    }

    // It is told by SQLite as a disk that fails, too.
    private static bool IsOfNoRoom(Exception thrown, string part) => thrown switch
    {
        SqliteException { SqliteErrorCode: SQLITE_FULL } => true,
        SqliteException { SqliteErrorCode: SQLITE_IOERR } => DiskRoom.FullAt(part) is not null,
        IOException => FileTrouble.IsOfNoRoom(thrown),
        _ => false,
    };

    /// <summary>What is broken in one, in sentences.</summary>
    public static async Task<IReadOnlyList<string>> Faults(Sql sql)
    {
        var faults = (await sql.Query<string>($"PRAGMA integrity_check")).Where(line => line != "ok").ToList();
        if (await sql.Number($"SELECT count(*) FROM pragma_foreign_key_check") is > 0 and var orphans)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{orphans} rows belong to rows that are gone"));

        return faults;
    }
}
