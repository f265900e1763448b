using System.Diagnostics.CodeAnalysis;

namespace Countersign.Server.Secrets;

/// <summary>
/// The file of root keys: readable by its owner alone, replaced whole or not at all, never overwritten when it is first made.
/// </summary>
internal sealed class KeyFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const int LargestFile = 1 << 20;

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    /// <summary>Where the file stands.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    private string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Changes whenever the file is replaced. One call to the system, cheap enough for every write.</summary>
    public FileStamp Stamp()
    {
        var file = new FileInfo(Path);
        return file.Exists ? new(file.LastWriteTimeUtc, file.Length) : default;
    }

    public bool Exists() => File.Exists(Path);

    /// <summary>Reads all keys, or says why that cannot be.</summary>
    public IReadOnlyList<RootKey> Read()
    {
        try
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            RefuseWidePermissions(file);
            var text = new byte[Math.Min(file.Length, LargestFile)];
            file.ReadExactly(text);
            return KeyFileText.Read(text, Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The key file {Path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Runs a change while no other process changes the file.</summary>
    public T WhileLocked<T>(Func<T> change)
    {
        MakeFolder();
        using var held = Lock();
        return change();
    }

    /// <summary>
    /// Replaces the file so that a crash at any instant leaves either the old keys or the new ones:
    /// a new file is flushed, takes the name, and the folder is flushed too. Only inside <see cref="WhileLocked{T}"/>.
    /// </summary>
    public void Write(IReadOnlyList<RootKey> keys)
    {
        var fresh = Path + ".new";
        File.Delete(fresh);
        using (var file = new FileStream(fresh, OwnerOnlyFile(FileMode.CreateNew)))
        {
            file.Write(KeyFileText.Write(keys));
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, Path, overwrite: true);
        FolderFlush.ToDisk(Folder);
    }

    private void MakeFolder()
    {
        if (Directory.Exists(Folder)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Folder);
        else Directory.CreateDirectory(Folder, OwnerFolder);
    }

    private FileStream Lock()
    {
        for (var waited = TimeSpan.Zero; ; waited += LockPause)
        {
            if (TryLock(out var held)) return held;
            if (waited >= LockPatience) throw new KeyFileException(
                $"Another process has held {Path}.lock for {LockPatience.TotalSeconds} s. Wait for it, then try again.");
            Thread.Sleep(LockPause);
        }
    }

    private bool TryLock([NotNullWhen(true)] out FileStream? held)
    {
        try
        {
            held = new(Path + ".lock", OwnerOnlyFile(FileMode.OpenOrCreate));
            return true;
        }
        catch (IOException)
        {
            held = null;
            return false;
        }
    }

    private static FileStreamOptions OwnerOnlyFile(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return options;
    }

    private void RefuseWidePermissions(FileStream file)
    {
        if (OperatingSystem.IsWindows()) return;

        // Asked of the open file, so that nobody can put another one in its place in between.
        var others = File.GetUnixFileMode(file.SafeFileHandle) & ~OwnerFolder;
        if (others is not UnixFileMode.None)
            throw new KeyFileException(
                $"The key file {Path} can be used by others than its owner. Run `chmod 600 {Path}`, and consider `key rotate` if others " +
                $"had access.");
    }
}

/// <summary>When the key file was last replaced, and its size.</summary>
internal readonly record struct FileStamp(DateTime WrittenAt, long Length);
