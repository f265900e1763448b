using Countersign.Shared;

namespace Countersign.Server.Secrets;

/// <summary>
/// The file of root keys: readable by its owner alone, replaced whole or not at all, never overwritten when it is first made.
/// </summary>
/// <param name="given">The content of one that is not there yet; it is never written.</param>
internal sealed class KeyFile(string path, byte[]? given = null)
{
    private const int LargestFile = 1 << 20;

    private readonly LockedFile file = new(path);

    /// <summary>Where the file stands.</summary>
    public string Path => file.Path;

    /// <summary>Changes whenever the file is replaced. One call to the system, cheap enough for every write.</summary>
    public FileStamp Stamp()
    {
        if (given is not null) return default;

        var info = new FileInfo(Path);
        return info.Exists ? new(info.LastWriteTimeUtc, info.Length) : default;
    }

    public bool Exists() => file.Exists();

    /// <summary>Reads all keys, or says why that cannot be.</summary>
    public IReadOnlyList<RootKey> Read()
    {
        if (given is not null) return KeyFileText.Read(given, Path);

        try
        {
            using var open = file.Open();
            RefuseWidePermissions(open);
            var text = new byte[Math.Min(open.Length, LargestFile)];
            open.ReadExactly(text);
            return KeyFileText.Read(text, Path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KeyFileException(
                $"The key file {Path} is missing, and the database was written with its keys. Put it back from where you keep its copy; a " +
                $"new key could read nothing of what is stored, so none is made.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The key file {Path} cannot be read: {FileTrouble.Say(e)}", e);
        }
    }

    /// <inheritdoc cref="LockedFile.WhileLocked{T}"/>
    public T WhileLocked<T>(Func<T> change) => file.WhileLocked(change);

    /// <inheritdoc cref="LockedFile.Replace"/>
    public void Write(IReadOnlyList<RootKey> keys) => file.Replace(KeyFileText.Write(keys));

    /// <summary>
    /// What others may do with a file of this mode, who should not. A group may read one that nobody may write: so, and by no accident, a
    /// secret is handed to a service that is not its owner, as by the <c>fsGroup</c> of Kubernetes.
    /// </summary>
    public static UnixFileMode OpenToOthers(UnixFileMode mode)
    {
        var others = mode & ~LockedFile.OwnerFolder;
        return mode.HasFlag(UnixFileMode.UserWrite) ? others : others & ~UnixFileMode.GroupRead;
    }

    private void RefuseWidePermissions(FileStream open)
    {
        if (OperatingSystem.IsWindows()) return;

        // Asked of the open file, so that nobody can put another one in its place in between.
        var mode = File.GetUnixFileMode(open.SafeFileHandle);
        if (OpenToOthers(mode) is not UnixFileMode.None)
            throw new KeyFileException(
                $"The key file {Path} can be used by others than its owner: its mode is {Convert.ToString((int)mode, 8)}. Run `chmod 600 " +
                $"{Path}`, and consider `key rotate` if others had access. Where it is mounted for a group to read, give it the mode 440 (in " +
                $"Kubernetes `defaultMode: 0440`).");
    }
}

/// <summary>When the key file was last replaced, and its size.</summary>
internal readonly record struct FileStamp(DateTime WrittenAt, long Length);
