using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>
/// Whether the user who serves may use each file that the service works with: one that root has made beside the others stops it, although
/// nothing in it is wrong.
/// </summary>
internal static class DoctorRights
{
    private const UnixFileMode OwnersUse = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // What the name of a SQLite file is followed by beside it.
    private static readonly string[] PartsOfDatabase = ["", "-wal", "-shm", "-journal"];

    /// <summary>A finding for each that they may not use, by its path.</summary>
    public static IReadOnlyDictionary<string, Finding> Look(ServerSettings settings)
    {
        if (!OperatingSystem.IsLinux() || FileRights.Of(settings.DataFolder) is null) return new Dictionary<string, Finding>();

        // Whoever runs this serves, unless it is root, who only looks; or it is somebody whom the folder is merely open to.
        var owner = FolderOwner.SomebodyElse(settings);
        var (rights, name) = FolderOwner.IsRoot && owner is { } uid
            ? (new FileRights(uid), FolderOwner.NameOf(uid))
            : (new FileRights(null), FolderOwner.Me);
        var who = FolderOwner.IsRoot || owner is null ? "who serves" : "who runs this";
        var wanted = Wanted(settings).ToLookup(file => rights.ClosedOnTheWay(file.Path));
        var found = wanted[null].Where(file => rights.IsClosed(file.Path, file.Use)).ToDictionary(
            file => file.Path,
            file => Finding.Fail(NameOf(file.Path, settings), Sentence(file.Path, file.Use, $"'{name}', {who}", name)));
        foreach (var behind in wanted.Where(files => files.Key is not null))
        {
            var told = Finding.Fail("folder",
                $"{behind.Key} is closed to '{name}', {who}: {string.Join(", ", behind.Select(file => file.Path))} may not be used, and what " +
                "is there was not seen. Let that folder belong to that user, or name another place");
            foreach (var (path, _) in behind) found[path] = told;
        }

        // The database says so itself.
        foreach (var (path, _) in wanted[null].Where(file => !file.Use.HasFlag(FileUse.Pass) && Directory.Exists(file.Path)))
        {
            if (path != settings.DatabaseFile)
                found[path] = Finding.Fail(NameOf(path, settings), $"{path} is a folder, and must be a file: move it away");
        }

        return found;
    }

    /// <summary>Whether the database is among them: then it is not opened, since what that leaves beside it would be as closed.</summary>
    public static bool IsDatabaseClosed(ServerSettings settings) =>
        settings.Database is null && Look(settings) is var closed
        && PartsOfDatabase.Any(part => closed.ContainsKey(settings.DatabaseFile + part));

    // All that the service opens by itself, each file once.
    private static IEnumerable<(string Path, FileUse Use)> Wanted(ServerSettings settings)
    {
        const FileUse both = FileUse.Read | FileUse.Write;
        List<(string Path, FileUse Use)> files =
        [
            (settings.KeyFile, FileUse.Read),
            (LockedFile.LockOf(settings.KeyFile), FileUse.Write),
            (settings.WitnessFile, FileUse.Read),
            (LockedFile.LockOf(settings.WitnessFile), FileUse.Write),

            // It is replaced whole, which is a matter of the folder.
            (Path.GetDirectoryName(settings.WitnessFile)!, FileUse.Write | FileUse.Pass),
            (settings.DataFolder, FileUse.Write | FileUse.Pass),
        ];
        if (settings.Database is null)
        {
            files.Add((OnlyServer.PathOf(settings), FileUse.Write));
            files.AddRange(PartsOfDatabase.Select(part => (settings.DatabaseFile + part, both)));
        }

        return files.DistinctBy(file => file.Path);
    }

    private static string Sentence(string path, FileUse use, string who, string user) =>
        use.HasFlag(FileUse.Pass)
            ? $"in the folder {path} nothing can be written by {who}. Let it belong to that user " +
              $"(`chown {user} {path}`), and run `chmod 700 {path}`"
            : $"{path} cannot be {(use is FileUse.Read ? "read" : "written")} by {who}. {Cure(path, user)}";

    private static string Cure(string path, string user)
    {
        if (FileRights.Of(path) is not { } found) return $"Let it belong to that user: `chown {user} {path}`";

        var (chown, chmod) = ($"chown {user} {path}", $"chmod 600 {path}");
        return (FolderOwner.NameOf(found.User) == user, found.Mode.HasFlag(OwnersUse)) switch
        {
            (false, true) => $"It belongs to '{FolderOwner.NameOf(found.User)}'. Run `{chown}`",
            (false, false) => $"It belongs to '{FolderOwner.NameOf(found.User)}'. Run `{chown}` and `{chmod}`",
            (true, false) => $"Run `{chmod}`",
            (true, true) => "Its mode would let them: it is on a place that can only be read. Have that mounted to be written",
        };
    }

    private static string NameOf(string path, ServerSettings settings) => path == settings.DataFolder ? "data folder"
        : path.StartsWith(settings.DatabaseFile, StringComparison.Ordinal) ? "database file"
        : path == settings.KeyFile ? "key file"
        : path == LockedFile.LockOf(settings.KeyFile) ? "lock of the key file"
        : path == settings.WitnessFile ? "witness"
        : path == LockedFile.LockOf(settings.WitnessFile) ? "lock of the witness"
        : path == Path.GetDirectoryName(settings.WitnessFile) ? "folder of the witness"
        : "lock of the server";
}
