using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Composition;

/// <summary>The server must not start; the message is a sentence per reason, for the operator.</summary>
public class StartRefusedException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults));

/// <summary>The server must not work beside the others on its database; it may, once they are gone.</summary>
public sealed class NodesDifferException(IReadOnlyList<Difference> differences)
    : StartRefusedException([.. differences.Select(each => each.ToString()), Heartbeat.WhatToDo]);

/// <summary>
/// What must hold before anything is written: the keys are the ones the database was written with, and every stored hash can be checked
/// here.
/// </summary>
public static class StartUpChecks
{
    /// <summary>
    /// Checks, and marks a new database (or a new key) with the canary of each key. The server must not start while there
    /// are faults.
    /// </summary>
    /// <returns>A sentence per fault.</returns>
    public static async Task<IReadOnlyList<string>> Run(Db db, KeyRing keys, CancellationToken ct)
    {
        var faults = await db.Write(tx => CheckCanaries(tx, keys), ct);
        return faults.Count > 0 ? faults : await db.Read(sql => UncheckableHashes(sql, keys), ct);
    }

    /// <summary>A sentence for each stored canary that this key file does not hold.</summary>
    public static async Task<IReadOnlyList<string>> WrongCanaries(Sql sql, KeyRing keys) =>
        WrongCanaries(await KeyUseStore.Canaries(sql), keys);

    /// <inheritdoc cref="WrongCanaries(Sql, KeyRing)"/>
    public static IReadOnlyList<string> WrongCanaries(IReadOnlyList<StoredCanary> stored, KeyRing keys)
    {
        var canary = new KeyCanary(keys);
        return [.. stored.Where(row => !canary.Holds(row.KeyId, row.Canary)).Select(row => SentenceFor(row.KeyId, keys))];
    }

    /// <summary>A sentence for each kind of stored hash that this key file cannot check.</summary>
    public static async Task<IReadOnlyList<string>> UncheckableHashes(Sql sql, KeyRing keys)
    {
        var faults = new List<string>();
        foreach (var sample in await KeyUseStore.HashSamples(sql))
        {
            if (!StoredHash.TryParse(sample, out var hash))
                faults.Add("A stored password or recovery code is damaged. Restore a good backup; `doctor` says more.");
            else if (!keys.TryDerive(hash.KeyId, KeyPurpose.PasswordPepper, out _))
                faults.Add(
                    $"There are passwords or recovery codes that need the key '{hash.KeyId}', but the key file does not hold it. Put " +
                        $"back the key file that the data was written with.");
        }

        return [.. faults.Distinct()];
    }

    private static async Task<IReadOnlyList<string>> CheckCanaries(Tx tx, KeyRing keys)
    {
        var wrong = await WrongCanaries(tx, keys);
        if (wrong.Count > 0) return wrong;

        var marked = (await KeyMarks.Learn(tx, keys)).Select(row => row.KeyId).ToHashSet();
        if (marked.Count == 0 && await KeyUseStore.HasData(tx))
            return ["The database holds data but no mark of the keys it was written with. Somebody has changed it: restore a good backup."];

        var canary = new KeyCanary(keys);
        foreach (var key in keys.Keys.Where(key => key.State is not RootKeyState.Coming && !marked.Contains(key.Id)))
            await KeyUseStore.AddCanary(tx, key.Id, canary.Make(key.Id));
        await AuditAdoption.Run(tx, keys);
        return [];
    }

    private static string SentenceFor(string keyId, KeyRing keys) => keys.Known.Contains(keyId)
        ? $"The key '{keyId}' in the key file is not the one that the database was written with. Put back the right key file (it may " +
            $"have been made anew because it was missing), or the database that belongs to this one."
        : $"The key file holds no key '{keyId}', but the database was written with it. Put back the key file that belongs to this " +
            $"database.";
}
