using System.Globalization;

namespace Countersign.Server.Storage;

/// <summary>How much room is left on the disk that a file lies on, in the words that an operator is told.</summary>
public static class DiskRoom
{
    // Less than SQLite takes at once to open a database: its shared memory, the beginning of its log, a page or two.
    private const long Least = 256 * 1024;
    private const long Kibi = 1024;
    private const string Untold = "or what this user may have there is used up";

    /// <summary>Which disk is full on which this file or folder lies; null: it has room, or nobody can tell.</summary>
    public static string? FullAt(string path)
    {
        try
        {
            return DriveOf(Path.GetFullPath(path)) is { AvailableFreeSpace: < Least } drive ? Told(drive) : null;
        }
        catch (Exception untold) when (untold is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The sentence for a copy of the database that did not fit.</summary>
    public static string NoneForCopy(string path) =>
        $"There is no room for {path} on its disk ({LeftFor(path)}): nothing is left of it there. Make room, or name another place. The " +
        "database itself is well.";

    /// <summary>What is left for a file that did not fit.</summary>
    public static string LeftFor(string path)
    {
        try
        {
            return DriveOf(Path.GetFullPath(path)) is { } drive ? Told(drive) : Untold;
        }
        catch (Exception untold) when (untold is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Untold;
        }
    }

    private static string Told(DriveInfo drive) => string.Create(
        CultureInfo.InvariantCulture, $"{drive.Name}, with {drive.AvailableFreeSpace / Kibi} KiB free of {drive.TotalSize / Kibi} KiB");

    private static DriveInfo? DriveOf(string path) => DriveInfo.GetDrives()
        .Where(drive => path.StartsWith(drive.Name.TrimEnd('/') + '/', StringComparison.Ordinal) || path == drive.Name)
        .MaxBy(drive => drive.Name.Length);
}
