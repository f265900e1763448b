using System.Globalization;
using Countersign.Server.Accounts;
using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>The files: who may read them, and whether there is room for more.</summary>
public static class DoctorFiles
{
    private const long Little = 1L << 30;
    private const long TooLittle = 100L << 20;

    /// <summary>Looks at the data folder.</summary>
    public static IEnumerable<Finding> LookAtFolder(ServerSettings settings)
    {
        if (File.Exists(settings.DataFolder))
        {
            yield return Finding.Fail(
                "data folder", $"{settings.DataFolder} is a file, and must be a folder: move it away, or name another one in COUNTERSIGN_DATA");
        }
        else if (!Directory.Exists(settings.DataFolder))
        {
            yield return Finding.Warn("data folder", $"{settings.DataFolder} does not exist yet; the first start creates it");
        }
        else if (FolderOwner.IsClosed(settings.DataFolder))
        {
            yield return Finding.Fail(
                "data folder", $"{settings.DataFolder} is closed to '{FolderOwner.Me}', and nothing in it was looked at: run this as the " +
                    "user that serves");
        }
        else
        {
            yield return Mode("data folder", settings.DataFolder, "700");
            yield return Space(settings.DataFolder);
        }
    }

    /// <summary>Whether nothing in the data folder can be looked at: it is closed, or no folder.</summary>
    public static bool IsOutOfReach(ServerSettings settings) => File.Exists(settings.DataFolder)
        || (Directory.Exists(settings.DataFolder) && FolderOwner.IsClosed(settings.DataFolder));

    /// <summary>Looks at what a restore left, at the files that the service cannot use, and at the database file, from outside.</summary>
    public static IEnumerable<Finding> Look(ServerSettings settings)
    {
        if (IsOutOfReach(settings)) yield break;

        if (UnfinishedRestore.IsAt(settings)) yield return Finding.Fail("restore", UnfinishedRestore.Sentence(settings).TrimEnd('.'));
        else if (UnfinishedRestore.PartsLeft(settings) is { Count: > 0 } parts)
            yield return Finding.Warn("restore", $"one was cut short and has left parts behind. Run `rm {string.Join(' ', parts)}`");

        var closed = DoctorRights.Look(settings);
        foreach (var finding in closed.Values.Distinct()) yield return finding;
        if (settings.Database is null && File.Exists(settings.DatabaseFile) && !closed.ContainsKey(settings.DatabaseFile))
            yield return Mode("database file", settings.DatabaseFile, "600");
    }

    /// <summary>Looks at the key file from outside.</summary>
    public static IEnumerable<Finding> LookAtKeys(ServerSettings settings)
    {
        if (IsOutOfReach(settings) || DoctorRights.Look(settings).ContainsKey(settings.KeyFile)) yield break;

        if (LeadsNowhere(settings.KeyFile))
            yield return Finding.Fail(
                "key file",
                $"{settings.KeyFile} is a link to {new FileInfo(settings.KeyFile).LinkTarget}, where there is nothing: put the key file " +
                    $"there, or name its place in COUNTERSIGN_KEY_FILE");
        else if (File.Exists(settings.KeyFile)) yield return KeyMode(settings.KeyFile);
        else if (!Databases.MayExist(settings)) yield return NoKeys(settings, areLost: false);
    }

    /// <summary>Whether a file is a link to nothing: then it is there, and cannot be opened.</summary>
    public static bool LeadsNowhere(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true };

    /// <summary>There is no key file: nothing is lost by it only where nothing was written under a key yet.</summary>
    /// <param name="areLost">Whether <c>serve</c> refuses to go on without it; else it makes one.</param>
    public static Finding NoKeys(ServerSettings settings, bool areLost) => areLost
        ? Finding.Fail("key file",
            $"{settings.KeyFile} is missing, and there is a database that was written with it: `serve` does not start. Put back the key " +
            $"file that belongs to it; nothing can be read without it")
        : Finding.Warn("key file", $"there is none yet, and nothing was written with one; `serve` makes {settings.KeyFile}");

    /// <summary>Looks whether the list of breached passwords is one, and whole.</summary>
    public static IReadOnlyList<Finding> LookAtBreached(ServerSettings settings)
    {
        const string Name = "breached passwords";
        if (settings.BreachedPasswords is not { } path) return [];
        if (Directory.Exists(path) && Directory.EnumerateFiles(path).Count() is var files and < BreachedPasswords.Ranges)
            return
            [
                Finding.Fail(Name, string.Create(CultureInfo.InvariantCulture,
                    $"{path} has {files} of {BreachedPasswords.Ranges} files: fetch the others; passwords of a missing one cannot be set")),
            ];

        return
        [
            new BreachedPasswords(settings).Contains("password")
                ? Finding.Ok(Name, path)
                : Finding.Fail(Name, $"{path} does not know the password 'password': it is another list, or not sorted by hash"),
        ];
    }

    private static Finding KeyMode(string path) =>
        KeyRing.OpenToOthers(path) is UnixFileMode.None && DataFolder.OpenToOthers(path) is not UnixFileMode.None
            ? Finding.Ok("key file", $"{path}, which nobody may write and a group may read")
            : Mode("key file", path, "600");

    private static Finding Mode(string name, string path, string right) => DataFolder.OpenToOthers(path) is UnixFileMode.None
        ? Finding.Ok(name, $"{path}, for its owner alone")
        : Finding.Fail(name, $"{path} can be used by others besides its owner. Run `chmod {right} {path}`");

    private static Finding Space(string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MiB free in {folder}");
        return free switch
        {
            < TooLittle => Finding.Fail("disk", $"{text}: nobody can sign in once it is full. Make room"),
            < Little => Finding.Warn("disk", $"{text}. Make room soon"),
            _ => Finding.Ok("disk", text),
        };
    }
}
