using System.Globalization;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>Where a backup goes: the file that was named, or one named by the time in a folder that was named.</summary>
/// <param name="Path">The file, which is not there yet.</param>
/// <param name="Series">The folder and the pattern of those that were made there before; null: a file was named.</param>
public sealed record BackupTarget(string Path, (string Folder, string Pattern)? Series)
{
    /// <summary>Reads what was named. A folder that does not exist is made, for its owner alone, if its name ends with a slash.</summary>
    /// <param name="stem">What the names in a folder begin with.</param>
    public static BackupTarget Of(string named, string stem, string extension, DateTimeOffset now)
    {
        var path = System.IO.Path.GetFullPath(named);
        if (System.IO.Path.EndsInDirectorySeparator(path)) DataFolder.Make(path);
        if (!Directory.Exists(path)) return new(path, null);

        var name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}{extension}");
        return new(System.IO.Path.Combine(path, name), (path, $"{stem}-????????T??????Z{extension}"));
    }

    /// <summary>The folder that it lies in.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Whether it lies there and no deeper, by whatever name that folder goes.</summary>
    public bool LiesIn(string folder) => Real(Folder) == Real(folder);

    /// <summary>Deletes the oldest of a series.</summary>
    /// <returns>How many.</returns>
    public int Keep(int newest)
    {
        if (Series is not { } series) return 0;

        // Their names are in the order of their time.
        var old = Directory.GetFiles(series.Folder, series.Pattern).OrderDescending(StringComparer.Ordinal).Skip(newest).ToList();
        foreach (var path in old) File.Delete(path);
        return old.Count;
    }

    private static string Real(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        return System.IO.Path.TrimEndingDirectorySeparator(
            Directory.Exists(path) ? Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path);
    }
}
