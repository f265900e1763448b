using System.Text;

namespace Countersign.Cli.Files;

/// <summary>A small file that only its owner may read (mode 0600), always replaced whole.</summary>
internal sealed class PrivateFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    public string Path { get; } = path;

    /// <summary>
    /// The folder of everybody's settings, by the XDG base directory specification: a relative path there is to be ignored. Null: nothing
    /// says where it is, since there is no home.
    /// </summary>
    public static string? ConfigHome { get; } = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { } given
        && System.IO.Path.IsPathRooted(given) ? given
        : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
            ? System.IO.Path.Combine(home, ".config")
            : null;

    /// <summary>The folder of ours; null as there.</summary>
    public static string? Folder { get; } = ConfigHome is { } home ? System.IO.Path.Combine(home, "countersign") : null;

    /// <summary>One of our own, in that folder. Without it there is none to read, and none can be written.</summary>
    public static PrivateFile OfOurs(string name) =>
        new(Folder is { } folder ? System.IO.Path.Combine(folder, name) : name) { isHomeless = Folder is null };

    private bool isHomeless;

    /// <summary>The text, or <c>null</c> when there is no file. A file that others may read is closed to them first.</summary>
    public string? Read()
    {
        if (isHomeless || !File.Exists(Path)) return null;

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & ~OwnerFolder) != 0) File.SetUnixFileMode(Path, OwnerOnly);

        return File.ReadAllText(Path);
    }

    public void Write(string text)
    {
        RefuseHomeless();
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        MakeFolder(folder);
        if (folder == Folder) WorkTree.Hide(folder);
        var next = $"{Path}.{Environment.ProcessId}";
        try
        {
            using (var stream = Create(next)) stream.Write(Encoding.UTF8.GetBytes(text));
            File.Move(next, Path, overwrite: true);
        }
        finally
        {
            // Not there any more where it has its name.
            if (File.Exists(next)) File.Delete(next);
        }
    }

    /// <summary>
    /// Sees whether it can be written, by a file beside it that is gone at once: before somebody gives a secret for what cannot be kept.
    /// </summary>
    public void Try()
    {
        RefuseHomeless();
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
        if (!isHomeless && File.Exists(Path)) File.Delete(Path);
    }

    // It would lie wherever the command was typed, and nobody would look for it there.
    private void RefuseHomeless()
    {
        if (isHomeless)
            throw new IOException(
                "There is no home folder to keep it in: HOME is unset, or names no folder. Say where:  export XDG_CONFIG_HOME=FOLDER");
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
