using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Countersign.Server.Secrets;

/// <summary>
/// The root keys of this installation and the keys derived from them. Safe to use from many threads.
/// Another process may add a key at any time (<c>key rotate</c>): the ring looks at the file's date before it says which key is active,
/// and reads the file again when somebody names a key it does not know.
/// </summary>
public sealed class KeyRing
{
    private readonly KeyFile file;
    private readonly Lock changing = new();
    private volatile KeyContent content;
    private volatile IReadOnlyDictionary<string, byte[]> marks = FrozenDictionary<string, byte[]>.Empty;
    private long looks;
    private long lastLook;

    private KeyRing(KeyFile file)
    {
        this.file = file;
        content = ReadContent();
    }

    /// <summary>Id of the key that everything new is written under.</summary>
    public string Active => Current().Active;

    /// <summary>Ids of all keys, oldest first.</summary>
    public IReadOnlyList<string> Known => [.. Current().Keys.Select(k => k.Id)];

    /// <summary>All keys, oldest first, to be shown to the operator.</summary>
    public IReadOnlyList<RootKey> Keys => Current().Keys;

    /// <summary>The key that is on its way to every server; null when none is.</summary>
    public RootKey? Coming => Keys.SingleOrDefault(key => key.State is RootKeyState.Coming);

    /// <summary>Whether there is a key file.</summary>
    public static bool IsAt(string path) => new KeyFile(path).Exists();

    /// <summary>What others may do with the key file who should not; none on systems without such modes.</summary>
    public static UnixFileMode OpenToOthers(string path) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : KeyFile.OpenToOthers(File.GetUnixFileMode(path));

    /// <summary>Opens the key file, which must be there.</summary>
    /// <exception cref="KeyFileException">The file is missing, damaged, unreadable, or open to others than its owner.</exception>
    public static KeyRing Open(string path) => new(new KeyFile(path));

    /// <summary>Opens the content of a key file that is nowhere on the disk yet.</summary>
    /// <exception cref="KeyFileException">It is damaged, or something else.</exception>
    public static KeyRing Of(byte[] content, string path) => new(new KeyFile(path, content));

    /// <summary>
    /// Opens the key file; makes one with a fresh key if there is none. An existing file is never overwritten. Only where nothing was
    /// written under a key yet: a new key beside old data reads nothing of it.
    /// </summary>
    /// <exception cref="KeyFileException">The file is damaged, unreadable, or open to others than its owner.</exception>
    public static KeyRing OpenOrCreate(string path, DateTimeOffset now)
    {
        var file = new KeyFile(path);
        if (!file.Exists()) file.WhileLocked(() => MakeFirst(file, now));
        return new(file);
    }

    /// <summary>The 32-byte key of one root key for one purpose.</summary>
    /// <exception cref="UnknownKeyException">The file holds no such key, even now.</exception>
    public ReadOnlySpan<byte> Derive(string keyId, KeyPurpose purpose) =>
        TryDerive(keyId, purpose, out var key) ? key : throw new UnknownKeyException(keyId);

    /// <summary>As <see cref="Derive"/>, where an unknown key is an expected no.</summary>
    public bool TryDerive(string keyId, KeyPurpose purpose, out ReadOnlySpan<byte> key)
    {
        var found = content.Derived.TryGetValue((keyId, purpose), out var bytes)
            || Reload().Derived.TryGetValue((keyId, purpose), out bytes);
        key = bytes;
        return found;
    }

    /// <summary>
    /// As <see cref="TryDerive"/>, for ids that anybody may make up: for those the file is read again only where its date says that it has
    /// changed.
    /// </summary>
    public bool TryDeriveLightly(string keyId, KeyPurpose purpose, out ReadOnlySpan<byte> key)
    {
        var found = content.Derived.TryGetValue((keyId, purpose), out var bytes)
            || Current().Derived.TryGetValue((keyId, purpose), out bytes);
        key = bytes;
        return found;
    }

