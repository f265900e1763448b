using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Countersign.Server.Secrets;

/// <summary>What a <see cref="KeyRing"/> read from its file, with everything that is derived from it.</summary>
internal sealed record KeyContent(
    IReadOnlyList<RootKey> Keys, string Active, FrozenDictionary<(string, KeyPurpose), byte[]> Derived,
    FrozenDictionary<string, byte[]> Canaries, FileStamp Stamp)
{
    public static KeyContent Of(IReadOnlyList<RootKey> keys, FileStamp stamp)
    {
        var derived = from key in keys
                      from purpose in Enum.GetValues<KeyPurpose>()
                      select KeyValuePair.Create((key.Id, purpose), key.Derive(purpose));
        var canaries = keys.ToFrozenDictionary(key => key.Id, key => KeyCanary.Of(key.Id, key.Derive(KeyPurpose.Canary)));
        return new(keys, keys.Single(k => k.State is RootKeyState.Active).Id, derived.ToFrozenDictionary(), canaries, stamp);
    }

    /// <summary>The same keys, this one active and the one before it retiring.</summary>
    public static IReadOnlyList<RootKey> Activate(IReadOnlyList<RootKey> keys, string keyId) =>
    [
        .. keys.Select(key => key.Id == keyId ? key.As(RootKeyState.Active)
            : key.State is RootKeyState.Active ? key.As(RootKeyState.Retiring)
            : key),
    ];

    /// <summary>
    /// The same beside a database with these marks. A coming key that it is marked with has been put into use, on a server with a copy of
    /// the file of its own: it is active here too, whatever this copy says still.
    /// </summary>
    public KeyContent Under(IReadOnlyDictionary<string, byte[]> marks) =>
        Keys.FirstOrDefault(key => key.State is RootKeyState.Coming && IsMarked(key.Id, marks)) is { } begun
            ? this with { Keys = Activate(Keys, begun.Id), Active = begun.Id }
            : this;

    /// <summary>Whether a key here has this id and is another one; a coming one has written nothing, and may be replaced.</summary>
    public bool HoldsAnother(string keyId, byte[] canary) =>
        Canaries.TryGetValue(keyId, out var mine) && !CryptographicOperations.FixedTimeEquals(canary, mine)
        && Keys.Single(key => key.Id == keyId).State is not RootKeyState.Coming;

    public override string ToString() => "•••";

    private bool IsMarked(string keyId, IReadOnlyDictionary<string, byte[]> marks) =>
        marks.TryGetValue(keyId, out var mark) && CryptographicOperations.FixedTimeEquals(mark, Canaries[keyId]);
}
