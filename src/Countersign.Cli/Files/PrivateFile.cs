using System.Text;

namespace Countersign.Cli.Files;

/// <summary>A small file that only its owner may read (mode 0600), always replaced whole.</summary>
internal sealed class PrivateFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    public string Path { get; } = path;

    /// <summary>
    /// The folder of everybody's settings, by the XDG base directory specification: a relative path there is to be ignored.
    /// </summary>
    public static string ConfigHome { get; } = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { } given
        && System.IO.Path.IsPathRooted(given)
        ? given
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");

    /// <summary>The folder of ours.</summary>
    public static string Folder { get; } = System.IO.Path.Combine(ConfigHome, "countersign");

    /// <summary>The text, or <c>null</c> when there is no file. A file that others may read is closed to them first.</summary>
    public string? Read()
    {
        if (!File.Exists(Path)) return null;

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & ~OwnerFolder) != 0) File.SetUnixFileMode(Path, OwnerOnly);

        return File.ReadAllText(Path);
    }

    public void Write(string text)
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        MakeFolder(folder);
        if (folder == Folder) WorkTree.Hide(folder);
        var next = $"{Path}.{Environment.ProcessId}";
        using (var stream = Create(next)) stream.Write(Encoding.UTF8.GetBytes(text));
        File.Move(next, Path, overwrite: true);
    }

    /// <summary>
    /// Sees whether it can be written, by a file beside it that is gone at once: before somebody gives a secret for what cannot be kept.
    /// </summary>
    public void Try()
    {
        MakeFolder(System.IO.Path.GetDirectoryName(Path)!);
        var next = $"{Path}.{Environment.ProcessId}";
        using (Create(next))
        {
            // That it was made is all.
        }

        File.Delete(next);
    }

    public void Delete()
    {
        // The folder itself may not be there yet, and then there is nothing to delete.
        if (File.Exists(Path)) File.Delete(Path);
    }

    /// <summary>Whether others than its owner may read a file that somebody else made.</summary>
    public static bool IsOpenToOthers(string path) => !OperatingSystem.IsWindows() && File.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;

    /// <summary>Creates a file with mode 0600 from its first byte; fails if there is one of that name.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    /// <summary>
    /// Makes a new file that has its name only once it is whole: of one that could not be written to its end nothing stays. Fails if there
    /// is one of that name.
    /// </summary>
    public static void Make(string path, byte[] bytes)
    {
        var part = $"{path}.{Environment.ProcessId}.part";
        try
        {
            using (var file = Create(part)) file.Write(bytes);
            File.Move(part, path, overwrite: false);
        }
        finally
        {
            // Not there any more where it has its name.
            if (File.Exists(part)) File.Delete(part);
        }
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerFolder);
    }
}
