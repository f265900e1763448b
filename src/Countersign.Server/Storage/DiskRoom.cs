using System.Globalization;

namespace Countersign.Server.Storage;

/// <summary>How much room is left on the disk that a file lies on, in the words that an operator is told.</summary>
public static class DiskRoom
{
    // Less than SQLite takes at once to open a database: its shared memory, the beginning of its log, a page or two.
    private const long Least = 256 * 1024;
    private const long Kibi = 1024;

    /// <summary>Which disk is full on which this file or folder lies; null: it has room, or nobody can tell.</summary>
    public static string? FullAt(string path)
    {
        try
        {
            return DriveOf(Path.GetFullPath(path)) is { AvailableFreeSpace: < Least and var free, TotalSize: var size, Name: var name }
                ? string.Create(CultureInfo.InvariantCulture, $"{name}, with {free / Kibi} KiB free of {size / Kibi} KiB")
                : null;
        }
        catch (Exception untold) when (untold is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static DriveInfo? DriveOf(string path) => DriveInfo.GetDrives()
        .Where(drive => path.StartsWith(drive.Name.TrimEnd('/') + '/', StringComparison.Ordinal) || path == drive.Name)
        .MaxBy(drive => drive.Name.Length);
}
