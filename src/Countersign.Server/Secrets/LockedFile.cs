using System.Diagnostics.CodeAnalysis;
using Countersign.Shared;

namespace Countersign.Server.Secrets;

/// <summary>
/// A small file that several processes change: readable by its owner alone, changed by one at a time, and replaced whole or not at all.
/// </summary>
internal sealed class LockedFile(string path)
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    /// <summary>Where the file stands.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The file by which one process at a time changes it.</summary>
    public static string LockOf(string path) => path + ".lock";

    private string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Holds a file that says nothing but that somebody holds it, until it is given back or the process is gone.</summary>
    /// <returns>False: another process holds it.</returns>
    /// <exception cref="IOException">It cannot be made or written; so too <see cref="UnauthorizedAccessException"/>.</exception>
    public static bool TryHold(string path, [NotNullWhen(true)] out FileStream? held)
    {
        try
        {
            held = new(path, OwnerOnlyFile(FileMode.OpenOrCreate));
            return true;
        }
        catch (IOException denied) when (IsHeldByAnother(denied))
        {
            held = null;
            return false;
        }
    }

    public bool Exists() => File.Exists(Path);

    /// <summary>Opens it to read, beside whoever replaces it.</summary>
    public FileStream Open() => new(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Runs a change while no other process changes the file.</summary>
    public T WhileLocked<T>(Func<T> change)
    {
        MakeFolder();
        using var held = Lock();
        return change();
    }

    /// <summary>
    /// Replaces the file so that a crash at any instant leaves either the old content or the new one:
    /// a new file is flushed, takes the name, and the folder is flushed too. Only inside <see cref="WhileLocked{T}"/>.
    /// </summary>
    public void Replace(ReadOnlySpan<byte> content)
    {
        var fresh = Path + ".new";
        File.Delete(fresh);
        Write(fresh, content);
        File.Move(fresh, Path, overwrite: true);
        FolderFlush.ToDisk(Folder);
    }

    /// <summary>
    /// Makes the file, whole or not at all, where there is none. It needs no lock, and leaves none behind: the name goes to whoever comes
    /// first, and to nobody else.
    /// </summary>
    /// <param name="beside">Where it is written first; null: at a name that nobody else takes.</param>
    /// <exception cref="IOException">There is one.</exception>
    public void Create(ReadOnlySpan<byte> content, string? beside = null)
    {
        var fresh = beside ?? $"{Path}.{Guid.NewGuid():N}.new";
        try
        {
            Write(fresh, content);
            File.Move(fresh, Path, overwrite: false);
        }
        finally
        {
            File.Delete(fresh);
        }

        FolderFlush.ToDisk(Folder);
    }

    // Whoever is told of it knows the file, and not under which name it waits for its own.
    private void Write(string fresh, ReadOnlySpan<byte> content)
    {
        try
        {
            using var file = new FileStream(fresh, OwnerOnlyFile(FileMode.CreateNew));
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        catch (IOException full) when (FileTrouble.IsOfNoRoom(full))
        {
            File.Delete(fresh);
            throw new IOException($"There is no room left on the disk for {Path}. Make room there.", full);
        }
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
                $"Another process has held {LockOf(Path)} for {LockPatience.TotalSeconds} s. Wait for it, then try again.");
            Thread.Sleep(LockPause);
        }
    }

    private bool TryLock([NotNullWhen(true)] out FileStream? held)
    {
        try
        {
            return TryHold(LockOf(Path), out held);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException(
                $"{Path} cannot be written: {FileTrouble.Say(denied)} Where it is mounted read-only, it can be read but neither made nor " +
                $"changed; name a witness elsewhere by COUNTERSIGN_WITNESS_FILE.", denied);
        }
    }

    // EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows. Waiting does not mend anything else.
    private static bool IsHeldByAnother(IOException denied) => denied.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static FileStreamOptions OwnerOnlyFile(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return options;
    }
}