    /// <summary>Makes a new active key; the one before it retires. On the disk when this returns. Answers the new id.</summary>
    public string AddActive(DateTimeOffset now) => Change(keys =>
    {
        var added = RootKey.Make(KeyId.After(keys.Select(k => k.Id)), now, RootKeyState.Active);
        return [.. keys.Select(k => k.As(RootKeyState.Retiring)), added];
    }).Active;

    /// <summary>
    /// Makes a key that reads and does not write yet, unless there is one: other servers need the file before it does.
    /// </summary>
    public void AddComing(DateTimeOffset now) => Change(keys => keys.Any(key => key.State is RootKeyState.Coming)
        ? keys
        : [.. keys, RootKey.Make(KeyId.After(keys.Select(k => k.Id)), now, RootKeyState.Coming)]);

    /// <summary>Puts a coming key into use; the one before it retires. The caller has made sure that every server holds it.</summary>
    public void Activate(string keyId) => Change(keys => KeyContent.Activate(keys, keyId));

    /// <summary>Forgets a retiring key for good. The caller has made sure that nothing is written under it any more.</summary>
    /// <exception cref="InvalidOperationException">The key is active.</exception>
    public void Remove(string keyId) => Change(keys =>
        keys.Single(k => k.Id == keyId).State is RootKeyState.Active
            ? throw new InvalidOperationException($"Key {keyId} is active. Make a new one first.")
            : [.. keys.Where(k => k.Id != keyId)]);

    /// <summary>Takes in what other processes changed in the file.</summary>
    /// <exception cref="KeyFileException">The file cannot be used, or holds another key under a known id.</exception>
    public void Refresh() => Reload();

    /// <summary>Somebody is about to look which keys the database is marked with.</summary>
    public long BeginLook() => Interlocked.Increment(ref looks);

    /// <summary>
    /// Tells the ring the canaries that the database keeps, by the id of the key. A file that does not fit them is not taken in, and a
    /// coming key that is among them is in use.
    /// </summary>
    /// <param name="look">Of the look that found them (<see cref="BeginLook"/>): of two at once the one that began later has seen more.</param>
    public void Expect(IReadOnlyDictionary<string, byte[]> canaries, long look)
    {
        lock (changing)
        {
            if (look < lastLook) return;

            (marks, lastLook) = (canaries, look);
            content = content.Under(canaries);
        }
    }

    private static bool MakeFirst(KeyFile file, DateTimeOffset now)
    {
        // Looked at again under the lock: another process may have been first.
        if (file.Exists()) return false;
        file.Write([RootKey.Make(KeyId.First, now, RootKeyState.Active)]);
        return true;
    }

    private KeyContent Current()
    {
        var content = this.content;
        return content.Stamp == file.Stamp() ? content : Reload();
    }

    private KeyContent Reload()
    {
        lock (changing)
        {
            var fresh = ReadContent();
            RefuseForeign(fresh);
            return content = fresh.Under(marks);
        }
    }

    // What another process may do to the file is add a key and forget one. A file with another key under an id that is known here, or
    // without any key that is, belongs to other data: under its keys nothing may be written, and the keys at hand go on reading.
    private void RefuseForeign(KeyContent fresh)
    {
        var known = marks;
        foreach (var (id, canary) in fresh.Canaries)
        {
            if (content.HoldsAnother(id, canary)
                || (known.TryGetValue(id, out var mark) && !CryptographicOperations.FixedTimeEquals(canary, mark)))
                throw Foreign($"its key '{id}' is another one");
        }

        if (!fresh.Canaries.Keys.Any(id => content.Canaries.ContainsKey(id) || known.ContainsKey(id)))
            throw Foreign("it holds none of the keys");
    }

    private KeyFileException Foreign(string why) => new(
        $"The key file {file.Path} was replaced: {why} that the database was written with. It is not used; put back the right one.");

    private KeyContent Change(Func<IReadOnlyList<RootKey>, IReadOnlyList<RootKey>> next) => file.WhileLocked(() =>
    {
        file.Write(next(Reload().Keys));
        return Reload();
    });

    private KeyContent ReadContent()
    {
        // The date is taken before the content: if the file is replaced in between, the next look sees a newer date and reads again.
        var stamp = file.Stamp();
        return KeyContent.Of(file.Read(), stamp);
    }
}
