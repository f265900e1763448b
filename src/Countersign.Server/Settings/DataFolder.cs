namespace Countersign.Server.Settings;

/// <summary>The folder of the database: for its owner alone.</summary>
public static class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder if it is missing, and has git leave it alone. One that is there is left as it is.</summary>
    public static void Make(string path)
    {
        if (Directory.Exists(path)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly);
        WorkTree.Hide(path);
    }

    /// <summary>What others than the owner may do with a file or folder; none on systems without such modes.</summary>
    public static UnixFileMode OpenToOthers(string path) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path) & ~OwnerOnly;
}
