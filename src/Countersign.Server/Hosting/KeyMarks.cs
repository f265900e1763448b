using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>
/// Holds the key file against the marks that the database keeps of its keys, while the server runs: somebody may put another file there,
/// and other processes add keys.
/// </summary>
public static class KeyMarks
{
    /// <summary>Whether the file holds every key that the database was written with.</summary>
    /// <exception cref="KeyFileException">The file cannot be used, or is another one; the message says what to do.</exception>
    public static async Task<bool> Hold(Db db, KeyRing keys, CancellationToken ct)
    {
        var stored = await db.Read(sql => Learn(sql, keys), ct);
        keys.Refresh();
        var canary = new KeyCanary(keys);
        return stored.All(mark => canary.Holds(mark.KeyId, mark.Canary));
    }

    /// <summary>
    /// Has the ring know what the database is marked with: no other keys are taken in, and a coming one that is marked is in use.
    /// </summary>
    public static async Task<IReadOnlyList<StoredCanary>> Learn(Sql sql, KeyRing keys)
    {
        var look = keys.BeginLook();
        var stored = await KeyUseStore.Canaries(sql);
        keys.Expect(stored.ToDictionary(mark => mark.KeyId, mark => mark.Canary), look);
        return stored;
    }
}
