using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>How a rotation ended.</summary>
/// <param name="Key">The active key.</param>
/// <param name="WasResumed">Whether it finished an earlier rotation instead of making another key.</param>
/// <param name="Unreadable">Values that no key opens, left as they are.</param>
public sealed record Rotation(string Key, bool WasResumed, int Resealed, IReadOnlyList<string> Unreadable);

/// <summary>
/// Makes a new root key and seals everything anew under it, beside a running server. It may be killed at any instant:
/// both keys are in the file, every value opens under one of them, and the next run goes on.
/// </summary>
public static class RotateKeys
{
    /// <summary>Finishes what an earlier run left, or else rotates.</summary>
    public static async Task<Rotation> Run(Installation at, OperatorShell shell, CancellationToken ct)
    {
        var left = await ResealAll(at, ct);
        if (left.Resealed > 0) return await Note(at, shell, left with { WasResumed = true }, ct);

        // From here on the server writes under the new key too: it looks at the file before every write.
        var key = at.Keys.AddActive(at.Ground.Now());
        await at.Db.Write(tx => KeyUseStore.AddCanary(tx, key, new KeyCanary(at.Keys).Make(key)), ct);
        return await Note(at, shell, await ResealAll(at, ct), ct);
    }

    private static async Task<Rotation> ResealAll(Installation at, CancellationToken ct)
    {
        var values = new SealedValues(at.Keys, at.Box);
        var (resealed, unreadable) = (0, new List<string>());
        foreach (var kind in Enum.GetValues<SealedKind>())
        {
            for (long? after = 0; after is { } from;)
            {
                var step = await at.Db.Write(tx => values.Reseal(tx, kind, from), ct);
                (after, resealed) = (step.Next, resealed + step.Resealed);
                unreadable.AddRange(step.Unreadable);
            }
        }

        return new(at.Keys.Active, WasResumed: false, resealed, unreadable);
    }

    private static async Task<Rotation> Note(Installation at, OperatorShell shell, Rotation done, CancellationToken ct)
    {
        var entry = OperatorSource.Entry(shell, AuditEvent.KeyRotated, "key rotate", account: null, reason: $"active key {done.Key}");
        await at.Db.Write(tx => at.Audit.Append(tx, entry), ct);
        return done;
    }
}
