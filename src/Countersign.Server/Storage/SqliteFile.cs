using Countersign.Server.Secrets;
using Microsoft.Data.Sqlite;

namespace Countersign.Server.Storage;

/// <summary>The file of a SQLite database: made for its owner alone, and copied whole or not at all.</summary>
internal static class SqliteFile
{
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
    /// <param name="beforeNamed">What is to be done once the copy is made, and before anybody can take it for one.</param>
    public static async Task Copy(string readConnection, string path, Func<Task> beforeNamed)
    {
        var part = path + ".part";
        File.Delete(part);
        MakeForOwnerOnly(part);
        try
        {
            await using (var source = new SqliteSession(readConnection))
                source.CopyTo(new SqliteConnectionStringBuilder { DataSource = part, Pooling = false }.ToString());
            await using (var written = new FileStream(part, FileMode.Open, FileAccess.ReadWrite)) written.Flush(flushToDisk: true);
            await beforeNamed();
            File.Move(part, path, overwrite: false);
            FolderFlush.ToDisk(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
